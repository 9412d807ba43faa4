/** Who typed it: a scanner set to any pace, or a person. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../../domain/basics/check-digit.ts';
import { isScanned, type KeysGoTo } from '../../../../renderer/page/rhythm.ts';

const gaps = (text: string, gapMs: number, jitterMs = 0) =>
  [...text].map((_, at) => gapMs + (at % 3) * (jitterMs / 2));
const run = (text: string, gapMs: number, more: object = {}) =>
  isScanned({ text, gapsMs: gaps(text, gapMs), ended: true, goTo: 'digits' as KeysGoTo, ...more });

describe('a scanner', () => {
  it('is known at every pace by a whole code, wherever its keys go', () => {
    const anywhere = fc.constantFrom<KeysGoTo>('text', 'digits', 'nothing');
    const code = fc.stringMatching(/^\d{12}$/).map((body) => body + gtinCheckDigit(body));
    const pace = fc.tuple(fc.integer({ min: 0, max: 110 }), fc.integer({ min: 0, max: 20 }));
    fc.assert(
      fc.property(code, pace, anywhere, fc.boolean(), (text, [gapMs, jitterMs], goTo, ended) => {
        const gapsMs = gaps(text, gapMs, jitterMs);
        expect(isScanned({ text, gapsMs, ended, goTo })).toBe(true);
      }),
    );
  });
  it.each([
    ['100234', 5],
    ['100234', 70],
    ['100234', 100],
    ['1234', 5],
    ['1234', 70],
    ['INV-2026-000123', 5],
    ['INV-2026-000123', 70],
    ['*6901025000003', 100],
    ['F6901025000003', 100],
  ])('is known by %s at %d ms where numbers go', (text, gapMs) => {
    expect(run(text, gapMs)).toBe(true);
  });
  it('is known by anything and Enter where no key goes anywhere', () => {
    expect(run('abc', 120, { goTo: 'nothing' })).toBe(true);
  });
});

describe('a person', () => {
  it.each([
    ['100', 120],
    ['1234', 120],
    ['100234', 130],
    ['2580', 130],
  ])('who types %s at %d ms is believed', (text, gapMs) => {
    expect(run(text, gapMs)).toBe(false);
  });
  it('who types a PIN quickly and unevenly is believed', () => {
    expect(
      isScanned({ text: '2580', gapsMs: [60, 110, 75, 95], ended: true, goTo: 'digits' }),
    ).toBe(false);
  });
  it('who types words quickly into a field is believed, ended or not', () => {
    for (const ended of [true, false]) {
      expect(run('nongfushanquan', 70, { goTo: 'text', ended })).toBe(false);
    }
  });
  it('at no pace of a hand is taken for a scanner by a number', () => {
    const hand = fc.array(fc.integer({ min: 115, max: 400 }), { minLength: 3, maxLength: 7 });
    fc.assert(
      fc.property(hand, fc.stringMatching(/^\d{7}$/), fc.boolean(), (gapsMs, digits, ended) => {
        const text = digits.slice(0, gapsMs.length);
        expect(isScanned({ text, gapsMs, ended, goTo: 'digits' })).toBe(false);
      }),
    );
  });
});
