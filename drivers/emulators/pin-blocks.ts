/**
 * PIN blocks of ISO 9564-1, both ways, for emulators and tests only: the product never sees a PIN.
 *
 * ```
 * 0   0 L PIN F…      xor  0000 and twelve digits of the PAN
 * 2   2 L PIN F…
 * 3   3 L PIN A–F…    xor  0000 and twelve digits of the PAN
 * 4   4 L PIN A… random (16 bytes), enciphered with the PAN (§9.4.2.3 of the 2017 edition)
 * ```
 * L is the number of digits, 4 to 12. Twelve digits of the PAN: the rightmost without the check digit.
 */
import { assert } from '../../domain/basics/assert.ts';
import type { Random } from '../../domain/basics/random.ts';
import { decryptAes, encryptAes } from './aes.ts';
import { desBlockBytes, upperHex, xor } from './keys.ts';

const blockDigits = 2 * desBlockBytes;

/** Format 0, clear. */
export function clearPinBlock(pin: string, pan: string): Buffer {
  return xor(blockOf(pinHead('0', pin).padEnd(blockDigits, 'F')), panBlock(pan));
}

/** Format 2, clear, as it goes to a chip card. */
export function chipPinBlock(pin: string): Buffer {
  return blockOf(pinHead('2', pin).padEnd(blockDigits, 'F'));
}

/** Format 3, clear: format 0 whose filler is random, A to F. */
export function filledPinBlock(pin: string, pan: string, random: Random): Buffer {
  const filler = Array.from(random.bytes(blockDigits), (byte) => 'ABCDEF'.charAt(byte % 6));
  const pinField = (pinHead('3', pin) + filler.join('')).slice(0, blockDigits);
  return xor(blockOf(pinField), panBlock(pan));
}

/** Format 4, the PIN's half: `random` fills the last eight bytes. */
export function pinField(pin: string, random: Random): Buffer {
  const head = blockOf(pinHead('4', pin).padEnd(blockDigits, 'A'));
  return Buffer.concat([head, random.bytes(desBlockBytes)]);
}

/** Format 4, the card's half: how many digits the PAN has over twelve, the PAN, zeros. Shorter ones are led by zeros. */
export function panField(pan: string): Buffer {
  assert(/^\d{1,19}$/.test(pan), 'format 4 needs a PAN of 1 to 19 digits');
  const over = Math.max(0, pan.length - 12);
  return blockOf(`${over}${pan.padStart(12, '0')}`.padEnd(2 * blockDigits, '0'));
}

/** Format 4 under an AES key: the PIN's half enciphered, XOR the card's half, enciphered again. */
export function encipheredPinBlock(key: string, pinHalf: Buffer, pan: string): Buffer {
  return encryptAes(key, xor(encryptAes(key, pinHalf), panField(pan)));
}

/** The PIN in a clear block of eight bytes, or null when the block is none of this format, or none for this card. */
export function readPinBlock(format: 0 | 2 | 3, block: Uint8Array, pan: string): string | null {
  if (block.length !== desBlockBytes) return null;
  return pinIn(format, upperHex(format === 2 ? block : xor(block, panBlock(pan))), fillers[format]);
}

/** The PIN in an enciphered block of format 4, or null as above. */
export function openPinBlock4(key: string, block: Uint8Array, pan: string): string | null {
  if (block.length !== 2 * desBlockBytes) return null;
  const half = decryptAes(key, xor(decryptAes(key, block), panField(pan)));
  return pinIn(4, upperHex(half).slice(0, blockDigits), fillers[4]);
}

const fillers = { 0: /^F*$/, 2: /^F*$/, 3: /^[A-F]*$/, 4: /^A*$/ } as const;

function pinIn(format: number, field: string, filler: RegExp): string | null {
  const end = 2 + Number.parseInt(field.charAt(1), 16);
  const pin = field.slice(2, end);
  const wellFormed =
    field.startsWith(String(format)) && /^\d{4,12}$/.test(pin) && filler.test(field.slice(end));
  return wellFormed ? pin : null;
}

function pinHead(format: string, pin: string): string {
  assert(/^\d{4,12}$/.test(pin), 'a PIN has 4 to 12 digits');
  return format + pin.length.toString(16).toUpperCase() + pin;
}

function panBlock(pan: string): Buffer {
  assert(/^\d{13,19}$/.test(pan), 'formats 0 and 3 need a PAN of 13 to 19 digits');
  return blockOf(`0000${pan.slice(-13, -1)}`);
}

const blockOf = (digits: string): Buffer => Buffer.from(digits, 'hex');
