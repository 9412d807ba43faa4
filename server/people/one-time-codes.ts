/** The back office's end of one-time codes: the key of each till, and the answer that is read out on the telephone. */
import { createHmac } from 'node:crypto';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import {
  type CodeRequest,
  codeFor,
  codeKeyBytes,
  type HmacSha256,
  readChallenge,
} from '../../domain/people/one-time-code.ts';
import { badRequest } from '../basics/refusal.ts';
import type { Database } from '../store/tables.ts';

const hmacSha256: HmacSha256 = (key, text) => createHmac('sha256', key).update(text).digest();

export type CodeAnswer = Readonly<{
  /** `4F7-Q2K-M8X`, to be read out. */
  code: string;
  /** The challenge as the till shows it. */
  challenge: string;
  /** What the code allows. */
  request: CodeRequest;
}>;

export type CodeQuestion = Readonly<{
  store: string;
  till: string;
  /** As it was heard. */
  challenge: string;
  /** Name of the account that answers. */
  by: string;
}>;

/**
 * The code for what the till shows, written down with who gave it. The same challenge has the same answer however often
 * it is asked; the till takes it once.
 * Throws `Problem` `bad-request`: `challenge` where it was misheard, `no-such-till`, `no-code-key` where the till has
 * never pulled one.
 */
export async function answerChallenge(
  db: Database,
  clock: Clock,
  { store, till, challenge: heard, by }: CodeQuestion,
): Promise<CodeAnswer> {
  const read = readChallenge(heard);
  if (read === null) throw badRequest('challenge');
  const row = await db
    .selectFrom('tills')
    .select('code_key')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
  if (!row) throw badRequest('no-such-till');
  if (row.code_key === null) throw badRequest('no-code-key');
  const { challenge, request } = read;
  await db
    .insertInto('code_answers')
    .values({
      store_id: store,
      till_id: till,
      challenge,
      request: JSON.stringify(request),
      given_at: clock.now(),
      given_by: by,
    })
    .onConflict((conflict) => conflict.columns(['store_id', 'till_id', 'challenge']).doNothing())
    .execute();
  const code = codeFor(challenge, till, Buffer.from(row.code_key, 'base64'), hmacSha256);
  return { code, challenge, request };
}

export type GivenCode = Readonly<{
  till: string;
  challenge: string;
  request: CodeRequest;
  givenAt: number;
  givenBy: string;
}>;

/** Codes given for tills of the store, newest first. */
export async function recentCodes(
  db: Database,
  store: string,
  limit: number,
): Promise<GivenCode[]> {
  const rows = await db
    .selectFrom('code_answers')
    .selectAll()
    .where('store_id', '=', store)
    .orderBy('given_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    till: row.till_id,
    challenge: row.challenge,
    request: JSON.parse(row.request) as CodeRequest,
    givenAt: row.given_at,
    givenBy: row.given_by,
  }));
}

/** The till's code key, base64, made at its first pull; of two pulls at once the first decides. */
export async function makeCodeKey(
  db: Database,
  random: Random,
  { store, till }: Readonly<{ store: string; till: string }>,
): Promise<string> {
  const codeKey = Buffer.from(random.bytes(codeKeyBytes)).toString('base64');
  const row = await db
    .updateTable('tills')
    .set((is) => ({ code_key: is.fn.coalesce('code_key', is.val(codeKey)) }))
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .returning('code_key')
    .executeTakeFirstOrThrow();
  return row.code_key ?? codeKey;
}
