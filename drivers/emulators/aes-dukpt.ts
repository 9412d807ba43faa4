/**
 * Keys that change with every transaction (AES-128 DUKPT), for emulators and tests only: the product holds no key.
 *
 * Source: ANSI X9.24-3:2017 §6.3 (derivation data, key usages) and its supplement, as tabled in
 * ../shared/vectors/crypto.md §2. Keys and serial numbers are upper-case hex; a serial number is the 16 digits of the
 * initial key's id and 8 of the counter.
 */
import { assert } from '../../domain/basics/assert.ts';
import { encryptAes } from './aes.ts';
import { upperHex } from './keys.ts';

/** The test base derivation key of the supplement. */
export const testAesBaseKey = 'FEDCBA9876543210F1F1F1F1F1F1F1F1';

/** Key usage indicators, §6.3.2. Request and response as the device sees them. */
const usages = {
  pin: 0x1000,
  macRequest: 0x2000,
  macResponse: 0x2001,
  dataRequest: 0x3000,
  dataResponse: 0x3001,
  derivation: 0x8000,
  initial: 0x8001,
} as const;
export type AesUsage = Exclude<keyof typeof usages, 'derivation' | 'initial'>;

const version = 1;
const firstBlock = 1;
const aes128 = 2;
const keyBits = 128;
/** Counters with more one-bits than this are skipped, so that no derivation is long. */
const oneBitsMax = 16;
const counterMax = 0xffff_ffff;
const idDigits = 16;

/** What an acquirer injects into the device with this id (16 digits). */
export function initialAesKey(baseKey: string, keyId: string): string {
  return derived(baseKey, 'initial', keyId);
}

/** The serial number of the next transaction; null when the key is used up. */
export function nextAesSerialNumber(serialNumber: string): string | null {
  let counter = counterOf(serialNumber) + 1;
  // Adding the lowest one-bit leaves out all counters that begin alike. 32 bits are too many for `&` alone.
  while (oneBits(counter) > oneBitsMax) counter += (counter & -counter) >>> 0;
  return counter > counterMax ? null : serialNumber.slice(0, idDigits) + hexOf(counter, 8);
}

/** The derivation key of one transaction, from which its working keys are made. */
export function aesTransactionKey(initialKey: string, serialNumber: string): string {
  const counter = counterOf(serialNumber);
  assert(counter > 0 && oneBits(counter) <= oneBitsMax, 'a counter that is used');
  let key = initialKey;
  let seen = 0;
  for (let bit = 0x8000_0000; bit >= 1; bit /= 2) {
    if (Math.floor(counter / bit) % 2 === 0) continue;
    seen += bit;
    key = derived(key, 'derivation', contextOf(serialNumber, seen));
  }
  return key;
}

/** The key of one purpose, from the transaction's key. */
export function aesWorkingKey(
  transactionKey: string,
  serialNumber: string,
  usage: AesUsage,
): string {
  return derived(transactionKey, usage, contextOf(serialNumber, counterOf(serialNumber)));
}

/** One block of derivation data under the key: an AES-128 key. `context` has eight bytes. */
function derived(key: string, usage: keyof typeof usages, context: string): string {
  const data = [
    hexOf(version, 2),
    hexOf(firstBlock, 2),
    hexOf(usages[usage], 4),
    hexOf(aes128, 4),
    hexOf(keyBits, 4),
    context,
  ].join('');
  return upperHex(encryptAes(key, Buffer.from(data, 'hex')));
}

/** The right half of the initial key's id, and a counter. */
const contextOf = (serialNumber: string, counter: number): string =>
  serialNumber.slice(idDigits / 2, idDigits) + hexOf(counter, 8);

const counterOf = (serialNumber: string): number => Number.parseInt(serialNumber.slice(-8), 16);

const hexOf = (value: number, digits: number): string =>
  value.toString(16).toUpperCase().padStart(digits, '0');

const oneBits = (value: number): number => value.toString(2).replaceAll('0', '').length;
