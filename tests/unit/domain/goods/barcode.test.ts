import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsRight, gtinCheckDigit, isLuhn } from '../../../../domain/basics/check-digit.ts';
import { canonicalGtin, isGtin, readCode } from '../../../../domain/goods/code.ts';
import { readTable } from '../table.ts';

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

describe('readCode', () => {
  it.each(readTable('goods/barcode'))('reads $text as $kind', (row) => {
    const found = readCode(row.text ?? '');
    expect(found.kind).toBe(row.kind);
    const { barcodes, sku, label } =
      found.kind === 'goods' ? found : { barcodes: [], sku: null, label: null };
    expect([barcodes.join(' '), sku ?? '', label ?? '']).toEqual([
      row.barcodes,
      row.sku,
      row.label,
    ]);
    expect(found.kind === 'unreadable' ? found.why : '').toBe(row.why);
  });
  it('reads one code the same with whatever a scanner puts around it', () => {
    const around = fc.tuple(
      fc.constantFrom('', '*', 'F', ']E0', ' '),
      fc.constantFrom('', '\r', '\n', '\r\n', '\t', '*'),
    );
    fc.assert(
      fc.property(fc.constantFrom(11, 12, 13).chain(digits), around, (body, [before, after]) => {
        // Indicator 0, so that all three lengths are one item.
        const code = (body.length === 13 ? `0${body.slice(1)}` : body) + gtinCheckDigit(body);
        fc.pre(endsRight(code));
        const gtin = code.padStart(14, '0');
        const kept = gtin.startsWith('000000') ? gtin.slice(-8) : gtin.slice(1);
        expect(canonicalGtin(`${before}${code}${after}`)).toBe(kept);
      }),
      // A short one among the long, whichever the seed.
      { examples: [['00000100000', ['', '']]] },
    );
  });
  it('has an answer for every text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), digits(13), digits(16)), (text) => {
        expect(['goods', 'payment-card', 'payment-code', 'badge', 'unreadable']).toContain(
          readCode(text).kind,
        );
      }),
    );
  });
  it("drops every number of the networks' cards", () => {
    const cards = fc.constantFrom(
      ...[
        ['4', 16],
        ['51', 16],
        ['2221', 16],
        ['2720', 16],
        ['62', 16],
        ['62', 19],
        ['81', 19],
      ],
      ...[
        ['34', 15],
        ['36', 14],
        ['3528', 16],
        ['6011', 16],
        ['95588', 19],
        ['5018', 16],
      ],
    ) as fc.Arbitrary<[string, number]>;
    fc.assert(
      fc.property(
        cards.chain(([begins, length]) =>
          digits(length - begins.length - 1).map((rest) => begins + rest),
        ),
        (body) => {
          const last = [...'0123456789'].find((digit) => isLuhn(body + digit)) ?? '';
          expect(readCode(body + last)).toEqual({ kind: 'payment-card' });
        },
      ),
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
