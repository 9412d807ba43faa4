/**
 * What lies in the till's file and is not to be read from a copy of it: sealed under the till's own key, which is in another
 * file and, where the system has one, in its key chain. AES-256-GCM under HKDF-SHA-256 of the Ed25519 key, one key a purpose.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../../domain/basics/random.ts';
import type { TillKey } from './till-key.ts';

/** The till's half of one-time codes; the slow hashes of PINs and passwords, which are few digits behind any hash. */
export type Purpose = 'code key' | 'secret hash';

const ivBytes = 12;
const tagBytes = 16;

/** Base64 of IV, tag and what is sealed. */
export function seal(till: TillKey, random: Random, purpose: Purpose, plain: Uint8Array): string {
  const iv = random.bytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(till, purpose), iv);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Null where it was sealed by another till's key or for something else, or changed since. */
export function unseal(till: TillKey, purpose: Purpose, sealed: string): Uint8Array | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < ivBytes + tagBytes) return null;
  const key = sealingKey(till, purpose);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

function sealingKey({ privateKey }: TillKey, purpose: Purpose): Uint8Array {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  return new Uint8Array(hkdfSync('sha256', secret, '', `rollcall ${purpose}`, 32));
}
