import { describe, expect, it } from 'vitest';
import { assert } from '../../../../domain/basics/assert.ts';
import type { Locale } from '../../../../domain/basics/languages.ts';
import { foldDrawers } from '../../../../domain/cash/drawer.ts';
import { paperSchema } from '../../../../domain/paper/paper.ts';
import { xReport, zPreview, zReport } from '../../../../domain/reports/day-report.ts';
import { blindTotals, emptyTotals, foldTotals } from '../../../../domain/reports/day-totals.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import { saleReceipt } from '../../../../domain/sale/receipt.ts';
import { speakerIn } from '../../../../main/machine/words.ts';
import { readWords } from '../../../../words/read.ts';
import { paperText } from '../../../helpers/paper-text.ts';
import { sampleBodies } from '../contract/sample-bodies.ts';
import { shop } from '../shop.ts';

const sale: SaleBody = sampleBodies['sale-completed'];
const cashSale: SaleBody = { ...sale, tenders: sale.tenders.slice(1) };
const cardSale: SaleBody = { ...sale, roundingMinor: 0, tenders: sale.tenders.slice(0, 1) };
/** Everything comes back. */
const returnSale: SaleBody = {
  ...cashSale,
  number: 8,
  voidedLines: 0,
  lines: cashSale.lines.map((line) => ({
    ...line,
    kind: 'return' as const,
    quantity: 0 - line.quantity,
    discounts: line.discounts.map((discount) => ({ ...discount, minor: 0 - discount.minor })),
    totalMinor: 0 - line.totalMinor,
    taxMinor: 0 - line.taxMinor,
    undoes: { saleId: cashSale.saleId, line: line.line, number: 7, date: '2026-11-22' },
  })),
  pieces: 0 - cashSale.pieces,
  listMinor: 0 - cashSale.listMinor,
  discountMinor: 0 - cashSale.discountMinor,
  totalMinor: 0 - cashSale.totalMinor,
  roundingMinor: 0 - cashSale.roundingMinor,
  tax: cashSale.tax.map(({ rate, grossMinor, taxMinor }) => ({
    rate,
    grossMinor: 0 - grossMinor,
    taxMinor: 0 - taxMinor,
  })),
  tenders: [{ kind: 'cash', amountMinor: -2_910, tenderedMinor: 0, changeMinor: 2_910 }],
};
const plainSale: SaleBody = { ...cardSale, discountMinor: 0 };
const totals = [
  { kind: 'float-counted', body: sampleBodies['float-counted'] } as const,
  { kind: 'sale-completed', body: cashSale } as const,
  { kind: 'sale-completed', body: cardSale } as const,
].reduce(
  (sum, fact, index) =>
    foldTotals(
      sum,
      { ...fact, seq: 3 + index, at: 1_795_309_200_000, operator: '1001' },
      shop.zone,
    ),
  emptyTotals('2026-11-22'),
);
const letterhead = (locale: Locale) => ({
  storeName: shop.storeName,
  receiptFooter: shop.receiptFooter,
  tillName: '1',
  locale,
  say: speakerIn(locale),
  printedAt: '2026-11-22 08:52:03',
});

const at = 1;
const sold = { at, operator: '1001', kind: 'sale-completed', body: cashSale };
const counted = (amountMinor: number) => ({
  at,
  operator: '9001',
  kind: 'cash-counted',
  body: { drawer: 'main', amountMinor, denominations: {}, blind: true },
});
const float = { at, operator: '1001', kind: 'float-counted', body: sampleBodies['float-counted'] };
const books = { totals, drawers: [float, sold].reduce(foldDrawers, {}) };
const recounted = {
  totals,
  drawers: [counted(0), counted(52_000)].reduce(foldDrawers, books.drawers),
};

