/** The running totals of each business date, so that an X report costs one row and not a day's scan. */

import type { Entry } from '../../domain/contract/entry.ts';
import {
  type DayTotals,
  dayTotalsSchema,
  emptyTotals,
  foldTotals,
} from '../../domain/reports/day-totals.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

type TotalsRow = Readonly<{ body: string }>;

/** All zero for a date without entries. */
export function totalsOf(db: Readable, businessDate: string): DayTotals {
  const row = db.get<TotalsRow>(
    sql`SELECT body FROM day_totals WHERE business_date = ${businessDate}`,
  );
  return row ? readStored(db.file, row.body, dayTotalsSchema.parse) : emptyTotals(businessDate);
}

/** Of every date from `businessDate` on that has entries, oldest first. */
export function totalsFrom(db: Readable, businessDate: string): DayTotals[] {
  const rows = db.all<TotalsRow>(
    sql`SELECT body FROM day_totals WHERE business_date >= ${businessDate} ORDER BY business_date`,
  );
  return rows.map((row) => readStored(db.file, row.body, dayTotalsSchema.parse));
}

export function addToTotals(db: Writable, entry: Entry, zone: string): void {
  const totals = foldTotals(totalsOf(db, entry.businessDate), entry, zone);
  db.run(
    sql`INSERT INTO day_totals (business_date, body)
        VALUES (${entry.businessDate}, ${JSON.stringify(totals)})
        ON CONFLICT (business_date) DO UPDATE SET body = excluded.body`,
  );
}
