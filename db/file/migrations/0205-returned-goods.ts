/** How much of each sold line came back, folded from the sales that take it back. */
import type { Migration } from '../migrate.ts';

export const returnedGoods: Migration = {
  number: 205,
  name: 'returned-goods',
  // Quantity in thousandths, over all returns of the line.
  up: (db) =>
    db.script(`
      CREATE TABLE returned_goods (
        sale_id TEXT NOT NULL,
        line INTEGER NOT NULL,
        quantity INTEGER NOT NULL,
        PRIMARY KEY (sale_id, line)
      ) STRICT, WITHOUT ROWID;
    `),
};
