/** A report folds the entries of its date, and finds them by it. */
import type { Migration } from '../migrate.ts';

export const journalByDate: Migration = {
  number: 110,
  name: 'journal by date',
  up: (db) => db.script(`CREATE INDEX journal_by_date ON journal (business_date);`),
};
