/**
 * One-time codes over the telephone: the till shows a challenge, the back office answers it with a code.
 *
 * A challenge says by itself what is asked for, so that whoever answers sees what they allow. It is twelve symbols of
 * Crockford's base 32, written `7K2M-9QX4-TB3W`: one for the purpose, six for its facts, four at random, one check
 * symbol. A code is nine, `4F7-Q2K-M8X`: 40 bits of HMAC-SHA-256 under the till's code key, and a check symbol. How many
 * bits are enough is argued in docs/offline.md.
 */
import { assert } from '../basics/assert.ts';
import type { Random } from '../basics/random.ts';

export type CodeRequest =
  /** Open past an offline limit. `unsyncedMinor` is told in thousands of minor units. */
  | Readonly<{
      purpose: 'offline-lift';
      limit: 'days' | 'value';
      days: number;
      unsyncedMinor: number;
    }>
  /** Forgive the wrong tries of the operator of this number. */
  | Readonly<{ purpose: 'operator-unlock'; number: string }>
  /**
   * Let a device take cards that somebody at the till has attached: which of the till's, counted as in its register's
   * families, and the last letters and digits of its serial number, as many as a challenge holds.
   */
  | Readonly<{ purpose: 'device-confirm'; family: number; serialEnd: string }>;
export type CodePurpose = CodeRequest['purpose'];

/** HMAC-SHA-256 (RFC 2104) of the UTF-8 bytes of `text`; 32 bytes. */
export type HmacSha256 = (key: Uint8Array, text: string) => Uint8Array;

export const codeKeyBytes = 32;
/** A challenge is answered within this time, or another takes its place. */
export const challengeLifeMs = 30 * 60_000;
/** After so many wrong codes another challenge takes its place. */
export const codeTriesMax = 5;

/** No I, L, O, U: nothing that is misread, and nothing that spells. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const purposes: readonly CodePurpose[] = ['offline-lift', 'operator-unlock', 'device-confirm'];

const factSymbols = 6;
const nonceSymbols = 4;
const codeSymbols = 8;

/** Facts of a lift: one bit for the limit, ten for the days, nineteen for the value. */
const daysMax = 2 ** 10 - 1;
const thousandsMax = 2 ** 19 - 1;

/** Facts of a device: its family before the end of its serial number, a number of base 37 in which 0 is no symbol. */
const serialSymbols = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const serialEndMax = 5;
const serialEnds = (serialSymbols.length + 1) ** serialEndMax;
const familiesMax = Math.floor(2 ** 30 / serialEnds);

/** What a challenge can hold of a serial number; empty for a device that cannot tell its own. */
export function serialEndOf(serialNumber: string | null): string {
  const symbols = (serialNumber ?? '').toUpperCase().replace(/[^0-9A-Z]/g, '');
  return symbols.slice(-serialEndMax);
}

/** Another challenge each time it is asked for. */
export function writeChallenge(request: CodeRequest, random: Random): string {
  const nonce = Array.from(random.bytes(nonceSymbols), (byte) => byte & 31);
  const values = [
    purposes.indexOf(request.purpose),
    ...symbolsOf(factsOf(request), factSymbols),
    ...nonce,
  ];
  return grouped([...values, checkOf(values)], 4);
}

/** What a challenge asks for, and the challenge as `writeChallenge` wrote it; null where it was misheard or mistyped. */
export function readChallenge(
  text: string,
): Readonly<{ challenge: string; request: CodeRequest }> | null {
  const values = valuesOf(text);
  if (values?.length !== 1 + factSymbols + nonceSymbols + 1 || !isChecked(values)) return null;
  const purpose = purposes[values[0] ?? -1];
  if (!purpose) return null;
  const facts = numberOf(values.slice(1, 1 + factSymbols));
  const request = requestOf(purpose, facts);
  return request && { challenge: grouped(values, 4), request };
}

/** The answer to `challenge`, as `writeChallenge` or `readChallenge` gave it, for this till alone. */
export function codeFor(
  challenge: string,
  till: string,
  key: Uint8Array,
  hmac: HmacSha256,
): string {
  assert(key.length === codeKeyBytes, 'a code key has 32 bytes');
  const mac = hmac(key, `rollcall one-time code 1\n${till}\n${challenge}`);
  const values = Array.from(mac.subarray(0, codeSymbols), (byte) => byte & 31);
  return grouped([...values, checkOf(values)], 3);
}

