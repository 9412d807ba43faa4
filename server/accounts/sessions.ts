/** Who is logged in. The browser keeps a random token, the database its hash. */
import { createHash } from 'node:crypto';
import type { AccountTables } from '../store/account-tables.ts';
import { type Account, accountOf } from './accounts.ts';
import { type Desk, newToken } from './desk.ts';

/** A working day; and an hour without a request, a page that refreshes itself included. */
export const sessionLife = { absoluteMs: 12 * 3_600_000, idleMs: 3_600_000 } as const;

/** Written at most this often, so that reading pages does not write. */
const seenStepMs = 60_000;

export type Session = Readonly<{
  hash: string;
  csrf: string;
  createdAt: number;
  seenAt: number;
  agent: string;
  address: string;
  said: string | null;
}>;

export type Origin = Readonly<{ agent: string; address: string }>;

/** A new token at every login, whatever the browser had before. */
export async function openSession(desk: Desk, account: Account, from: Origin): Promise<string> {
  const { db, clock, random } = desk;
  const token = newToken(random);
  const now = clock.now();
  await db
    .deleteFrom('console_sessions')
    .where('created_at', '<=', now - sessionLife.absoluteMs)
    .execute();
  await db
    .insertInto('console_sessions')
    .values({
      session_hash: hashToken(token),
      account_id: account.id,
      csrf: newToken(random),
      created_at: now,
      seen_at: now,
      agent: from.agent.slice(0, 200),
      address: from.address,
      said: null,
    })
    .execute();
  return token;
}

/** Null where it has ended. Counts as having been seen. */
export async function findSession(
  { db, clock }: Desk,
  token: string,
): Promise<Readonly<{ session: Session; account: Account }> | null> {
  const now = clock.now();
  const hash = hashToken(token);
  const row = await db
    .selectFrom('console_sessions')
    .selectAll()
    .where('session_hash', '=', hash)
    .executeTakeFirst();
  if (!row || !lives(row, now)) return null;
  const account = await db
    .selectFrom('accounts')
    .selectAll()
    .where('account_id', '=', row.account_id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (!account) return null;
  if (now - row.seen_at >= seenStepMs) {
    await db
      .updateTable('console_sessions')
      .set({ seen_at: now })
      .where('session_hash', '=', hash)
      .execute();
  }
  return { session: sessionOf(row), account: accountOf(account) };
}

export async function endSession({ db }: Desk, hash: string): Promise<void> {
  await db.deleteFrom('console_sessions').where('session_hash', '=', hash).execute();
}

/** Of one account, all but the one at hand. */
export async function endOtherSessions({ db }: Desk, account: string, kept: string): Promise<void> {
  await db
    .deleteFrom('console_sessions')
    .where('account_id', '=', account)
    .where('session_hash', '<>', kept)
    .execute();
}

/** The newest first. */
export async function listSessions({ db, clock }: Desk, account: string): Promise<Session[]> {
  const rows = await db
    .selectFrom('console_sessions')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.filter((row) => lives(row, clock.now())).map(sessionOf);
}

/** `said` is shown on the next page, once; null clears it. */
export async function rememberSaid({ db }: Desk, hash: string, said: string | null): Promise<void> {
  await db.updateTable('console_sessions').set({ said }).where('session_hash', '=', hash).execute();
}

type Row = AccountTables['console_sessions'];

function lives(row: Row, now: number): boolean {
  const { absoluteMs, idleMs } = sessionLife;
  return now - row.created_at < absoluteMs && now - row.seen_at < idleMs;
}

function sessionOf(row: Row): Session {
  const { session_hash: hash, csrf, agent, address, said } = row;
  return { hash, csrf, createdAt: row.created_at, seenAt: row.seen_at, agent, address, said };
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
