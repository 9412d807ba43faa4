/** An attempt says by which means it moves money; the rows are folded again from the journal, which says it of each. */
import type { Migration } from '../migrate.ts';

export const attemptMeans: Migration = {
  number: 150,
  name: 'attempt-means',
  up: (db) => db.script('ALTER TABLE attempts ADD COLUMN means TEXT;'),
};
