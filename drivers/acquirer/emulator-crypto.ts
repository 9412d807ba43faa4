/**
 * The host's own cryptography: it holds the keys that a till never sees. Only emulators and tests use it.
 *
 * Keys are upper-case hex, 16 or 32 digits. acquirer-iso8583-cups.md section 6; vectors: iso8583-cups.json.
 */
import type { Random } from '../../domain/basics/random.ts';
import { decryptBlock, encryptBlock, upperHex, xor } from '../emulators/keys.ts';
import { readPinBlock } from '../emulators/pin-blocks.ts';
import { foldBlocks } from './mac.ts';

const blockBytes = 8;

/** "CUP ECB" MAC: the eight characters of DE64. */
export function hostMac(mak: string, data: Uint8Array): string {
  const folded = Buffer.from(upperHex(foldBlocks(data)), 'ascii');
  const e1 = encryptBlock(mak, folded.subarray(0, blockBytes));
  return upperHex(encryptBlock(mak, xor(e1, folded.subarray(blockBytes)))).slice(0, 8);
}

/** The PIN in an enciphered ISO 9564-1 format 0 block (hex), or null when the block is none for this card. */
export const openPinBlock = (pik: string, pinBlock: string, pan: string): string | null =>
  readPinBlock(0, decryptBlock(pik, Buffer.from(pinBlock, 'hex')), pan);

/** Undoes the enciphered block of a packed track 2. */
export function openTrack2(tdk: string, packed: string): string {
  const end = packed.length - (packed.length % 2 === 1 ? 1 : 2);
  const start = end - 2 * blockBytes;
  if (start < 0) return packed;
  const block = decryptBlock(tdk, Buffer.from(packed.slice(start, end), 'hex'));
  return packed.slice(0, start) + upperHex(block) + packed.slice(end);
}

/** A fresh DES key with odd parity in every byte, as pads may insist on. */
export function newKey(random: Random, bytes: 8 | 16): string {
  return upperHex(random.bytes(bytes).map((byte) => (hasOddParity(byte) ? byte : byte ^ 1)));
}

function hasOddParity(byte: number): boolean {
  let ones = 0;
  for (let bit = 0; bit < 8; bit += 1) ones += (byte >> bit) & 1;
  return ones % 2 === 1;
}
