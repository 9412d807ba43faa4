/** The running totals of each business date, so that an X report costs one row and not a day's scan. */

import {
  type DayTotals,
  dayTotalsSchema,
  emptyTotals,
  foldTotals,
  totalsVersion,
} from '../../domain/reports/day-totals.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';
import { sql } from '../file/sql.ts';
import { createLastRead, readStored } from '../file/stored.ts';

type TotalsRow = Readonly<{ body: string }>;

/** Of the date that is written to now. */
const newest = createLastRead<DayTotals>();

/** All zero for a date without entries. */
export function totalsOf(db: Readable, businessDate: string): DayTotals {
  const row = db.get<TotalsRow>(
    sql`SELECT body FROM day_totals WHERE business_date = ${businessDate}`,
  );
  return row ? newest.read(db, row.body, dayTotalsSchema.parse) : emptyTotals(businessDate);
}

/** Of every date from `businessDate` on that has entries, oldest first. */
export function totalsFrom(db: Readable, businessDate: string): DayTotals[] {
  const rows = db.all<TotalsRow>(
    sql`SELECT body FROM day_totals WHERE business_date >= ${businessDate} ORDER BY business_date`,
  );
  return rows.map((row) => readStored(db.file, row.body, dayTotalsSchema.parse));
}

/** The last entry of any date that is in them; every entry is. */
export function foldedUpTo(db: Readable): number {
  const row = db.get<{ seq: number | null }>(
    sql`SELECT max(json_extract(body, '$.lastSeq')) AS seq FROM day_totals`,
  );
  return row?.seq ?? 0;
}

export const dayTotals = projection({
  name: 'day-totals',
  version: totalsVersion,
  tables: ['day_totals'],
  fold: (db, entry, zone) => {
    const { businessDate } = entry;
    const totals = foldTotals(totalsOf(db, businessDate), entry, zone);
    const body = JSON.stringify(totals);
    db.run(
      sql`INSERT INTO day_totals (business_date, body) VALUES (${businessDate}, ${body})
          ON CONFLICT (business_date) DO UPDATE SET body = excluded.body`,
    );
    newest.remember(db, body, totals);
  },
});