describe.each(['zh-CN', 'en'] as const)('paper in %s', (locale) => {
  const papers = {
    'sale-return': saleReceipt(letterhead(locale), returnSale, '王芳', false),
    'sale-cash': saleReceipt(letterhead(locale), cashSale, '王芳', false),
    'sale-card-copy': saleReceipt(letterhead(locale), cardSale, '王芳', true),
    x: xReport(letterhead(locale), books, false),
    'x-blind': xReport(letterhead(locale), { ...books, totals: blindTotals(totals) }, true),
    'z-preview': zPreview(letterhead(locale), recounted),
    z: zReport(letterhead(locale), books, sampleBodies['day-closed']),
    'z-second': zReport(letterhead(locale), recounted, {
      ...sampleBodies['day-closed'],
      zNumber: 13,
      firstCountedMinor: 0,
      session: 2,
      afterZ: 12,
    }),
  };
  it.each(Object.entries(papers))('prints %s as it is written down', async (name, paper) => {
    expect(paperSchema.parse(paper)).toEqual(paper);
    await expect(paperText(paper)).toMatchFileSnapshot(`receipt.${name}.${locale}.golden.txt`);
  });

  it('leaves out what is nothing', () => {
    const say = speakerIn(locale);
    const text = paperText(saleReceipt(letterhead(locale), plainSale, '王芳', false));
    expect(text).not.toContain(say('paper.saved'));
    expect(text).not.toContain(say('paper.rounding'));
    expect(text).not.toContain(say('paper.copy'));
  });

  it('adds up from the goods to the total, also where a price was lowered by hand', () => {
    const say = speakerIn(locale);
    const [line, ...others] = cardSale.lines;
    assert(line, 'the sample has goods');
    // The list asked for more than the line was sold at: nothing on paper may take it off once more.
    const lines = [{ ...line, listPriceMinor: line.priceMinor + 100 }, ...others];
    const sale = { ...cardSale, lines, discountMinor: cardSale.discountMinor + 200 };
    const printed = paperText(saleReceipt(letterhead(locale), sale, '王芳', false)).split('\n');
    const amount = (row: string) => Number(/(-?\d+\.\d\d)(?: \*)?$/.exec(row)?.[1] ?? Number.NaN);
    const total = printed.findIndex((row) => row.startsWith(say('paper.total')));
    const goods = printed.slice(
      printed.findIndex((row) => row.startsWith('  ')),
      total,
    );
    const added = goods.map(amount).filter((each) => !Number.isNaN(each));
    const cents = added.reduce((sum, each) => sum + Math.round(each * 100), 0);
    expect(added.length).toBeGreaterThan(2);
    expect(cents).toBe(Math.round(amount(printed[total] ?? '') * 100));
  });

  it('calls a difference in the drawer by its name', () => {
    const say = speakerIn(locale);
    for (const [differenceMinor, word] of [
      [0, say('paper.exact')],
      [-910, say('paper.short')],
      [10, say('paper.over')],
    ] as const) {
      const closing = { ...sampleBodies['day-closed'], differenceMinor, reason: null };
      expect(paperText(zReport(letterhead(locale), books, closing))).toContain(word);
    }
  });

  it('has a word for everything, without a blank at its ends', () => {
    for (const [id, word] of Object.entries(readWords(locale, ['counter', 'paper']))) {
      expect([id, word.length > 0, word]).toEqual([id, true, word.trim()]);
    }
  });
});

it('says it in the script of its language', () => {
  for (const word of Object.values(readWords('zh-CN', ['paper']))) {
    expect(word).toMatch(/\p{Script=Han}/u);
  }
  for (const word of Object.values(readWords('en', ['paper']))) {
    expect(word).toMatch(/^[\x20-\x7e]+$/);
  }
});

it('says on the pad what a pad can show', () => {
  const onPad = Object.entries(readWords('en', ['counter'])).filter(([id]) =>
    id.startsWith('pad.'),
  );
  expect(onPad.length).toBeGreaterThan(3);
  for (const [, text] of onPad) {
    for (const line of text.split('|')) expect(line).toMatch(/^[\x20-\x7e]{1,20}$/);
  }
});
