/**
 * AES for emulators and tests only: the product holds no key. Keys are hex.
 *
 * One block at a time is CBC with IV 0, as DES is done in keys.ts: the two engines in Electron and Node agree on CBC.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { assert } from '../../domain/basics/assert.ts';
import { upperHex } from './keys.ts';

export const aesBlockBytes = 16;
const zeroBlock = Buffer.alloc(aesBlockBytes);

/** CBC with IV 0 over whole blocks; one block of it is ECB. */
export function encryptAes(key: string, clear: Uint8Array): Buffer {
  const cipher = createCipheriv(cipherOf(key), Buffer.from(key, 'hex'), zeroBlock);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(clear), cipher.final()]);
}

export function decryptAes(key: string, enciphered: Uint8Array): Buffer {
  const decipher = createDecipheriv(cipherOf(key), Buffer.from(key, 'hex'), zeroBlock);
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(enciphered), decipher.final()]);
}

function cipherOf(key: string): string {
  const bits = key.length * 4;
  assert(bits === 128 || bits === 192 || bits === 256, 'an AES key has 16, 24 or 32 bytes');
  return `aes-${bits}-cbc`;
}

/** First three bytes of zeros under the key: the old way. `aesCheckValue` in macs.ts is the newer one. */
export const aesEcbCheckValue = (key: string): string =>
  upperHex(encryptAes(key, zeroBlock).subarray(0, 3));
