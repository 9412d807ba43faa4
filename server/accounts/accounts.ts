/** Who may come in: accounts, their passwords, and the one-time codes that invite them. */
import { z } from 'zod';
import { badRequest } from '../basics/refusal.ts';
import { hashCode, makeCode } from '../basics/spoken-code.ts';
import type { AccountTables } from '../store/account-tables.ts';
import { together } from '../store/transaction.ts';
import type { Desk } from './desk.ts';
import { hashPassword, verifyPassword } from './passwords.ts';
import { type AccountRole, accountRoles } from './role.ts';

export const accountNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,39}$/);

export const newAccountSchema = z.object({
  name: accountNameSchema,
  fullName: z.string().trim().min(1).max(80),
  role: z.enum(accountRoles),
  /** Null: all of them, and those still to come. */
  stores: z.array(z.string()).nullable(),
});
export type NewAccount = z.infer<typeof newAccountSchema>;

export type Account = Readonly<{
  id: string;
  name: string;
  fullName: string;
  role: AccountRole;
  stores: readonly string[] | null;
  createdAt: number;
  withdrawnAt: number | null;
  /** False until the invitation was taken. */
  hasPassword: boolean;
}>;

export type Invitation = Readonly<{ account: Account; code: string; expiresAt: number }>;

const invitationLifeMs = 3 * 24 * 3_600_000;

export async function countAccounts({ db }: Desk): Promise<number> {
  const { count } = await db
    .selectFrom('accounts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** With a password at once: the first one, and those of demos and tests. Null where the name is taken. */
export async function createAccount(
  desk: Desk,
  given: NewAccount,
  password: string,
): Promise<Account | null> {
  return insertAccount(desk, given, await hashPassword(password, desk.random));
}

/** Null where the name is taken. */
export async function inviteAccount(desk: Desk, given: NewAccount): Promise<Invitation | null> {
  const account = await insertAccount(desk, given, null);
  return account && inviteAgain(desk, account);
}

/** Another code; earlier ones are worth nothing any more. Also how a forgotten password is replaced. */
export async function inviteAgain(desk: Desk, account: Account): Promise<Invitation> {
  const { db, clock, random } = desk;
  const code = `${makeCode(random)}-${makeCode(random)}`;
  const expiresAt = clock.now() + invitationLifeMs;
  await together(db, async (work) => {
    await work.deleteFrom('account_invitations').where('account_id', '=', account.id).execute();
    await work
      .insertInto('account_invitations')
      .values({ code_hash: hashCode(code), account_id: account.id, expires_at: expiresAt })
      .execute();
  });
  return { account, code, expiresAt };
}

/** Sets the password of whoever holds the code, once. Null where name and code do not belong together. */
export async function takeInvitation(
  { db, clock, random }: Desk,
  { name, code, password }: Readonly<{ name: string; code: string; password: string }>,
): Promise<Account | null> {
  const hashed = await hashPassword(password, random);
  return together(db, async (work) => {
    const row = await work
      .selectFrom('accounts')
      .selectAll()
      .where('name', '=', name.trim().toLowerCase())
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (!row) return null;
    const taken = await work
      .deleteFrom('account_invitations')
      .where('account_id', '=', row.account_id)
      .where('code_hash', '=', hashCode(code))
      .where('expires_at', '>', clock.now())
      .executeTakeFirst();
    if (taken.numDeletedRows !== 1n) return null;
    await work
      .updateTable('accounts')
      .set({ password_hash: hashed })
      .where('account_id', '=', row.account_id)
      .execute();
    // Whoever was in with the password before is out.
    await work.deleteFrom('console_sessions').where('account_id', '=', row.account_id).execute();
    return accountOf({ ...row, password_hash: hashed });
  });
}

/** Null for a wrong password, an unknown name, one who was withdrawn: all after the same work. */
export async function checkPassword(
  { db }: Desk,
  name: string,
  password: string,
): Promise<Account | null> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('name', '=', name.trim().toLowerCase())
    .executeTakeFirst();
  const fits = await verifyPassword(row?.password_hash ?? null, password);
  return fits && row && row.withdrawn_at === null ? accountOf(row) : null;
}

/** Every session but the one at hand ends with the password that opened it. */
export async function setPassword(
  { db }: Desk,
  account: string,
  hashed: string,
  keptSession: string,
): Promise<void> {
  await together(db, async (work) => {
    await work
      .updateTable('accounts')
      .set({ password_hash: hashed })
      .where('account_id', '=', account)
      .execute();
    await work
      .deleteFrom('console_sessions')
      .where('account_id', '=', account)
      .where('session_hash', '<>', keptSession)
      .execute();
  });
}

/** Throws `Problem` `bad-request` where the last of head office would be gone. */
export async function changeAccount(
  { db }: Desk,
  account: Account,
  change: Pick<NewAccount, 'fullName' | 'role' | 'stores'>,
): Promise<void> {
  await together(db, async (work) => {
    await work
      .updateTable('accounts')
      .set({
        full_name: change.fullName,
        role: change.role,
        stores: change.stores === null ? null : JSON.stringify(change.stores),
      })
      .where('account_id', '=', account.id)
      .execute();
    await requireHeadOffice(work);
  });
}

/** Ends their sessions and takes away their passkeys and invitations. Throws as `changeAccount`. */
export async function withdrawAccount({ db, clock }: Desk, account: Account): Promise<void> {
  await together(db, async (work) => {
    await work
      .updateTable('accounts')
      .set({ withdrawn_at: clock.now(), password_hash: null })
      .where('account_id', '=', account.id)
      .execute();
    await requireHeadOffice(work);
    for (const table of ['console_sessions', 'account_passkeys', 'account_invitations'] as const) {
      await work.deleteFrom(table).where('account_id', '=', account.id).execute();
    }
  });
}

export async function listAccounts({ db }: Desk): Promise<Account[]> {
  const rows = await db.selectFrom('accounts').selectAll().orderBy('name').execute();
  return rows.map(accountOf);
}

export async function findAccount({ db }: Desk, id: string): Promise<Account | null> {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('account_id', '=', id)
    .executeTakeFirst();
  return row ? accountOf(row) : null;
}

export function accountOf(row: AccountTables['accounts']): Account {
  return {
    id: row.account_id,
    name: row.name,
    fullName: row.full_name,
    role: row.role,
    stores: row.stores === null ? null : z.array(z.string()).parse(JSON.parse(row.stores)),
    createdAt: row.created_at,
    withdrawnAt: row.withdrawn_at,
    hasPassword: row.password_hash !== null,
  };
}

async function insertAccount(
  { db, clock, random }: Desk,
  given: NewAccount,
  passwordHash: string | null,
): Promise<Account | null> {
  const { name, fullName, role, stores } = newAccountSchema.parse(given);
  const row = {
    account_id: Buffer.from(random.bytes(12)).toString('base64url'),
    name,
    full_name: fullName,
    role,
    stores: stores === null ? null : JSON.stringify(stores),
    password_hash: passwordHash,
    created_at: clock.now(),
    withdrawn_at: null,
  };
  const added = await db
    .insertInto('accounts')
    .values(row)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  return added.numInsertedOrUpdatedRows === 1n ? accountOf(row) : null;
}

async function requireHeadOffice(db: Pick<Desk['db'], 'selectFrom'>): Promise<void> {
  const left = await db
    .selectFrom('accounts')
    .select('account_id')
    .where('role', '=', 'head-office')
    .where('withdrawn_at', 'is', null)
    .where('password_hash', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  if (!left) throw badRequest('last-of-head-office');
}