/** A code as `codeFor` writes it; null for what cannot be one: a slip of ear or finger, which is no try. */
export function readCode(text: string): string | null {
  const values = valuesOf(text);
  if (values?.length !== codeSymbols + 1 || !isChecked(values)) return null;
  return grouped(values, 3);
}

function factsOf(request: CodeRequest): number {
  if (request.purpose === 'operator-unlock') {
    assert(/^\d{2,8}$/.test(request.number), 'an operator number');
    // A one in front keeps the zeros that a number may begin with.
    return Number(`1${request.number}`);
  }
  if (request.purpose === 'device-confirm') {
    const { family, serialEnd } = request;
    assert(family >= 0 && family < familiesMax && /^[0-9A-Z]{0,5}$/.test(serialEnd), 'a device');
    const digits = Array.from(serialEnd, (symbol) => serialSymbols.indexOf(symbol) + 1);
    return (
      digits.reduce((sum, digit) => sum * (serialSymbols.length + 1) + digit, 0) +
      family * serialEnds
    );
  }
  const days = Math.min(daysMax, Math.max(0, request.days));
  const thousands = Math.min(thousandsMax, Math.max(0, Math.floor(request.unsyncedMinor / 1_000)));
  const limit = request.limit === 'days' ? 0 : 1;
  return (limit * (daysMax + 1) + days) * (thousandsMax + 1) + thousands;
}

function requestOf(purpose: CodePurpose, facts: number): CodeRequest | null {
  if (purpose === 'operator-unlock') {
    const [, number] = /^1(\d{2,8})$/.exec(String(facts)) ?? [];
    return number === undefined ? null : { purpose, number };
  }
  if (purpose === 'device-confirm') {
    const serialEnd = serialEndIn(facts % serialEnds);
    return serialEnd === null
      ? null
      : { purpose, family: Math.floor(facts / serialEnds), serialEnd };
  }
  const front = Math.floor(facts / (thousandsMax + 1));
  return {
    purpose,
    limit: front > daysMax ? 'value' : 'days',
    days: front % (daysMax + 1),
    unsyncedMinor: (facts % (thousandsMax + 1)) * 1_000,
  };
}

/** Null for a number with a hole in it, which `factsOf` never makes. */
function serialEndIn(number: number): string | null {
  let text = '';
  for (let left = number; left > 0; left = Math.floor(left / (serialSymbols.length + 1))) {
    const symbol = serialSymbols[(left % (serialSymbols.length + 1)) - 1];
    if (symbol === undefined) return null;
    text = symbol + text;
  }
  return text;
}

/** Most significant first. */
function symbolsOf(number: number, count: number): number[] {
  const values: number[] = [];
  for (let left = number; values.length < count; left = Math.floor(left / 32)) {
    values.unshift(left % 32);
  }
  return values;
}

function numberOf(values: readonly number[]): number {
  return values.reduce((number, value) => number * 32 + value, 0);
}

/**
 * A sum over GF(32) in which each place has a weight of its own: any one wrong symbol and any two that changed places
 * give another. Crockford's own check symbol needs five signs that nobody can name on the telephone.
 */
function checkOf(values: readonly number[]): number {
  return values.reduce((sum, value) => doubled(sum ^ value), 0);
}

/** Times x in GF(2)[x] / (x⁵ + x² + 1), where x generates all 31 elements but zero. */
function doubled(value: number): number {
  return value < 16 ? value << 1 : (value << 1) ^ 0b100101;
}

function isChecked(values: readonly number[]): boolean {
  return checkOf(values.slice(0, -1)) === values.at(-1);
}

/** What people make of it: small letters, O for 0, I and L for 1, any or no signs in between. Null for other letters. */
function valuesOf(text: string): number[] | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\-_–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const values = Array.from(plain, (symbol) => alphabet.indexOf(symbol));
  return values.includes(-1) ? null : values;
}

function grouped(values: readonly number[], size: number): string {
  const symbols = values.map((value) => alphabet[value]).join('');
  return symbols.replace(new RegExp(`.{${size}}(?=.)`, 'g'), '$&-');
}
