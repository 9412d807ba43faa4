/**
 * The till's half of one-time codes as it lies in the till's file: sealed under the till's own key, so that a copy of
 * the file answers no challenge. AES-256-GCM under HKDF-SHA-256 of the Ed25519 key.
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../../domain/basics/random.ts';
import { codeKeyBytes } from '../../domain/people/one-time-code.ts';
import type { TillKey } from './till-key.ts';

const ivBytes = 12;
const tagBytes = 16;

/** Base64 of IV, tag and what is sealed. */
export function sealCodeKey(till: TillKey, random: Random, codeKey: Uint8Array): string {
  const iv = random.bytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', sealingKey(till), iv);
  const sealed = Buffer.concat([cipher.update(codeKey), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64');
}

/** Null where it was sealed by another till's key, or changed since: the next pull brings it again. */
export function openCodeKey(till: TillKey, sealed: string): Uint8Array | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length !== ivBytes + tagBytes + codeKeyBytes) return null;
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(till), bytes.subarray(0, ivBytes));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

function sealingKey({ privateKey }: TillKey): Uint8Array {
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' });
  return new Uint8Array(hkdfSync('sha256', secret, '', 'rollcall code key', 32));
}
