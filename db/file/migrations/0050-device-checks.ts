/** The bench asks for the last checks of a device; sales pay nothing for it. */
import type { Migration } from '../migrate.ts';

export const deviceChecks: Migration = {
  number: 50,
  name: 'device-checks',
  up: (db) =>
    db.script(`CREATE INDEX journal_device_checks ON journal (seq) WHERE kind = 'device-checked';`),
};
