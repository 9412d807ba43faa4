/** Completed sales, to find them again: for a reprint, for the next number, for what the back office has not seen. */
import type { BodyOf, Entry, SaleBody } from '../domain/journal-entry.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';

export type SaleRow = Readonly<{
  seq: number;
  /** Milliseconds UTC. */
  at: number;
  businessDate: string;
  operator: string | null;
  body: SaleBody;
}>;

type StoredSale = Omit<SaleRow, 'body'> & Readonly<{ body: string }>;

/** The newest first. */
export function recentSales(db: Readable, limit: number): SaleRow[] {
  const rows = db.all<StoredSale>(
    sql`SELECT journal.seq, at, journal.business_date AS businessDate, operator, body
        FROM sales JOIN journal USING (seq) ORDER BY seq DESC LIMIT ${limit}`,
  );
  return rows.map(withBody);
}

export function findSale(db: Readable, saleId: string): SaleRow | null {
  const row = db.get<StoredSale>(
    sql`SELECT journal.seq, at, journal.business_date AS businessDate, operator, body
        FROM sales JOIN journal USING (seq) WHERE sale_id = ${saleId}`,
  );
  return row ? withBody(row) : null;
}

/** From 1 on each business date. */
export function nextSaleNumber(db: Readable, businessDate: string): number {
  const row = db.get<{ last: number | null }>(
    sql`SELECT max(number) AS last FROM sales WHERE business_date = ${businessDate}`,
  );
  return (row?.last ?? 0) + 1;
}

/** A sale of the same id or number is refused by the table: nothing is sold twice. */
export function addSale(db: Writable, entry: Entry, sale: BodyOf<'sale-completed'>): void {
  db.run(
    sql`INSERT INTO sales (seq, sale_id, business_date, number, total_minor)
        VALUES (${entry.seq}, ${sale.saleId}, ${entry.businessDate}, ${sale.number},
                ${sale.totalMinor})`,
  );
}

function withBody(row: StoredSale): SaleRow {
  return { ...row, body: JSON.parse(row.body) as SaleBody };
}
