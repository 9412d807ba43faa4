/** Sign-ins of the past, what was raised, lifts of the offline limits: found without a walk; and the key of one-time codes. */
import type { Migration } from '../migrate.ts';

export const signIns: Migration = {
  number: 80,
  name: 'sign-ins',
  up: (db) =>
    db.script(`
      ALTER TABLE sync_cursor ADD COLUMN code_key TEXT;
      CREATE INDEX journal_sign_ins ON journal (seq) WHERE kind IN ('signed-in', 'sign-in-failed');
      CREATE INDEX journal_anomalies ON journal (seq) WHERE kind = 'anomaly-raised';
      CREATE INDEX journal_lifts ON journal (seq) WHERE kind = 'offline-lifted';
      CREATE INDEX journal_days_closed ON journal (seq) WHERE kind = 'day-closed';
      CREATE INDEX journal_zone_changes ON journal (seq) WHERE kind = 'zone-changed';
    `),
};
