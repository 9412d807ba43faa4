/**
 * Reads what tills have pushed, after it is stored and acknowledged: sign-ins to look back on, what was decided alone,
 * what is odd. Beside the push, never in it: a push must not wait for this.
 *
 * Each till has a cursor. A page of entries, what came of it and the cursor commit together, so that a review may be
 * stopped anywhere, done again, or done by another server.
 */
import { z } from 'zod';
import {
  newWatch,
  type WatchState,
  watch,
  watchStateSchema,
} from '../../domain/anomalies/watch.ts';
import { businessDateOf } from '../../domain/basics/business-date.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import { type Entry, parseFact } from '../../domain/contract/entry.ts';
import { registeredDeviceSchema } from '../../domain/devices/register.ts';
import { type StoreSettings, storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { roleIdSchema } from '../../domain/people/role.ts';
import { findVersioned } from '../changes/versioned.ts';
import type { SignInTable } from '../store/review-tables.ts';
import type { Database, Work } from '../store/tables.ts';
import { judgeAlone } from './alone.ts';
import { shelveRefusal } from './copies.ts';
import { shelveCounts } from './counts.ts';
import { knowledgeFor, spendCodes } from './knowledge.ts';
import { doubtsOfPrices, pricesFor } from './prices.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import {
  type Doubt,
  doubtAside,
  doubtsAbout,
  doubtsElsewhere,
  presenceAfter,
  shelveDoubts,
  shelveMisdated,
} from './sense.ts';
import { type Place, shelve } from './shelf.ts';

/** Entries in memory at a time. */
const pageSize = 1_000;

const stateSchema = z.object({
  watch: watchStateSchema,
  toldAt: z.int(),
  offline: z.boolean(),
  secretsChanged: z.record(z.string(), z.int()),
  /** Not known where an older server had begun the review. */
  present: z.object({ operator: z.string(), role: roleIdSchema }).nullable().optional(),
});
type ReviewState = z.infer<typeof stateSchema>;
const newState: ReviewState = {
  watch: newWatch,
  toldAt: 0,
  offline: false,
  secretsChanged: {},
};

/** Looks at everything that has not been looked at, and answers how many entries that were. */
export async function reviewTill(db: Database, clock: Clock, till: ReviewedTill): Promise<number> {
  await shelveRefusal(db, till);
  let reviewed = 0;
  for (;;) {
    const count = await db.transaction().execute((work) => reviewPage(work, clock, till));
    reviewed += count;
    if (count < pageSize) return reviewed;
  }
}

async function reviewPage(work: Work, clock: Clock, till: ReviewedTill): Promise<number> {
  const { seq, state: before } = await lockReview(work, till);
  const entries = await readEntries(work, till, seq);
  const last = entries.at(-1);
  if (!last) return 0;
  const read = entries.flatMap(({ fact }) => (fact ? [fact] : []));
  const doubts = entries.flatMap(({ aside, place, body }) => {
    const doubt = aside === null ? null : doubtAside(aside, place, body);
    return doubt ? [doubt] : [];
  });
  const settings = await settingsOf(work, till.store);
  await addSignIns(work, till, read);
  const { state, found } = await judge(work, clock, till, { before, entries: read, settings });
  const today = await hereAndNow(work, clock, till, settings);
  await shelveDoubts(work, [...doubts, ...found], today);
  await shelveMisdated(
    work,
    entries.map(({ place }) => place),
    today.since,
    today,
  );
  await shelveCounts(work, till, read);
  await work
    .updateTable('reviews')
    .set({ seq: last.seq, state: JSON.stringify(state) })
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .execute();
  return entries.length;
}

/** Of two servers one waits here for the other. */
async function lockReview(work: Work, { store, till }: ReviewedTill) {
  await work
    .insertInto('reviews')
    .values({
      store_id: store,
      till_id: till,
      seq: 0,
      state: JSON.stringify({ ...newState, present: null }),
    })
    .onConflict((conflict) => conflict.columns(['store_id', 'till_id']).doNothing())
    .execute();
  const row = await work
    .updateTable('reviews')
    .set((is) => ({ seq: is.ref('seq') }))
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .returning(['seq', 'state'])
    .executeTakeFirstOrThrow();
  // A state that an older server wrote is begun anew: it only remembers what was told of late.
  const state = stateSchema.safeParse(JSON.parse(row.state));
  return { seq: row.seq, state: state.data ?? newState };
}

