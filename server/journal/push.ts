/**
 * A batch of journal entries. Route: `POST /v1/journal`; `GET /v1/journal/head` says how far the server is.
 *
 * Idempotent on (store, till, seq). What does not continue the chain is refused whole; what was acknowledged is on the
 * disk, with its projections and totals, in one transaction.
 */
import { createHash } from 'node:crypto';
import type { Updateable } from 'kysely';
import type { Clock } from '../../domain/basics/clock.ts';
import {
  type ChainHead,
  checkChain,
  type ExportedEntry,
  genesisHead,
  type Sha256,
} from '../../domain/journal/chain.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { Problem, type ProblemKind } from '../../domain/words/problem.ts';
import { badRequest } from '../basics/refusal.ts';
import type { Caller } from '../door/signature.ts';
import { isPostgres } from '../store/postgres.ts';
import type { Database, Tables, Work } from '../store/tables.ts';
import { type Books, project } from './project.ts';
import { isAboutEntries, projectOneByOne } from './project-one-by-one.ts';

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/**
 * The head of what is stored, for a till that has `theirs`. Throws `Problem`: `till-restored` where the till has less,
 * be it all the same or not, `till-cloned` where it has something else under the same number.
 */
export async function head(
  db: Database,
  clock: Clock,
  caller: Caller,
  theirs: ChainHead,
): Promise<ChainHead> {
  const row = await db
    .selectFrom('tills')
    .select(['head_seq', 'head_hash'])
    .where('store_id', '=', caller.store)
    .where('till_id', '=', caller.till)
    .executeTakeFirstOrThrow();
  const ours = { seq: row.head_seq, hash: row.head_hash };
  let stop: Problem | null = null;
  if (theirs.seq < ours.seq) stop = restored(theirs, ours);
  else if (theirs.seq === ours.seq && theirs.hash !== ours.hash) stop = cloned(theirs.seq, ours);
  if (!stop) return ours;
  await rememberRefusal(db, clock.now(), caller, stop);
  throw stop;
}

function cloned(seq: number, { seq: acknowledged }: ChainHead): Problem {
  return new Problem('till-cloned', { seq, why: 'fork', acknowledged });
}

function restored({ seq: here }: ChainHead, { seq: there }: ChainHead): Problem {
  return new Problem('till-restored', {
    here,
    there,
    seq: here,
    why: 'restored',
    acknowledged: there,
  });
}

const refusalsOfChain: ReadonlySet<ProblemKind> = new Set(['chain-refused', 'till-cloned']);

/**
 * The head after the batch. Throws `Problem` `chain-refused`, or `till-cloned` where another machine has written something
 * else under the same number, with `seq`, `why` and `acknowledged`: nothing is stored.
 */
export async function push(
  db: Database,
  clock: Clock,
  caller: Caller,
  entries: readonly ExportedEntry[],
): Promise<ChainHead> {
  // PostgreSQL has no text with a zero in it, and no till has ever written one.
  if (entries.some(({ kind, operator }) => `${kind}${operator}`.includes('\0'))) {
    throw badRequest('zero-character');
  }
  try {
    return await takeWhole(db, clock.now(), caller, entries);
  } catch (cause) {
    if (cause instanceof Problem && refusalsOfChain.has(cause.kind)) {
      await rememberRefusal(db, clock.now(), caller, cause);
    }
    throw cause;
  }
}

/** Once as it is; and once more entry by entry where one of them makes the projections fail: it must not stop the till. */
async function takeWhole(
  db: Database,
  now: number,
  caller: Caller,
  entries: readonly ExportedEntry[],
): Promise<ChainHead> {
  const inOne = (projector: typeof project) =>
    db.transaction().execute((work) => take(work, now, caller, entries, projector));
  try {
    return await inOne(project);
  } catch (cause) {
    if (!isAboutEntries(cause)) throw cause;
    return inOne(projectOneByOne);
  }
}

async function take(
  work: Work,
  now: number,
  caller: Caller,
  entries: readonly ExportedEntry[],
  projector: typeof project,
): Promise<ChainHead> {
  const row = await lockTill(work, caller);
  const acknowledged = { seq: row.head_seq, hash: row.head_hash };
  await checkContinues(work, caller, acknowledged, entries);
  const fresh = entries.filter(({ seq }) => seq > acknowledged.seq);
  const last = fresh.at(-1);
  const taken = { last_push_at: now, refusal: null };
  if (!last) {
    await change(work, caller, taken);
    return acknowledged;
  }

  const before: Books = {
    day: JSON.parse(row.day),
    signIn: parseOrNull(row.sign_in),
    locks: JSON.parse(row.locks),
  };
  const books = await projector(work, caller, zoneIn(row.settings), before, fresh);
  await change(work, caller, {
    ...taken,
    head_seq: last.seq,
    head_hash: last.hash,
    day: JSON.stringify(books.day),
    sign_in: books.signIn === null ? null : JSON.stringify(books.signIn),
    locks: JSON.stringify(books.locks),
  });
  return { seq: last.seq, hash: last.hash };
}

