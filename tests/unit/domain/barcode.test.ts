import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeOfScan,
  gtinCheckDigit,
  isGtin,
  isLuhn,
  readCode,
  weighedCode,
} from '../../../domain/barcode.ts';
import { readTable } from './table.ts';

const digits = (count: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count })
    .map((list) => list.join(''));

describe('GTIN check digits', () => {
  it('make weighted digits a multiple of ten', () => {
    fc.assert(
      fc.property(fc.constantFrom(7, 12).chain(digits), (body) => {
        const code = body + gtinCheckDigit(body);
        const sum = [...code].reverse().reduce((all, d, i) => all + Number(d) * (i % 2 ? 3 : 1), 0);
        expect(sum % 10).toBe(0);
        expect(isGtin(code)).toBe(true);
      }),
    );
  });
  it('find any single wrong digit', () => {
    fc.assert(
      fc.property(digits(12), fc.nat(12), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const code = body + gtinCheckDigit(body);
        const wrong = (Number(code[at]) + by) % 10;
        expect(isGtin(code.slice(0, at) + wrong + code.slice(at + 1))).toBe(false);
      }),
    );
  });
  it('are those of the GS1 examples', () => {
    expect(gtinCheckDigit('629104150021')).toBe(3);
    expect(gtinCheckDigit('9638507')).toBe(4);
  });
});

describe('codes of a shop scale', () => {
  it('come back as the same item and weight', () => {
    fc.assert(
      fc.property(digits(5), fc.integer({ min: 1, max: 99_999 }), (plu, grams) => {
        const code = weighedCode(plu, grams);
        expect(isGtin(code)).toBe(true);
        expect(readCode(code)).toEqual({ kind: 'weighed', plu, quantity: grams });
      }),
    );
  });
});

describe('readCode', () => {
  it.each(readTable('barcode'))('reads $text as $kind', (row) => {
    const found: Record<string, unknown> = readCode(row.text ?? '');
    expect(found.kind).toBe(row.kind);
    expect(found.gtin ?? found.plu ?? found.sku ?? '').toBe(row.value);
    expect(String(found.quantity ?? '')).toBe(row.quantity);
    expect(found.why ?? '').toBe(row.why);
  });
  it('has an answer for every text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), digits(13), digits(16)), (text) => {
        expect(['gtin', 'weighed', 'sku', 'payment-card', 'unreadable']).toContain(
          readCode(text).kind,
        );
      }),
    );
  });
  it('drops every number that could be a card', () => {
    fc.assert(
      fc.property(fc.integer({ min: 14, max: 18 }).chain(digits), (body) => {
        const last = [...'0123456789'].find((digit) => isLuhn(body + digit)) ?? '';
        expect(readCode(body + last)).toEqual({ kind: 'payment-card' });
      }),
    );
  });
});

describe('Luhn', () => {
  const vectors = join(import.meta.dirname, '../../../../shared/vectors/crypto.md');
  const rows = existsSync(vectors)
    ? [...readFileSync(vectors, 'utf8').matchAll(/^\| (C\d+) \| `(\d+)` \| Luhn (valid|INVALID)/gm)]
    : [];
  it.skipIf(!existsSync(vectors))('agrees with ../shared/vectors/crypto.md section 7', () => {
    expect(rows.length).toBeGreaterThanOrEqual(12);
    for (const [, id, number, verdict] of rows) {
      expect(`${id} ${isLuhn(number ?? '')}`).toBe(`${id} ${verdict === 'valid'}`);
    }
  });
  it('has exactly one right last digit', () => {
    fc.assert(
      fc.property(digits(15), (body) => {
        expect([...'0123456789'].filter((digit) => isLuhn(body + digit))).toHaveLength(1);
      }),
    );
  });
  it('refuses what is not all digits', () => {
    for (const text of ['', '4111-1111-1111-1111', ' 0', 'a']) expect(isLuhn(text)).toBe(false);
  });
});

it('a scan that tells its symbology is read by it', () => {
  const code = (text: string, symbology: string | null) => codeOfScan({ text, symbology });
  expect(code('0109506000134352172312311', ']d2')).toBe('9506000134352');
  expect(code('0119506000134359', ']C1')).toBe('19506000134359');
  expect(code('0109506000134352', null)).toBe('0109506000134352');
  expect(code('012345678905', ']E0')).toBe('0012345678905');
  expect(code('012345678905', ']A0')).toBe('012345678905');
  expect(code('5901234123457', ']E0')).toBe('5901234123457');
});
