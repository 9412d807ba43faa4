/** The till's Ed25519 key (RFC 8032): made once, here, and never sent anywhere. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { Random } from '../../domain/basics/random.ts';
import type { ChainHead } from '../../domain/journal/chain.ts';
import { fromHex } from '../../domain/journal/chain.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { KeyStore } from './key-store.ts';

export type TillKey = Readonly<{
  privateKey: KeyObject;
  /** SPKI, base64. */
  publicKey: string;
}>;
export type SignedHead = ChainHead & Readonly<{ signature: string }>;

/** PKCS #8 around a 32-byte Ed25519 seed, RFC 8410 section 7. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of this till; null when none was made yet. Throws `Problem` `key-missing` when it cannot be used. */
export function loadKey(store: KeyStore): TillKey | null {
  const pkcs8 = store.load();
  return pkcs8 === null ? null : keyFrom(pkcs8);
}

/** Makes a key and returns when it is on the disk: the back office must not know a key that a crash could lose. */
export function makeKey(store: KeyStore, random: Random): TillKey {
  const pkcs8 = Buffer.concat([pkcs8Prefix, random.bytes(32)]);
  store.save(pkcs8);
  return keyFrom(pkcs8);
}

/** The head with its signature: Ed25519 over the 32 bytes of the hash, base64. */
export function signHead(key: TillKey, head: ChainHead): SignedHead {
  const signature = sign(null, fromHex(head.hash), key.privateKey).toString('base64');
  return { seq: head.seq, hash: head.hash, signature };
}

function keyFrom(pkcs8: Uint8Array): TillKey {
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
    return { privateKey, publicKey: spki.toString('base64') };
  } catch (cause) {
    throw new Problem('key-missing', {}, cause);
  }
}
