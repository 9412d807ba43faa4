/** Where anomalies are kept: the same finding is one row however often it is found; a person says what became of it. */
import type { AnyAnomalyKind } from '../../domain/anomalies/kinds.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type { SentenceParams } from '../../domain/words/problem.ts';
import type { AnomalyState, AnomalyTable } from '../store/review-tables.ts';
import type { Database } from '../store/tables.ts';

export type Shelved = Readonly<{
  id: string;
  till: string;
  anomaly: AnyAnomalyKind;
  params: SentenceParams;
  entries: readonly number[];
  /** Of the last entry behind it, by the till's clock. */
  at: number;
  businessDate: string;
  operator: string | null;
  state: AnomalyState;
  stateBy: string | null;
  stateAt: number | null;
  note: string | null;
}>;

/** Where and when a finding belongs. */
export type Place = Readonly<{
  store: string;
  till: string;
  at: number;
  businessDate: string;
  operator: string | null;
}>;

/** A `Finding`, or what an older or newer till raised. */
export type Shelvable = Readonly<{
  anomaly: AnyAnomalyKind;
  params: SentenceParams;
  entries: readonly number[];
}>;

/** `key` says what it is about: the same key is the same anomaly, which grows. One that a person has closed stays closed. */
export async function shelve(
  db: Database,
  key: string,
  { anomaly, params, entries }: Shelvable,
  { store, till, at, businessDate, operator }: Place,
): Promise<void> {
  await db
    .insertInto('anomalies')
    .values({
      store_id: store,
      till_id: till,
      anomaly_id: `${anomaly}:${key}`,
      kind: anomaly,
      params: JSON.stringify(params),
      entries: JSON.stringify(entries),
      at,
      business_date: businessDate,
      operator,
      state: 'open',
      state_by: null,
      state_at: null,
      note: null,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['store_id', 'till_id', 'anomaly_id'])
        .doUpdateSet((is) => ({
          params: is.ref('excluded.params'),
          entries: is.ref('excluded.entries'),
          at: is.ref('excluded.at'),
        }))
        .where('anomalies.state', '<>', 'closed'),
    )
    .execute();
}

/** An anomaly names no more entries than these, the last. */
const entriesMax = 100;

/** As `shelve`; entries that stand behind the same anomaly already stay behind it. */
export async function shelveMore(
  db: Database,
  key: string,
  finding: Shelvable,
  place: Place,
): Promise<void> {
  const { store, till } = place;
  const known = await findAnomaly(db, { store, till, id: `${finding.anomaly}:${key}` });
  const entries = [...new Set([...(known?.entries ?? []), ...finding.entries])];
  await shelve(db, key, { ...finding, entries: entries.slice(-entriesMax) }, place);
}

export type AnomalyFilter = Readonly<{
  stores: readonly string[];
  state?: AnomalyState;
  kind?: AnyAnomalyKind;
  till?: string;
  /** Older than this, ms UTC: the next page. */
  before?: number;
  limit: number;
}>;

/** Newest first. */
export async function listAnomalies(
  db: Database,
  { stores, state, kind, till, before, limit }: AnomalyFilter,
): Promise<(Shelved & { store: string })[]> {
  if (stores.length === 0) return [];
  let query = db
    .selectFrom('anomalies')
    .selectAll()
    .where('store_id', 'in', [...stores]);
  if (state !== undefined) query = query.where('state', '=', state);
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (till !== undefined) query = query.where('till_id', '=', till);
  if (before !== undefined) query = query.where('at', '<', before);
  const rows = await query.orderBy('at', 'desc').orderBy('anomaly_id').limit(limit).execute();
  return rows.map((row) => ({ store: row.store_id, ...shelvedOf(row) }));
}

/** Null where there is no such anomaly. */
export async function findAnomaly(
  db: Database,
  { store, till, id }: Readonly<{ store: string; till: string; id: string }>,
): Promise<Shelved | null> {
  const row = await db
    .selectFrom('anomalies')
    .selectAll()
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('anomaly_id', '=', id)
    .executeTakeFirst();
  return row ? shelvedOf(row) : null;
}

export type Judgement = Readonly<{
  store: string;
  till: string;
  id: string;
  state: AnomalyState;
  /** Name of the account. */
  by: string;
  note: string | null;
}>;

/** False where there is no such anomaly. */
export async function judgeAnomaly(
  db: Database,
  clock: Clock,
  { store, till, id, state, by, note }: Judgement,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('anomalies')
    .set({ state, state_by: by, state_at: clock.now(), note })
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('anomaly_id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How many nobody has looked at, by store. */
export async function countOpen(
  db: Database,
  stores: readonly string[],
): Promise<Map<string, number>> {
  if (stores.length === 0) return new Map();
  const rows = await db
    .selectFrom('anomalies')
    .select(['store_id', ({ fn }) => fn.countAll<number>().as('count')])
    .where('store_id', 'in', [...stores])
    .where('state', '=', 'open')
    .groupBy('store_id')
    .execute();
  return new Map(rows.map(({ store_id, count }) => [store_id, Number(count)]));
}

function shelvedOf(row: AnomalyTable): Shelved {
  return {
    id: row.anomaly_id,
    till: row.till_id,
    anomaly: row.kind,
    params: JSON.parse(row.params) as SentenceParams,
    entries: JSON.parse(row.entries) as number[],
    at: row.at,
    businessDate: row.business_date,
    operator: row.operator,
    state: row.state,
    stateBy: row.state_by,
    stateAt: row.state_at,
    note: row.note,
  };
}
