/**
 * What happens inside a PIN pad's secure chip, for emulators and tests only: the product holds no key.
 *
 * Electron's BoringSSL has no ECB and no single DES, so everything is `des-ede3-cbc` with IV 0 one block at a time: a
 * single-length key is used three times (../shared/vectors/crypto.md, Electron note). Keys and blocks are hex.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { assert } from '../../domain/assert.ts';

/** The well-known test key of the vectors. */
export const testMasterKey = '0123456789ABCDEFFEDCBA9876543210';

const blockBytes = 8;
const zeroBlock = Buffer.alloc(blockBytes);

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

/** ISO 9564-1 format 0, clear. PIN 4–12 digits, PAN at least 13. */
export function clearPinBlock(pin: string, pan: string): Buffer {
  assert(/^\d{4,12}$/.test(pin), 'a PIN has 4 to 12 digits');
  assert(/^\d{13,19}$/.test(pan), 'format 0 needs a PAN of 13 to 19 digits');
  const pinField = Buffer.from(
    `0${pin.length.toString(16)}${pin}`.padEnd(2 * blockBytes, 'f'),
    'hex',
  );
  const panField = Buffer.from(`0000${pan.slice(-13, -1)}`, 'hex');
  return xor(pinField, panField);
}

/**
 * ISO 9797-1 MAC algorithm 3, padding method 1, IV 0: CBC with the first half of the key, the last block taken through
 * the second half and the first again. With a single-length key that is plain CBC-DES (X9.9). Eight bytes.
 */
export function retailMac(key: string, data: Uint8Array): Buffer {
  const first = key.slice(0, 16);
  const second = key.slice(16);
  const blocks = Math.max(1, Math.ceil(data.length / blockBytes));
  const padded = Buffer.concat([data, Buffer.alloc(blocks * blockBytes - data.length)]);
  let state: Buffer = zeroBlock;
  for (let index = 0; index < blocks; index += 1) {
    const block = padded.subarray(index * blockBytes, (index + 1) * blockBytes);
    state = encryptBlock(first, xor(state, block));
  }
  return second === '' ? state : encryptBlock(first, decryptBlock(second, state));
}

const xor = (a: Uint8Array, b: Uint8Array): Buffer =>
  Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));

export const upperHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('hex').toUpperCase();
