/** Completed sales, to find them again: for a reprint, for the next number, for what the back office has not seen. */
import type { BodyOf, Entry } from '../../domain/contract/entry.ts';
import type { SaleBody } from '../../domain/sale/facts.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { Readable, Writable } from '../file/open.ts';
import { projection } from '../file/projection.ts';
import { soundEntry } from '../file/rows.ts';
import { sql } from '../file/sql.ts';

export type SaleRow = Readonly<{
  seq: number;
  /** Milliseconds UTC. */
  at: number;
  businessDate: string;
  operator: string | null;
  body: SaleBody;
}>;

/** The newest first. Throws Problem journal-broken: what is shown or printed is what was written. */
export function recentSales(db: Readable, limit: number): SaleRow[] {
  return db
    .all<{ seq: number }>(sql`SELECT seq FROM sales ORDER BY seq DESC LIMIT ${limit}`)
    .map(({ seq }) => saleAt(db, seq));
}

/** Of one business date, the newest first. Throws as `recentSales`. */
export function salesOn(db: Readable, businessDate: string): SaleRow[] {
  return db
    .all<{ seq: number }>(
      sql`SELECT seq FROM sales WHERE business_date = ${businessDate} ORDER BY seq DESC`,
    )
    .map(({ seq }) => saleAt(db, seq));
}

/** Throws as `recentSales`. */
export function findSale(db: Readable, saleId: string): SaleRow | null {
  const row = db.get<{ seq: number }>(sql`SELECT seq FROM sales WHERE sale_id = ${saleId}`);
  return row ? saleAt(db, row.seq) : null;
}

/** From 1 on each business date. */
export function nextSaleNumber(db: Readable, businessDate: string): number {
  const row = db.get<{ last: number | null }>(
    sql`SELECT max(number) AS last FROM sales WHERE business_date = ${businessDate}`,
  );
  return (row?.last ?? 0) + 1;
}

export const sales = projection({
  name: 'sales',
  version: 1,
  tables: ['sales'],
  fold: (db, entry) => {
    if (entry.kind === 'sale-completed') addSale(db, entry, entry.body);
  },
});

/** A sale of the same id or number is refused by the table: nothing is sold twice. */
function addSale(db: Writable, entry: Entry, sale: BodyOf<'sale-completed'>): void {
  db.run(
    sql`INSERT INTO sales (seq, sale_id, business_date, number, total_minor)
        VALUES (${entry.seq}, ${sale.saleId}, ${entry.businessDate}, ${sale.number},
                ${sale.totalMinor})`,
  );
}

function saleAt(db: Readable, seq: number): SaleRow {
  const entry = soundEntry(db, seq);
  // The list of sales is only kept beside the journal.
  if (entry.kind !== 'sale-completed') throw new Problem('database-corrupt', { file: db.file });
  const { at, businessDate, operator, body } = entry;
  return { seq, at, businessDate, operator, body };
}
