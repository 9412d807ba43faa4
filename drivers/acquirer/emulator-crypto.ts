/**
 * The host's own cryptography: it holds the keys that a till never sees. Only emulators and tests use it.
 *
 * Electron's BoringSSL has no ECB mode of DES, so every block is one CBC call with a zero IV, and single DES is triple
 * DES with one key three times. acquirer-iso8583-cups.md section 6; vectors: iso8583-cups.json.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../domain/random.ts';
import { foldBlocks } from './mac.ts';

const blockBytes = 8;
const zeroBlock = Buffer.alloc(blockBytes);

/** `key` is 8 or 16 bytes. */
function tripleDesKey(key: Buffer): Buffer {
  return key.length === blockBytes
    ? Buffer.concat([key, key, key])
    : Buffer.concat([key, key.subarray(0, blockBytes)]);
}

export function encipherBlock(key: Buffer, block: Buffer): Buffer {
  const cipher = createCipheriv('des-ede3-cbc', tripleDesKey(key), zeroBlock);
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(block), cipher.final()]);
}

export function decipherBlock(key: Buffer, block: Buffer): Buffer {
  const decipher = createDecipheriv('des-ede3-cbc', tripleDesKey(key), zeroBlock);
  decipher.setAutoPadding(false);
  return Buffer.concat([decipher.update(block), decipher.final()]);
}

/** `key` under `tmk`, block by block (ECB). */
export function wrapKey(tmk: Buffer, key: Buffer): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at < key.length; at += blockBytes) {
    blocks.push(encipherBlock(tmk, key.subarray(at, at + blockBytes)));
  }
  return Buffer.concat(blocks);
}

/** Four bytes. */
export function keyCheckValue(key: Buffer): Buffer {
  return encipherBlock(key, zeroBlock).subarray(0, 4);
}

/** "CUP ECB" MAC: the eight bytes of DE64. */
export function hostMac(mak: Buffer, data: Uint8Array): Buffer {
  const folded = Buffer.from(foldBlocks(data).toString('hex').toUpperCase(), 'ascii');
  const e1 = encipherBlock(mak, folded.subarray(0, blockBytes));
  const e2 = encipherBlock(mak, xor(e1, folded.subarray(blockBytes)));
  return Buffer.from(e2.toString('hex').toUpperCase().slice(0, blockBytes), 'ascii');
}

/** The PIN in an ISO 9564-1 format 0 block, or null when the block is none for this card. */
export function openPinBlock(pik: Buffer, pinBlock: Buffer, pan: string): string | null {
  const panField = Buffer.from(`0000${pan.slice(-13, -1)}`, 'hex');
  const clear = xor(decipherBlock(pik, pinBlock), panField).toString('hex').toUpperCase();
  const digits = Number.parseInt(clear.slice(1, 2), 16);
  const pin = clear.slice(2, 2 + digits);
  const wellFormed =
    clear.startsWith('0') && /^\d{4,12}$/.test(pin) && /^F*$/.test(clear.slice(2 + digits));
  return wellFormed ? pin : null;
}

/** Undoes the enciphered block of a packed track 2. */
export function openTrack2(tdk: Buffer, packed: string): string {
  const end = packed.length - (packed.length % 2 === 1 ? 1 : 2);
  const start = end - 2 * blockBytes;
  if (start < 0) return packed;
  const block = decipherBlock(tdk, Buffer.from(packed.slice(start, end), 'hex'));
  return packed.slice(0, start) + block.toString('hex').toUpperCase() + packed.slice(end);
}

/** A fresh DES key with odd parity in every byte, as pads may insist on. */
export function newKey(random: Random, bytes: 8 | 16): Buffer {
  return Buffer.from(random.bytes(bytes)).map((byte) =>
    hasOddParity(byte) ? byte : byte ^ 1,
  ) as Buffer;
}

function hasOddParity(byte: number): boolean {
  let ones = 0;
  for (let bit = 0; bit < 8; bit += 1) ones += (byte >> bit) & 1;
  return ones % 2 === 1;
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}
