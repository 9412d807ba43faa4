/** Passkeys of accounts (WebAuthn), through @simplewebauthn/server. Challenges are sealed, not kept, and count once. */
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { z } from 'zod';
import { type Account, accountOf } from './accounts.ts';
import type { Desk } from './desk.ts';

/** Where people reach the page: the relying party of WebAuthn. */
export type Party = Readonly<{ origin: string }>;

/** Binds a challenge to one browser; see console/seal.ts. */
export type ChallengeSeal = Readonly<{
  mark(text: string): string;
  fits(text: string, mark: string): boolean;
}>;

export type Passkey = Readonly<{
  id: string;
  name: string;
  createdAt: number;
  usedAt: number | null;
}>;

const challengeLifeMs = 5 * 60_000;
const partyName = 'Rollcall';

const transportsSchema = z.array(
  z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']),
);

/** What the browser is asked to sign to log in: any passkey it has for us, with its owner verified. */
export function loginOptions(
  desk: Desk,
  party: Party,
  seal: ChallengeSeal,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: rpId(party),
    challenge: newChallenge(desk, seal),
    userVerification: 'required',
    timeout: challengeLifeMs,
  });
}

export async function addingOptions(
  desk: Desk,
  party: Party,
  seal: ChallengeSeal,
  account: Account,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await rowsOf(desk, account.id);
  return generateRegistrationOptions({
    rpName: partyName,
    rpID: rpId(party),
    userName: account.name,
    userDisplayName: account.fullName,
    userID: new Uint8Array(Buffer.from(account.id)),
    challenge: newChallenge(desk, seal),
    excludeCredentials: known.map(({ credential_id: id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    timeout: challengeLifeMs,
  });
}

/** False where the browser's answer does not fit what it was asked. */
export async function addPasskey(
  desk: Desk,
  party: Party,
  seal: ChallengeSeal,
  account: Account,
  given: Readonly<{ name: string; response: string }>,
): Promise<boolean> {
  const { db, clock } = desk;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: JSON.parse(given.response) as RegistrationResponseJSON,
      expectedChallenge: (challenge) => takeChallenge(desk, seal, challenge),
      expectedOrigin: party.origin,
      expectedRPID: rpId(party),
    });
    if (!verified) return false;
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    await db
      .insertInto('account_passkeys')
      .values({
        credential_id: id,
        account_id: account.id,
        name: given.name,
        public_key: Buffer.from(publicKey).toString('base64url'),
        counter,
        transports: JSON.stringify(transportsSchema.catch([]).parse(transports)),
        created_at: clock.now(),
        used_at: null,
      })
      .execute();
    return true;
  } catch {
    // Whatever a stranger may send: no JSON, another origin, an old challenge, a passkey that is there already.
    return false;
  }
}

/** Whose passkey answered; null where it is not good. */
export async function checkPasskey(
  desk: Desk,
  party: Party,
  seal: ChallengeSeal,
  answer: string,
): Promise<Account | null> {
  const { db, clock } = desk;
  try {
    const response = JSON.parse(answer) as AuthenticationResponseJSON;
    const row = await db
      .selectFrom('account_passkeys')
      .innerJoin('accounts', 'accounts.account_id', 'account_passkeys.account_id')
      .selectAll('accounts')
      .select(['credential_id', 'public_key', 'counter', 'transports'])
      .where('credential_id', '=', String(response.id))
      .where('withdrawn_at', 'is', null)
      .executeTakeFirst();
    if (!row) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: (challenge) => takeChallenge(desk, seal, challenge),
      expectedOrigin: party.origin,
      expectedRPID: rpId(party),
      credential: {
        id: row.credential_id,
        publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')),
        counter: row.counter,
        transports: transportsSchema.parse(JSON.parse(row.transports)),
      },
    });
    if (!verified) return null;
    await db
      .updateTable('account_passkeys')
      .set({ counter: authenticationInfo.newCounter, used_at: clock.now() })
      .where('credential_id', '=', row.credential_id)
      .execute();
    return accountOf(row);
  } catch {
    return null;
  }
}

export async function listPasskeys(desk: Desk, account: string): Promise<Passkey[]> {
  const rows = await rowsOf(desk, account);
  return rows.map((row) => ({
    id: row.credential_id,
    name: row.name,
    createdAt: row.created_at,
    usedAt: row.used_at,
  }));
}

/** False where this account has no such passkey. */
export async function removePasskey({ db }: Desk, account: string, id: string): Promise<boolean> {
  const removed = await db
    .deleteFrom('account_passkeys')
    .where('account_id', '=', account)
    .where('credential_id', '=', id)
    .executeTakeFirst();
  return removed.numDeletedRows === 1n;
}

function rowsOf({ db }: Desk, account: string) {
  return db
    .selectFrom('account_passkeys')
    .selectAll()
    .where('account_id', '=', account)
    .orderBy('created_at')
    .execute();
}

/** Until when it counts, a random part, and the seal over both. */
function newChallenge({ clock, random }: Desk, seal: ChallengeSeal): Uint8Array<ArrayBuffer> {
  const nonce = Buffer.from(random.bytes(16)).toString('hex');
  const text = `${clock.now() + challengeLifeMs}.${nonce}`;
  return new Uint8Array(Buffer.from(`${text}.${seal.mark(text)}`));
}

/** Whether `challenge`, base64url, is one of ours, of this browser, in time, and answered for the first time. */
async function takeChallenge(
  { db, clock }: Desk,
  seal: ChallengeSeal,
  challenge: string,
): Promise<boolean> {
  const plain = Buffer.from(challenge, 'base64url').toString();
  const [until = '', nonce = '', mark = ''] = plain.split('.');
  if (!seal.fits(`${until}.${nonce}`, mark) || Number(until) <= clock.now()) return false;
  await db.deleteFrom('used_challenges').where('expires_at', '<=', clock.now()).execute();
  const taken = await db
    .insertInto('used_challenges')
    .values({ challenge: nonce, expires_at: Number(until) })
    .onConflict((conflict) => conflict.column('challenge').doNothing())
    .executeTakeFirst();
  return taken.numInsertedOrUpdatedRows === 1n;
}

function rpId({ origin }: Party): string {
  return new URL(origin).hostname;
}