/** An entry that this server cannot read, or does not believe, is passed over: it stands put aside. */
async function readEntries(work: Work, { store, till }: ReviewedTill, afterSeq: number) {
  const rows = await work
    .selectFrom('entries')
    .select(['seq', 'id', 'at', 'business_date', 'operator', 'kind', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(pageSize)
    .execute();
  const asides = await work
    .selectFrom('put_aside')
    .select(['seq', 'reason'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '>', afterSeq)
    .where('seq', '<=', rows.at(-1)?.seq ?? afterSeq)
    .execute();
  const reasons = new Map(asides.map(({ seq, reason }) => [seq, reason]));
  return rows.map(({ seq, id, at, business_date: businessDate, operator, kind, body }) => {
    const place = { seq, id, at, businessDate, operator };
    const aside = reasons.get(seq) ?? null;
    if (aside !== null) return { seq, place, body, aside, fact: null };
    try {
      const fact: Entry = { ...parseFact(kind, JSON.parse(body)), ...place };
      return { seq, place, body, aside, fact };
    } catch {
      return { seq, place, body, aside, fact: null };
    }
  });
}

/** What is said of entries whose own times cannot be trusted; `since` is when the till joined. */
async function hereAndNow(
  work: Work,
  clock: Clock,
  till: ReviewedTill,
  settings: StoreSettings,
): Promise<Place & Readonly<{ since: number }>> {
  const row = await work
    .selectFrom('tills')
    .select('enrolled_at')
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .executeTakeFirst();
  const at = clock.now();
  const businessDate = businessDateOf(at, settings);
  return { ...till, at, businessDate, operator: null, since: row?.enrolled_at ?? at };
}

async function settingsOf(work: Work, store: string): Promise<StoreSettings> {
  const { settings } = await work
    .selectFrom('stores')
    .select('settings')
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  return storeSettingsSchema.parse(JSON.parse(settings));
}

async function addSignIns(
  work: Work,
  { store, till }: ReviewedTill,
  entries: readonly Entry[],
): Promise<void> {
  const rows = entries.flatMap((entry): SignInTable[] => {
    if (entry.kind !== 'signed-in' && entry.kind !== 'sign-in-failed') return [];
    const opened = entry.kind === 'signed-in';
    return [
      {
        store_id: store,
        till_id: till,
        seq: entry.seq,
        at: entry.at,
        business_date: entry.businessDate,
        operator: entry.operator,
        opened: opened ? 1 : 0,
        offline: opened && entry.body.offline ? 1 : 0,
        steps: JSON.stringify(entry.body.steps),
      },
    ];
  });
  if (rows.length === 0) return;
  await work
    .insertInto('sign_ins')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['store_id', 'till_id', 'seq']).doNothing())
    .execute();
}

type Page = Readonly<{
  before: ReviewState;
  entries: readonly Entry[];
  settings: StoreSettings;
}>;

/** What is odd about each entry by itself, and what was decided alone. */
async function judge(
  work: Work,
  clock: Clock,
  till: ReviewedTill,
  { before, entries, settings }: Page,
): Promise<Readonly<{ state: ReviewState; found: Doubt[] }>> {
  const knowledge = await knowledgeFor(work, till, entries);
  const prices = await pricesFor(work, till, entries);
  let state = before;
  const found: Doubt[] = [];
  for (const entry of entries) {
    const place = { ...till, ...entry };
    found.push(...doubtsAbout(entry, state.present, knowledge));
    found.push(...doubtsOfPrices(entry, state.toldAt, prices));
    found.push(...(await doubtsElsewhere(work, till, entry)));
    if (entry.kind === 'device-registered') {
      state = { ...state, watch: await asRegistered(work, till, state.watch, entry.body.device) };
    }
    const watched = watch(state.watch, entry, settings);
    state = contactAfter({ ...state, watch: watched.state }, entry);
    const decision = judgeAlone(entry, state, knowledge);
    for (const finding of [...watched.findings, ...(decision?.findings ?? [])]) {
      await shelve(work, keyOf(finding.entries), finding, place);
    }
    if (entry.kind === 'anomaly-raised') {
      const { anomaly, params, entries: behind } = entry.body;
      await shelve(work, keyOf(behind), { anomaly, params, entries: behind }, place);
    }
    if (decision) {
      const verdict = decision.findings.length === 0 ? 'fine' : 'anomaly';
      await remember(work, clock, till, entry, verdict);
    }
  }
  await spendCodes(work, till, entries);
  return { state, found };
}

/** The watch starts from the register, which people here change as well, not from what it remembers of a journal. */
async function asRegistered(
  work: Work,
  { store, till }: ReviewedTill,
  state: WatchState,
  device: string,
): Promise<WatchState> {
  const row = await findVersioned(work, 'devices', store, { till_id: till, device });
  const before = row && registeredDeviceSchema.parse(JSON.parse(row.body)).unconfirmed?.before;
  return before ? { ...state, registered: { ...state.registered, [device]: before } } : state;
}

/** By its last entry: the till and the back office find the same, and it is one row. */
const keyOf = (entries: readonly number[]): string => String(entries.at(-1) ?? 0);

function contactAfter(before: ReviewState, entry: Entry): ReviewState {
  const state = { ...before, present: presenceAfter(before.present, entry) };
  switch (entry.kind) {
    case 'signed-in': {
      const { offline } = entry.body;
      return { ...state, offline, toldAt: offline ? state.toldAt : entry.at };
    }
    case 'catalogue-pulled':
    case 'journal-pushed':
      return { ...state, toldAt: entry.at };
    case 'secret-changed': {
      const { number } = entry.body;
      return { ...state, secretsChanged: { ...state.secretsChanged, [number]: entry.at } };
    }
    default:
      return state;
  }
}

async function remember(
  work: Work,
  clock: Clock,
  { store, till }: ReviewedTill,
  { seq, kind, at, operator }: Entry,
  verdict: 'fine' | 'anomaly',
): Promise<void> {
  await work
    .insertInto('decisions')
    .values({
      store_id: store,
      till_id: till,
      seq,
      kind,
      at,
      operator,
      verdict,
      reviewed_at: clock.now(),
    })
    .onConflict((conflict) => conflict.columns(['store_id', 'till_id', 'seq']).doNothing())
    .execute();
}
