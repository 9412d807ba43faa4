/** Who is asking: every request but an enrolment is signed with its till's Ed25519 key (RFC 8032). */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { HonoRequest } from 'hono';
import type { Clock } from '../domain/clock.ts';
import { signatureHeaders, signedText } from '../domain/contract/sync.ts';
import { Problem } from '../domain/problems.ts';
import { sha256Hex } from './hashing.ts';
import { readBody } from './request.ts';
import type { Db } from './store/tables.ts';
import { findTill, type Till } from './store/tills.ts';

/** A request that was caught on its way is worthless after this; a till's clock may be off by as much. */
const clockWindowMs = 5 * 60_000;

export type SignedRequest = Readonly<{ till: Till; body: Uint8Array }>;

/**
 * The till that signed this request, and its body. Throws Problem till-not-enrolled, server-refused (`why`: `clock` or
 * `signature`), bad-request. The body is read last: who is not known may not make us hold megabytes.
 */
export async function readSigned(
  request: HonoRequest,
  db: Db,
  clock: Clock,
  bytesMax: number,
): Promise<SignedRequest> {
  const id = request.header(signatureHeaders.till) ?? '';
  const at = request.header(signatureHeaders.at) ?? '';
  const signature = request.header(signatureHeaders.signature) ?? '';
  // A text that PostgreSQL cannot hold is no till of ours either.
  const till = /^[\w-]{1,64}$/.test(id) ? await findTill(db, id) : null;
  if (!till?.publicKey) throw new Problem('till-not-enrolled');
  if (!/^\d{1,15}$/.test(at)) throw new Problem('server-refused', { why: 'clock' });
  const aheadMs = Number(at) - clock.now();
  if (Math.abs(aheadMs) > clockWindowMs) {
    throw new Problem('server-refused', { why: 'clock', aheadMs });
  }
  const body = await readBody(request, bytesMax);
  const text = signedText(request.method, pathWithQuery(request.url), Number(at), sha256Hex(body));
  const key = readPublicKey(till.publicKey);
  if (!verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))) {
    throw new Problem('server-refused', { why: 'signature' });
  }
  return { till, body };
}

/** An Ed25519 key from its SPKI in base64. Throws Problem bad-request for anything else. */
export function readPublicKey(publicKey: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  } catch (cause) {
    throw new Problem('bad-request', { what: 'public-key' }, cause);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw new Problem('bad-request', { what: 'public-key' });
  return key;
}

function pathWithQuery(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname + search;
}
