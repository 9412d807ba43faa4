import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode } from '../../../../domain/goods/code.ts';
import {
  badgeBytes,
  badgeText,
  looksLikeBadge,
  readBadge,
} from '../../../../domain/people/badge.ts';
import { tokenSalt } from '../../../../domain/people/slow-hash.ts';
import {
  isSecretDue,
  judgeSecret,
  judgeWays,
  type SignInWays,
  type WayIn,
  wayInSchema,
} from '../../../../domain/people/ways-in.ts';

const someWays = fc.uniqueArray(fc.constantFrom(...wayInSchema.options), { minLength: 1 });
const someStore = fc.array(someWays, { minLength: 1, maxLength: 5 }) as fc.Arbitrary<SignInWays>;

describe('what a store asks for', () => {
  it('is the same whichever way comes first', () => {
    fc.assert(
      fc.property(someStore, someWays, (store, ways) => {
        expect(judgeWays(store, [...ways].reverse()).kind).toBe(judgeWays(store, ways).kind);
      }),
    );
  });

  it('is enough exactly where a whole combination was shown and nothing strange beside it', () => {
    fc.assert(
      fc.property(someStore, someWays, (store, ways) => {
        const isWhole = store.some(
          (combination) =>
            combination.every((way) => ways.includes(way)) &&
            ways.every((way) => combination.includes(way)),
        );
        expect(judgeWays(store, ways).kind === 'enough').toBe(isWhole);
      }),
    );
  });

  it('goes on only by ways that lead to an end', () => {
    fc.assert(
      fc.property(someStore, someWays, (store, ways) => {
        const verdict = judgeWays(store, ways);
        if (verdict.kind !== 'more') return;
        for (const way of verdict.ways) {
          expect(judgeWays(store, [...ways, way]).kind).not.toBe('not-allowed');
        }
      }),
    );
  });

  it('is never satisfied by nothing', () => {
    expect(judgeWays([['secret']], [] as WayIn[]).kind).toBe('not-allowed');
  });
});

describe('a new secret', () => {
  const rules = { digitsMin: 6, passwords: true, lifeDays: null };
  it.each([
    ['836291', null],
    ['83629', 'too-short'],
    ['100100', 'same-as-number'],
    ['777777', 'one-digit'],
    ['123456', 'run'],
    ['987654', 'run'],
    ['correct horse', null],
  ])('%s: %s', (secret, why) => {
    expect(judgeSecret(rules, '100100', secret)?.params.why ?? null).toBe(why);
  });

  it('is digits where the store takes no passwords', () => {
    const digits = { ...rules, passwords: false };
    expect(judgeSecret(digits, '1001', 'correct horse')?.params.why).toBe('digits-only');
  });

  it('is asked for when somebody else knows the old one, or it is too old, and its age is known', () => {
    const day = 24 * 3_600_000;
    const old = { ...rules, lifeDays: 30 };
    const secret = (secretSetAt: number | null, mustChangeSecret = false) => ({
      secretSetAt,
      mustChangeSecret,
    });
    expect(isSecretDue(old, secret(0), 30 * day)).toBe(false);
    expect(isSecretDue(old, secret(0), 30 * day + 1)).toBe(true);
    expect(isSecretDue(old, secret(null), 1_000 * day)).toBe(false);
    expect(isSecretDue(rules, secret(0), 1_000 * day)).toBe(false);
    expect(isSecretDue(rules, secret(null, true), 0)).toBe(true);
  });
});

describe('a badge', () => {
  const bytes = fc.uint8Array({ minLength: badgeBytes, maxLength: badgeBytes });

  it('is read as it was issued, however somebody types it, and is no goods', () => {
    fc.assert(
      fc.property(bytes, (secret) => {
        const text = badgeText(secret);
        const typed = ` ${text.toLowerCase().replaceAll('0', 'o')} `;
        expect(readBadge(text)).toBe(text);
        expect(readBadge(typed)).toBe(text);
        expect(text).toMatch(/^RC1:[0-9A-HJKMNP-TV-Z]{26}$/);
        expect(readCode(text).kind).toBe('badge');
      }),
    );
  });

  it('differs wherever its secret does', () => {
    fc.assert(
      fc.property(bytes, bytes, (one, other) => {
        expect(badgeText(one) === badgeText(other)).toBe(Buffer.compare(one, other) === 0);
      }),
    );
  });

  it('that is cut short or holds what no badge holds is nobody’s, but still a badge to the counter', () => {
    for (const text of ['RC1:', 'RC1:ABC', `RC1:${'U'.repeat(26)}`]) {
      expect(readBadge(text)).toBeNull();
      expect(looksLikeBadge(text)).toBe(true);
    }
    expect(looksLikeBadge('6901028075763')).toBe(false);
  });
});

it('two stores, and badge and card, share no hash', () => {
  const salts = new Set([
    tokenSalt('s1', 'badge'),
    tokenSalt('s1', 'card'),
    tokenSalt('s2', 'badge'),
    tokenSalt('s2', 'card'),
  ]);
  expect(salts.size).toBe(4);
});
