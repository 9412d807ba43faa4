/**
 * What the error digit after 71 says, in a technician's words. The two manuals disagree on every digit, so the dialect
 * must be known. Sources: PP791 Programmer's Manual pp. 205 and 245; Mx800 Programmers Guide App. A tables 65 and 72.
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { Dialect } from './spec.ts';

type Words = Readonly<Record<string, string>>;

const pp791: Words = {
  0: 'no account number',
  1: 'session key does not suit the master key',
  2: 'account number below 8 digits',
  3: 'account number above 19 digits',
  4: 'account number holds other than digits',
  5: 'working key or debit indicator malformed',
  6: 'time-out malformed',
  7: 'too many PIN entries in an hour',
  8: 'amount, PIN length or prompt malformed',
  9: 'no master key in the slot',
  A: 'slot is not for PINs, or no DUKPT key',
  B: 'flash memory failed',
  C: 'out of memory',
  E: 'a field has a wrong length',
  F: 'DUKPT key used up',
  G: 'prompt file missing or not authentic',
};
const mx800: Words = {
  1: 'no master key or no DUKPT key',
  2: 'account number or working key wrong',
  3: 'PIN too long',
  4: 'PIN too short or not digits',
  5: 'pad is set to another key management',
  6: 'master key is not for PINs',
  7: 'working key is not for PINs',
  8: 'DUKPT mode does not suit',
};
const words: Readonly<Record<Dialect, Words>> = { pp791, mx800 };
/** Digits which say that the key that was asked for is not there. */
const keyMissing: Readonly<Record<Dialect, string>> = { pp791: '9AF', mx800: '1' };

/** The words for `code`, or that the manual has none. */
export const refusalWords = (dialect: Dialect, code: string): string =>
  words[dialect][code] ?? 'not in the manual';

/** A refused PIN entry as a problem: `device-key-missing` where that is the digit's meaning, else `device-refused`. */
export function refusal(device: string, dialect: Dialect, code: string, slot: string): Problem {
  if (keyMissing[dialect].includes(code))
    return new Problem('device-key-missing', { device, slot });
  return new Problem('device-refused', {
    device,
    code: `71/${code} (${refusalWords(dialect, code)})`,
  });
}
