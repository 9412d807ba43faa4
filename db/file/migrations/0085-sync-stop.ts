/** Why this till may not go on, as the back office said it last; see main/use-cases/office/sync.ts. */
import type { Migration } from '../migrate.ts';

export const syncStop: Migration = {
  number: 85,
  name: 'sync-stop',
  up: (db) => db.script('ALTER TABLE sync_cursor ADD COLUMN stop TEXT;'),
};
