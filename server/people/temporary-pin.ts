/** A PIN that somebody else makes up, and that must be changed at its first use. */
import type { Random } from '../../domain/basics/random.ts';
import { judgeSecret, type SecretRules } from '../../domain/people/ways-in.ts';

/** Six digits are a million: with the growing delay after wrong tries nobody gets through them. */
const digitsLeast = 6;

/** As many digits as the store asks for, at random, and none that its rules refuse. */
export function makeTemporaryPin(rules: SecretRules, number: string, random: Random): string {
  const digits = Math.max(digitsLeast, rules.digitsMin);
  for (;;) {
    const pin = randomDigits(digits, random);
    if (judgeSecret(rules, number, pin) === null) return pin;
  }
}

/** Bytes from 250 on are left out, so that every digit is equally likely. */
function randomDigits(count: number, random: Random): string {
  let digits = '';
  while (digits.length < count) {
    const usable = [...random.bytes(count * 2)].filter((byte) => byte < 250);
    digits += usable.map((byte) => byte % 10).join('');
  }
  return digits.slice(0, count);
}
