/** After the last day: what the back office holds of each till, beside what that till knows it has written. */

import { sql } from 'kysely';
import { digestOf } from '../../../domain/office/reconcile.ts';
import { storeOf } from '../../../server/basics/till-id.ts';
import { readDayTotals } from '../../../server/reports/day-totals.ts';
import type { Database } from '../../../server/store/tables.ts';
import type { FleetTill } from './till.ts';

export type Audit = Readonly<{
  /** Entries the back office has of the whole fleet. */
  entries: number;
  sales: number;
  /** A sentence for each thing lost, doubled or different; empty when all is well. */
  findings: readonly string[];
}>;

/** Tills asked about in one query. */
const batchMax = 500;

export async function auditFleet(db: Database, fleet: readonly FleetTill[]): Promise<Audit> {
  const findings: string[] = [];
  let entries = 0;
  let sales = 0;
  for (let from = 0; from < fleet.length; from += batchMax) {
    const tills = fleet.slice(from, from + batchMax);
    const held = await heldOf(
      db,
      tills.map(({ till }) => till),
    );
    for (const till of tills) {
      const theirs = held.get(till.till) ?? nothing;
      entries += theirs.entries;
      sales += theirs.sales;
      findings.push(...differencesOf(till, theirs));
    }
  }
  return { entries, sales, findings };
}

type Held = {
  entries: number;
  ids: number;
  seqs: number;
  sales: number;
  headSeq: number;
  headHash: string;
  /** Entries that count for nothing because the back office could not read them. */
  aside: number;
  digests: ReturnType<typeof digestOf>[];
};
const nothing: Held = {
  entries: 0,
  ids: 0,
  seqs: 0,
  sales: 0,
  headSeq: 0,
  headHash: '',
  aside: 0,
  digests: [],
};

async function heldOf(db: Database, tills: readonly string[]): Promise<Map<string, Held>> {
  const [heads, counts, sales, aside, days] = await Promise.all([
    db
      .selectFrom('tills')
      .select(['till_id', 'head_seq', 'head_hash'])
      .where('till_id', 'in', tills)
      .execute(),
    db
      .selectFrom('entries')
      .select([
        'till_id',
        sql<number>`count(*)`.as('entries'),
        sql<number>`count(distinct id)`.as('ids'),
        sql<number>`count(distinct seq)`.as('seqs'),
      ])
      .where('till_id', 'in', tills)
      .groupBy('till_id')
      .execute(),
    db
      .selectFrom('sales')
      .select(['till_id', sql<number>`count(*)`.as('sales')])
      .where('till_id', 'in', tills)
      .groupBy('till_id')
      .execute(),
    db
      .selectFrom('put_aside')
      .select(['till_id', sql<number>`count(*)`.as('aside')])
      .where('till_id', 'in', tills)
      .groupBy('till_id')
      .execute(),
    readDayTotals(db, { stores: tills.map((till) => storeOf(till) ?? ''), tills }),
  ]);
  const held = new Map<string, Held>();
  for (const { till_id, head_seq, head_hash } of heads) {
    held.set(till_id, { ...nothing, headSeq: head_seq, headHash: head_hash, digests: [] });
  }
  for (const { till_id, ...sums } of [...counts, ...sales, ...aside]) {
    Object.assign(held.get(till_id) ?? {}, sums);
  }
  for (const { till, totals } of days) held.get(till)?.digests.push(digestOf(totals));
  return held;
}

function differencesOf(till: FleetTill, theirs: Held): string[] {
  const { seq, hash } = till.head();
  const sales = till.books.all().reduce((sum, day) => sum + day.sales, 0);
  const compared: [string, unknown, unknown][] = [
    ['entries', seq, theirs.entries],
    ['different ids', seq, theirs.ids],
    ['different sequence numbers', seq, theirs.seqs],
    ['head', `${seq} ${hash}`, `${theirs.headSeq} ${theirs.headHash}`],
    ['sales', sales, theirs.sales],
    ['put aside', 0, theirs.aside],
    ['business dates', till.books.all().length, theirs.digests.length],
    ...theirs.digests.map((digest): [string, unknown, unknown] => [
      `books of ${digest.businessDate}`,
      till.books.agree(digest)
        ? JSON.stringify(digest)
        : JSON.stringify(till.books.of(digest.businessDate)),
      JSON.stringify(digest),
    ]),
  ];
  return compared
    .filter(([, ours, held]) => ours !== held)
    .map(
      ([what, ours, held]) => `${till.till}, ${what}: wrote ${ours}, the back office has ${held}`,
    );
}
