/**
 * A till whose journal and ours part ways goes on under a new id. Route: `POST /v1/chain`, signed with the old one's key.
 *
 * The till first finds the last entry that both have, by probing; then it asks for the new id. It may ask again: as long
 * as nothing was written under that id, the answer is the same.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type { ChainStep, Enrolled, SyncInput } from '../../domain/contract/sync.ts';
import { genesisHead } from '../../domain/journal/chain.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { Problem } from '../../domain/words/problem.ts';
import { badRequest } from '../basics/refusal.ts';
import { nextVersion } from '../changes/versioned.ts';
import type { Caller } from '../door/signature.ts';
import { isPostgres } from '../store/postgres.ts';
import type { Database, Work } from '../store/tables.ts';
import { succeed } from './successor.ts';
import { insertTill } from './tills.ts';

/** Throws `Problem` `bad-request` where the till would begin before it knows what both sides have. */
export async function chain(
  db: Database,
  clock: Clock,
  caller: Caller,
  { probes, begin }: SyncInput<'chain'>,
): Promise<ChainStep> {
  const shared = await newestShared(db, caller, probes);
  if (!begin) return { shared, enrolled: null };
  if (probes.length > 0 && shared !== probes.at(-1)?.seq) throw badRequest('not-shared');
  const enrolled = await db.transaction().execute((work) => successorOf(work, clock, caller));
  return { shared, enrolled };
}

/** The highest number under which both have the same; 0 where there is none. */
async function newestShared(
  db: Database,
  caller: Caller,
  probes: SyncInput<'chain'>['probes'],
): Promise<number> {
  if (probes.length === 0) return 0;
  const rows = await db
    .selectFrom('entries')
    .select(['seq', 'hash'])
    .where('store_id', '=', caller.store)
    .where('till_id', '=', caller.till)
    .where(
      'seq',
      'in',
      probes.map(({ seq }) => seq),
    )
    .execute();
  const ours = new Map(rows.map(({ seq, hash }) => [seq, hash]));
  return Math.max(
    0,
    ...probes.filter(({ seq, hash }) => ours.get(seq) === hash).map(({ seq }) => seq),
  );
}

async function successorOf(work: Work, clock: Clock, caller: Caller): Promise<Enrolled> {
  const { store, till: from } = caller;
  const row = await work
    .selectFrom('tills')
    .innerJoin('stores', 'stores.store_id', 'tills.store_id')
    .select(['tills.name', 'public_key', 'succeeded_by', 'head_seq', 'head_hash', 'settings'])
    .where('tills.store_id', '=', store)
    .where('till_id', '=', from)
    // In SQLite a transaction holds the whole file.
    .$if(isPostgres(work), (query) => query.forUpdate('tills'))
    .executeTakeFirstOrThrow();
  const to =
    (await unused(work, store, row.succeeded_by)) ?? (await newTill(work, store, row.name));
  await work
    .updateTable('tills')
    .set({ public_key: row.public_key, enrolled_at: clock.now() })
    .where('store_id', '=', store)
    .where('till_id', '=', to)
    .execute();
  await succeed(work, clock.now(), { store, from, to });
  return {
    store,
    till: to,
    tillName: row.name,
    settings: storeSettingsSchema.parse(JSON.parse(row.settings)),
    head: genesisHead,
    continues: { till: from, seq: row.head_seq, hash: row.head_hash },
  };
}

async function newTill(work: Work, store: string, name: string): Promise<string> {
  // Ids are counted: whoever adds a till holds the store until the end.
  await nextVersion(work, store);
  return insertTill(work, store, name);
}

/**
 * A successor whose first answer was lost on the way, or whose till never came to write to it; null where there is none.
 * Throws `Problem` `till-revoked` where head office has withdrawn whoever came after this till.
 */
async function unused(work: Work, store: string, after: string | null): Promise<string | null> {
  for (let till = after; till !== null; ) {
    const row = await work
      .selectFrom('tills')
      .select(['head_seq', 'revoked_at', 'succeeded_by'])
      .where('store_id', '=', store)
      .where('till_id', '=', till)
      .executeTakeFirstOrThrow();
    if (row.succeeded_by === null && row.revoked_at !== null) throw new Problem('till-revoked');
    if (row.succeeded_by === null && row.head_seq === 0) return till;
    till = row.succeeded_by;
  }
  return null;
}
