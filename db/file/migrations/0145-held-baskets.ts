/** Baskets that a cashier put aside, beside those that wait for their operator. */
import type { Migration } from '../migrate.ts';

export const heldBaskets: Migration = {
  number: 145,
  name: 'held-baskets',
  // The name it was put aside under, perhaps none; null where it waits for its operator.
  up: (db) => db.script('ALTER TABLE parked_baskets ADD COLUMN held_as TEXT;'),
};