/** The row of the till, which nobody else can push to until this transaction ends, and the settings of its store. */
function lockTill(work: Work, caller: Caller) {
  return (
    work
      .selectFrom('tills')
      .innerJoin('stores', 'stores.store_id', 'tills.store_id')
      .select(['head_seq', 'head_hash', 'day', 'sign_in', 'locks', 'settings'])
      .where('tills.store_id', '=', caller.store)
      .where('till_id', '=', caller.till)
      // In SQLite a transaction holds the whole file.
      .$if(isPostgres(work), (query) => query.forNoKeyUpdate('tills'))
      .executeTakeFirstOrThrow()
  );
}

async function change(
  work: Work,
  caller: Caller,
  till: Updateable<Tables['tills']>,
): Promise<void> {
  await work
    .updateTable('tills')
    .set(till)
    .where('store_id', '=', caller.store)
    .where('till_id', '=', caller.till)
    .execute();
}

/** Throws `Problem` `chain-refused` or `till-cloned` unless the batch begins within what is stored, agrees with it, and continues it. */
async function checkContinues(
  work: Work,
  caller: Caller,
  acknowledged: ChainHead,
  entries: readonly ExportedEntry[],
): Promise<void> {
  const refuse = (seq: number, why: string) =>
    new Problem('chain-refused', { seq, why, acknowledged: acknowledged.seq });
  const firstSeq = entries[0]?.seq ?? 1;
  if (firstSeq > acknowledged.seq + 1) throw refuse(firstSeq, 'gap');

  const known = await knownHashes(work, caller, acknowledged, firstSeq, entries.length);
  const before = known.get(firstSeq - 1);
  if (before === undefined) throw refuse(firstSeq, 'gap');
  // First of all: what follows a fork does not fit either, and would be named in its place.
  const forked = entries.find(({ seq, hash }) => (known.get(seq) ?? hash) !== hash);
  if (forked) throw cloned(forked.seq, acknowledged);
  const start = { seq: firstSeq - 1, hash: before };
  const verdict = checkChain(start, caller.till, entries, sha256);
  if (verdict.kind === 'broken') throw refuse(verdict.seq, verdict.why);
}

/** Seq → hash of what is stored from just before the batch to its end. */
async function knownHashes(
  work: Work,
  caller: Caller,
  acknowledged: ChainHead,
  firstSeq: number,
  count: number,
): Promise<Map<number, string>> {
  const known = new Map([
    [genesisHead.seq, genesisHead.hash],
    [acknowledged.seq, acknowledged.hash],
  ]);
  // The usual case: the batch begins right after the head.
  if (firstSeq === acknowledged.seq + 1) return known;
  const rows = await work
    .selectFrom('entries')
    .select(['seq', 'hash'])
    .where('store_id', '=', caller.store)
    .where('till_id', '=', caller.till)
    .where('seq', '>=', firstSeq - 1)
    .where('seq', '<', firstSeq + count)
    .execute();
  for (const { seq, hash } of rows) known.set(seq, hash);
  return known;
}

/** Settings → zone: those of a store come with every push of its tills, and parsing them takes longer than the rest. */
const zones = new Map<string, string>();
const zonesMax = 10_000;

function zoneIn(settings: string): string {
  const known = zones.get(settings);
  if (known !== undefined) return known;
  const { zone } = storeSettingsSchema.parse(JSON.parse(settings));
  if (zones.size >= zonesMax) zones.clear();
  zones.set(settings, zone);
  return zone;
}

/** So that somebody sees it: a till whose journal is refused does not help itself. */
async function rememberRefusal(
  db: Database,
  at: number,
  caller: Caller,
  problem: Problem,
): Promise<void> {
  await db
    .updateTable('tills')
    .set({ refusal: JSON.stringify({ at, ...problem.params }) })
    .where('store_id', '=', caller.store)
    .where('till_id', '=', caller.till)
    .execute();
}

function parseOrNull(json: string | null): Books['signIn'] {
  return json === null ? null : JSON.parse(json);
}
