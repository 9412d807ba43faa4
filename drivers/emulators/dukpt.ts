/**
 * Keys that change with every transaction (TDES DUKPT), for emulators and tests only: the product holds no key.
 *
 * Source: ANSI X9.24-1:2009 Annex A, as tabled in ../shared/vectors/crypto.md §1. Keys, serial numbers and blocks are
 * upper-case hex; a serial number has 20 digits, its last 21 bits count transactions.
 */
import { assert } from '../../domain/basics/assert.ts';
import { encryptBlock, upperHex, wrapKey, xor } from './keys.ts';

/** The test base derivation key of the annex. */
export const testBaseKey = '0123456789ABCDEFFEDCBA9876543210';

const counterMax = 0x1f_ffff;
/** Counters with more one-bits than this are skipped, so that no derivation is long. */
const oneBitsMax = 10;
const halfMask = Buffer.from('C0C0C0C000000000', 'hex');

export type DukptKeys = Readonly<{ initialKey: string; serialNumber: string }>;

/** What an acquirer injects: the initial key of a device with this serial number, whose counter is cleared. */
export function initialKeys(baseKey: string, serialNumber: string): DukptKeys {
  const cleared = withCounter(serialNumber, 0);
  const block = Buffer.from(cleared.slice(0, 16), 'hex');
  const left = encryptBlock(baseKey, block);
  const right = encryptBlock(upperHex(masked(Buffer.from(baseKey, 'hex'))), block);
  return { initialKey: upperHex(Buffer.concat([left, right])), serialNumber: cleared };
}

/** The serial number of the next transaction; null when the key is used up. */
export function nextSerialNumber(serialNumber: string): string | null {
  let counter = counterOf(serialNumber) + 1;
  // Adding the lowest one-bit leaves out all counters that begin alike.
  while (oneBits(counter) > oneBitsMax) counter += counter & -counter;
  return counter > counterMax ? null : withCounter(serialNumber, counter);
}

/** The key of one transaction, before its variants. */
export function transactionKey(initialKey: string, serialNumber: string): string {
  const counter = counterOf(serialNumber);
  assert(counter > 0 && oneBits(counter) <= oneBitsMax, 'a counter that is used');
  let key = Buffer.from(initialKey, 'hex');
  let seen = 0;
  for (let bit = 0x10_0000; bit > 0; bit >>= 1) {
    if ((counter & bit) === 0) continue;
    seen |= bit;
    const register = Buffer.from(withCounter(serialNumber, seen).slice(-16), 'hex');
    key = Buffer.concat([oneWay(masked(key), register), oneWay(key, register)]);
  }
  return upperHex(key);
}

const variants = { pin: 7, macRequest: 6, data: 5, macResponse: 4, dataResponse: 3 } as const;
export type Variant = keyof typeof variants;

/** A transaction key bent to its purpose: one byte of each half inverted. */
export function variantOf(key: string, variant: Variant): string {
  const bytes = Buffer.from(key, 'hex');
  for (const at of [variants[variant], variants[variant] + 8]) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return upperHex(bytes);
}

/** Data is enciphered under the bent key of which each half was enciphered under the whole (A.4.1). */
export function dataKey(key: string, variant: 'data' | 'dataResponse'): string {
  const bent = variantOf(key, variant);
  return wrapKey(bent, bent);
}

function oneWay(key: Buffer, register: Buffer): Buffer {
  const right = key.subarray(8);
  return xor(encryptBlock(upperHex(key.subarray(0, 8)), xor(right, register)), right);
}

const masked = (key: Buffer): Buffer => xor(key, Buffer.concat([halfMask, halfMask]));

const counterOf = (serialNumber: string): number =>
  Number.parseInt(serialNumber.slice(-6), 16) & counterMax;

function withCounter(serialNumber: string, counter: number): string {
  const last = (Number.parseInt(serialNumber.slice(-6), 16) & ~counterMax) | counter;
  return serialNumber.slice(0, -6) + last.toString(16).toUpperCase().padStart(6, '0');
}

function oneBits(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest &= rest - 1) count += 1;
  return count;
}
