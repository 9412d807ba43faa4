/**
 * DES keys inside a PIN pad's secure chip, for emulators and tests only: the product holds no key. PIN blocks and MACs
 * are in pin-blocks.ts and macs.ts.
 *
 * Electron's BoringSSL has no ECB and no single DES, so everything is `des-ede3-cbc` with IV 0 one block at a time: a
 * single-length key is used three times (../shared/vectors/crypto.md, Electron note). Keys and blocks are hex.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { assert } from '../../domain/basics/assert.ts';

/** The well-known test key of the vectors. */
export const testMasterKey = '0123456789ABCDEFFEDCBA9876543210';

export const desBlockBytes = 8;
const zeroBlock = Buffer.alloc(desBlockBytes);

/** Eight bytes under a key of 16 or 32 hex digits. */
export function encryptBlock(key: string, block: Uint8Array): Buffer {
  const cipher = createCipheriv('des-ede3-cbc', tripleKey(key), zeroBlock);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

export function decryptBlock(key: string, block: Uint8Array): Buffer {
  const decipher = createDecipheriv('des-ede3-cbc', tripleKey(key), zeroBlock);
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(block), decipher.final()]);
}

/** CBC with IV 0, filled up with zeros. */
export function encryptCbc(key: string, clear: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil(clear.length / desBlockBytes) * desBlockBytes);
  padded.set(clear);
  let before: Uint8Array = zeroBlock;
  for (let at = 0; at < padded.length; at += desBlockBytes) {
    before = encryptBlock(key, xor(padded.subarray(at, at + desBlockBytes), before));
    padded.set(before, at);
  }
  return padded;
}

export function decryptCbc(key: string, cipher: Uint8Array): Uint8Array {
  const clear = new Uint8Array(cipher.length);
  let before: Uint8Array = zeroBlock;
  for (let at = 0; at < cipher.length; at += desBlockBytes) {
    const block = cipher.subarray(at, at + desBlockBytes);
    clear.set(xor(decryptBlock(key, block), before), at);
    before = block;
  }
  return clear;
}

function tripleKey(key: string): Buffer {
  const bytes = Buffer.from(key, 'hex');
  assert(bytes.length === 8 || bytes.length === 16, 'a DES key has 8 or 16 bytes');
  return bytes.length === 8
    ? Buffer.concat([bytes, bytes, bytes])
    : Buffer.concat([bytes, bytes.subarray(0, 8)]);
}

/** A key as it travels: each half encrypted under the master key (ECB). Upper-case hex. */
export function wrapKey(masterKey: string, key: string): string {
  return halves(key)
    .map((half) => upperHex(encryptBlock(masterKey, half)))
    .join('');
}

export function unwrapKey(masterKey: string, wrapped: string): string {
  return halves(wrapped)
    .map((half) => upperHex(decryptBlock(masterKey, half)))
    .join('');
}

function halves(key: string): Buffer[] {
  const bytes = Buffer.from(key, 'hex');
  return bytes.length === 8 ? [bytes] : [bytes.subarray(0, 8), bytes.subarray(8)];
}

/** First four bytes of zeros under the key, as acquirers of this dialect print it. */
export function keyCheckValue(key: string): string {
  return upperHex(encryptBlock(key, zeroBlock).subarray(0, 4));
}

export const xor = (a: Uint8Array, b: Uint8Array): Buffer =>
  Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));

export const upperHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('hex').toUpperCase();
