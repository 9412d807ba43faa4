/** Who asks: every request but `enrol` carries the till's Ed25519 signature (RFC 8032), as contract/sync.ts says. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { signatureHeaders, signedText } from '../domain/contract/sync.ts';
import { Problem } from '../domain/problems.ts';
import type { Database } from './store/tables.ts';
import { storeOf } from './till-id.ts';

/** A till's clock may be off by this much; an old request is worth nothing to whoever recorded it. */
const clockMsMax = 5 * 60_000;

/** `key` is the till's public one, as it joined with. */
export type Caller = Readonly<{ store: string; till: string; key: KeyObject }>;

export type SignedRequest = Readonly<{
  method: string;
  /** As it stands in the request line, query and all. */
  path: string;
  header(name: string): string | undefined;
  /** Not called for whoever is no till of ours. */
  body(): Promise<Uint8Array>;
}>;

/** Throws `Problem`: `till-not-enrolled` for an unknown till, `server-refused` for a wrong or stale signature. */
export async function authenticate(
  db: Database,
  clock: Clock,
  request: SignedRequest,
): Promise<Readonly<{ caller: Caller; body: Uint8Array }>> {
  const till = request.header(signatureHeaders.till) ?? '';
  const store = storeOf(till);
  if (store === null) throw new Problem('till-not-enrolled');
  const row = await db
    .selectFrom('tills')
    .select('public_key')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
  if (!row?.public_key) throw new Problem('till-not-enrolled');

  const at = request.header(signatureHeaders.at) ?? '';
  const signature = Buffer.from(request.header(signatureHeaders.signature) ?? '', 'base64');
  const body = await request.body();
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const text = Buffer.from(signedText(request.method, request.path, Number(at), bodyHash));
  const key = readPublicKey(row.public_key);
  if (!/^\d{1,15}$/.test(at) || !key || !verify(null, text, key, signature)) {
    throw new Problem('server-refused', { why: 'signature' });
  }
  const aheadMs = Number(at) - clock.now();
  // Only a till that proved itself is told what is wrong with its clock.
  if (Math.abs(aheadMs) > clockMsMax)
    throw new Problem('server-refused', { why: 'clock', aheadMs });
  return { caller: { store, till, key }, body };
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
