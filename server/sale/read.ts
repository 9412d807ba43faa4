/** What is asked about sales. */
import { parseFact } from '../../domain/contract/entry.ts';
import type { SaleBody } from '../../domain/sale/facts.ts';
import type { Tender } from '../../domain/tenders/tender.ts';
import type { Database, SaleTable } from '../store/tables.ts';

export type SaleRow = Readonly<{
  till: string;
  seq: number;
  number: number;
  at: number;
  operator: string | null;
  pieces: number;
  totalMinor: number;
  tenders: readonly Tender[];
}>;

export type SaleFilter = Readonly<{
  /** Of these tills, by name: a key begins with store and till, and without them all sales ever would be read. */
  tills: readonly Readonly<{ store: string; till: string }>[];
  businessDate: string;
  number: number | null;
  page: number;
}>;

export const salesPerPage = 100;

/** The newest first; one more than a page, so that the caller sees whether there is another. */
export async function readSales(db: Database, filter: SaleFilter): Promise<SaleRow[]> {
  const { tills, number } = filter;
  if (tills.length === 0) return [];
  const rows = await db
    .selectFrom('sales')
    .selectAll()
    .where('store_id', 'in', [...new Set(tills.map(({ store }) => store))])
    .where(
      'till_id',
      'in',
      tills.map(({ till }) => till),
    )
    .where('business_date', '=', filter.businessDate)
    .$if(number !== null, (query) => query.where('number', '=', number ?? 0))
    .orderBy('at', 'desc')
    .orderBy('store_id')
    .orderBy('till_id')
    .orderBy('seq', 'desc')
    .offset(filter.page * salesPerPage)
    .limit(salesPerPage + 1)
    .execute();
  return rows.map(saleOf);
}

export type Sale = Readonly<{ row: SaleRow; body: SaleBody; hash: string }>;

/** The whole sale, from the journal itself; null where there is none at `seq`. */
export async function readSale(
  db: Database,
  till: Readonly<{ store: string; till: string }>,
  seq: number,
): Promise<Sale | null> {
  const entry = await db
    .selectFrom('entries')
    .selectAll()
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .where('seq', '=', seq)
    .where('kind', '=', 'sale-completed')
    .executeTakeFirst();
  if (!entry) return null;
  const body = saleIn(entry.body);
  if (!body) return null;
  const { number, pieces, totalMinor, tenders } = body;
  const { at, operator } = entry;
  const row = { till: till.till, seq, number, at, operator, pieces, totalMinor, tenders };
  return { row, body, hash: entry.hash };
}

function saleOf(row: SaleTable): SaleRow {
  return {
    till: row.till_id,
    seq: row.seq,
    number: row.number,
    at: row.at,
    operator: row.operator,
    pieces: row.pieces,
    totalMinor: row.total_minor,
    tenders: JSON.parse(row.tenders) as Tender[],
  };
}

/** Null where this version cannot read it. */
function saleIn(body: string): SaleBody | null {
  try {
    const fact = parseFact('sale-completed', JSON.parse(body));
    return fact.kind === 'sale-completed' ? fact.body : null;
  } catch {
    return null;
  }
}
