/** Tills and the one-time codes they join with. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { newTillDay } from '../../domain/day/day.ts';
import { genesisHead } from '../../domain/journal/chain.ts';
import { badRequest } from '../basics/refusal.ts';
import { hashCode, makeCode } from '../basics/spoken-code.ts';
import { tillId } from '../basics/till-id.ts';
import { type AdminContext, versioned } from '../changes/context.ts';
import type { Work } from '../store/tables.ts';
import { together } from '../store/transaction.ts';

/** Long enough to order a till and set it up, short enough that a lost note is worth nothing next month. */
const codeLifeMs = 7 * 24 * 3_600_000;

export type NewTill = Readonly<{ till: string; code: string; expiresAt: number }>;

export type TillsAdmin = Readonly<{
  /** A till that may join once, by the code. */
  addTill(store: string, name: string): Promise<NewTill>;
  /** Another code for a till that has not joined. Throws `Problem` `bad-request` where it has. */
  renewCode(store: string, till: string): Promise<NewTill>;
  /**
   * Withdraws a till for good, and its codes: whatever it asks is refused. Its journal stays. A machine that comes back
   * joins as a new till. Throws `Problem` `bad-request` where there is none.
   */
  revokeTill(store: string, till: string): Promise<void>;
}>;

export function createTillsAdmin({ db, clock, random }: AdminContext): TillsAdmin {
  return {
    addTill: (store, name) =>
      versioned(db, store, async (work) => {
        const till = await insertTill(work, store, name);
        return giveCode(work, clock, random, store, till);
      }),
    renewCode: (store, till) =>
      together(db, async (work) => {
        await forgetCodes(work, store, till);
        return giveCode(work, clock, random, store, till);
      }),
    revokeTill: (store, till) =>
      together(db, async (work) => {
        const revoked = await work
          .updateTable('tills')
          .set((is) => ({ revoked_at: is.fn.coalesce('revoked_at', is.val(clock.now())) }))
          .where('store_id', '=', store)
          .where('till_id', '=', till)
          .executeTakeFirst();
        if (revoked.numUpdatedRows !== 1n) throw badRequest('no-such-till');
        await dropCodes(work, store, till);
      }),
  };
}

/** A till of that name that has not joined; answers its id. */
export async function insertTill(work: Work, store: string, name: string): Promise<string> {
  const { count } = await work
    .selectFrom('tills')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const till = tillId(store, count);
  await work
    .insertInto('tills')
    .values({
      store_id: store,
      till_id: till,
      name,
      public_key: null,
      enrolled_at: null,
      revoked_at: null,
      head_seq: genesisHead.seq,
      head_hash: genesisHead.hash,
      day: JSON.stringify(newTillDay),
      sign_in: null,
      last_push_at: null,
      last_pull_at: null,
      refusal: null,
    })
    .execute();
  return till;
}

async function forgetCodes(work: Work, store: string, till: string): Promise<void> {
  const row = await work
    .selectFrom('tills')
    .select(['public_key', 'revoked_at'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
  if (!row) throw badRequest('no-such-till');
  // A new machine begins a new journal, so it is a new till.
  if (row.public_key !== null) throw badRequest('till-has-joined');
  if (row.revoked_at !== null) throw badRequest('till-revoked');
  await dropCodes(work, store, till);
}

async function dropCodes(work: Work, store: string, till: string): Promise<void> {
  await work
    .deleteFrom('enrolment_codes')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
}

async function giveCode(
  work: Work,
  clock: Clock,
  random: Random,
  store: string,
  till: string,
): Promise<NewTill> {
  const code = makeCode(random);
  const expiresAt = clock.now() + codeLifeMs;
  await work
    .insertInto('enrolment_codes')
    .values({
      store_id: store,
      code_hash: hashCode(code),
      till_id: till,
      expires_at: expiresAt,
      used_by: null,
    })
    .execute();
  return { till, code, expiresAt };
}
