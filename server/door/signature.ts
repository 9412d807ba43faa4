/** Who asks: every request but `enrol` carries the till's Ed25519 signature (RFC 8032), as contract/sync.ts says. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Clock } from '../../domain/basics/clock.ts';
import { signatureHeaders, signedText, syncRoutes } from '../../domain/contract/sync.ts';
import { Problem } from '../../domain/words/problem.ts';
import { storeOf } from '../basics/till-id.ts';
import type { Database } from '../store/tables.ts';
import type { Replays } from './replays.ts';

/** A till's clock may be off by this much; an old request is worth nothing to whoever recorded it. */
const clockMsMax = 5 * 60_000;
/** From the first moment a signature is good for to the last. */
export const signatureLifeMs = 2 * clockMsMax;

/** `key` is the till's public one, as it joined with. */
export type Caller = Readonly<{ store: string; till: string; key: KeyObject }>;

/** Everything but the body. */
export type RequestHead = Readonly<{
  method: string;
  /** As it stands in the request line, query and all. */
  path: string;
  header(name: string): string | undefined;
}>;

/** `bodyHash` is what the body must have: nothing of it has been read yet. */
export type Authenticated = Readonly<{ caller: Caller; bodyHash: string }>;

/**
 * Throws `Problem`: `till-not-enrolled` for an unknown till, `server-refused` with `why` for a wrong, stale or repeated
 * signature, `till-revoked`.
 */
export async function authenticate(
  db: Database,
  clock: Clock,
  replays: Replays,
  { method, path, header }: RequestHead,
): Promise<Authenticated> {
  const till = header(signatureHeaders.till) ?? '';
  const store = storeOf(till);
  if (store === null) throw new Problem('till-not-enrolled');
  const row = await db
    .selectFrom('tills')
    .select(['public_key', 'revoked_at', 'succeeded_by'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
  // Of one that was withdrawn before it ever joined there is no key to ask for.
  if (!row?.public_key) throw new Problem('till-not-enrolled');

  const at = header(signatureHeaders.at) ?? '';
  const nonce = header(signatureHeaders.nonce) ?? '';
  const bodyHash = header(signatureHeaders.bodyHash) ?? '';
  const signature = Buffer.from(header(signatureHeaders.signature) ?? '', 'base64');
  const text = Buffer.from(signedText({ method, path, at, nonce, bodyHash }));
  const isWellFormed =
    /^\d{1,15}$/.test(at) && /^[\w-]{16,64}$/.test(nonce) && /^[0-9a-f]{64}$/.test(bodyHash);
  const key = readPublicKey(row.public_key);
  if (!isWellFormed || !key || !verify(null, text, key, signature)) {
    throw new Problem('server-refused', { why: 'signature' });
  }
  // Only a till that proved itself is told that it was withdrawn, and what is wrong with its clock.
  // What goes on under another id may ask for that once more: the answer may have been lost.
  const goesOn = row.succeeded_by !== null && path === syncRoutes.chain.path;
  if (row.revoked_at !== null && !goesOn) throw new Problem('till-revoked');
  const aheadMs = Number(at) - clock.now();
  if (Math.abs(aheadMs) > clockMsMax) {
    throw new Problem('server-refused', { why: 'clock', aheadMs });
  }
  if (!replays.isFirst(till, nonce)) throw new Problem('server-refused', { why: 'replay' });
  return { caller: { store, till, key }, bodyHash };
}

/** Throws `Problem` `server-refused` where the body is not the one that was signed. */
export function checkBody(body: Uint8Array, bodyHash: string): void {
  if (createHash('sha256').update(body).digest('hex') === bodyHash) return;
  throw new Problem('server-refused', { why: 'body' });
}

/** An Ed25519 key from SPKI in base64; null for anything else. */
export function readPublicKey(spki: string): KeyObject | null {
  try {
    const key = createPublicKey({
      key: Buffer.from(spki, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    return null;
  }
}
