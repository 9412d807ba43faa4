/** How much of each sold line came back at this till, whichever till sold it. */
import { returnedBy } from '../../domain/sale/returned.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';
import { sql } from '../file/sql.ts';

export const returned = projection({
  name: 'returned-goods',
  version: 1,
  tables: ['returned_goods'],
  fold: (db, entry) => {
    if (entry.kind !== 'sale-completed') return;
    for (const { saleId, line, quantity } of returnedBy(entry.body)) {
      db.run(
        sql`INSERT INTO returned_goods (sale_id, line, quantity) VALUES (${saleId}, ${line}, ${quantity})
            ON CONFLICT (sale_id, line) DO UPDATE SET quantity = quantity + excluded.quantity`,
      );
    }
  },
});

/** Line → thousandths of it that came back; nothing of a line that is missing. */
export function returnedOf(db: Readable, saleId: string): ReadonlyMap<number, number> {
  const rows = db.all<{ line: number; quantity: number }>(
    sql`SELECT line, quantity FROM returned_goods WHERE sale_id = ${saleId}`,
  );
  return new Map(rows.map(({ line, quantity }) => [line, quantity]));
}
