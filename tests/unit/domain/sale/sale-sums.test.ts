import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SaleLine } from '../../../../domain/prices/line.ts';
import { price } from '../../../../domain/prices/price.ts';
import { activePromotions, type Promotion } from '../../../../domain/prices/promotion.ts';
import { taxByRate, taxShares } from '../../../../domain/prices/tax.ts';
import { applyToBasket, emptyBasket } from '../../../../domain/sale/basket.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import { soldLines } from '../../../../domain/sale/sold-lines.ts';
import { saleFault } from '../../../../domain/sale/sums.ts';
import { totalsOf } from '../../../../domain/sale/totals.ts';
import { cashDue, type Tender } from '../../../../domain/tenders/tender.ts';
import { addCommand } from '../arbitraries.ts';

const saleId = '0190a1b2-0000-7000-8000-000000000001';
const promotion: Promotion = {
  id: 'p',
  name: { zh: '促销', en: 'Offer' },
  from: '2026-01-01',
  until: '2026-12-31',
  skus: [],
  categories: ['snacks'],
  rule: { kind: 'percent-off', basisPoints: 1_250 },
  withdrawn: false,
};

const card = (amountMinor: number): Tender => ({
  kind: 'card',
  amountMinor,
  attemptId: saleId,
  maskedPan: '620000******0013',
  authorisationCode: 'A12345',
  referenceNumber: '112233445566',
});

/** What completeSale makes of a basket. */
const sale: fc.Arbitrary<SaleBody> = fc
  .record({
    adds: fc.array(addCommand, { minLength: 1, maxLength: 12 }),
    isCard: fc.boolean(),
    onOffer: fc.boolean(),
  })
  .map(({ adds, isCard, onOffer }) => {
    const basket = adds.reduce(applyToBasket, emptyBasket(saleId));
    const active = activePromotions(onOffer ? [promotion] : [], '2026-11-22');
    const lines = soldLines(price(basket, active));
    const { pieces, listMinor, discountMinor, dueMinor, tax } = totalsOf(lines);
    const owed = cashDue(dueMinor, 10);
    const cash = { kind: 'cash', amountMinor: owed, tenderedMinor: owed + 50, changeMinor: 50 };
    const tender = isCard && dueMinor > 0 ? card(dueMinor) : (cash as Tender);
    return {
      saleId,
      number: 1,
      lines,
      pieces,
      listMinor,
      discountMinor,
      totalMinor: dueMinor,
      roundingMinor: tender.amountMinor - dueMinor,
      tax: tax.map((line) => ({ ...line })),
      tenders: [tender],
      voidedLines: 0,
      drawer: 'main',
    };
  });

const lineWith = (body: SaleBody, more: Partial<SaleBody['lines'][number]>): SaleBody => ({
  ...body,
  lines: body.lines.map((line, index) => (index === 0 ? { ...line, ...more } : line)),
});

describe('the sums of a sale', () => {
  it('add up for whatever a basket makes', () => {
    fc.assert(fc.property(sale, (body) => saleFault(body) === null));
  });

  it('are refused with any one of them altered', () => {
    fc.assert(
      fc.property(sale, fc.integer({ min: 1_000, max: 99_999 }), (body, by) => {
        const [line, tender, tax] = [body.lines[0], body.tenders[0], body.tax[0]];
        if (!line || !tender || !tax) throw new Error('an empty sale');
        const wrong: SaleBody[] = [
          lineWith(body, { totalMinor: line.totalMinor + by }),
          lineWith(body, { taxMinor: line.taxMinor + by }),
          lineWith(body, { kind: 'return' }),
          lineWith(body, { quantity: line.unit === 'piece' ? line.quantity + 1 : 0 }),
          { ...body, lines: [...body.lines, line] },
          { ...body, pieces: body.pieces + by },
          { ...body, listMinor: body.listMinor + by, discountMinor: body.discountMinor + by },
          { ...body, totalMinor: body.totalMinor + by },
          { ...body, roundingMinor: body.roundingMinor + by },
          { ...body, tax: [] },
          { ...body, tax: [{ ...tax, taxMinor: tax.taxMinor + by }, ...body.tax.slice(1)] },
          { ...body, tenders: [{ ...tender, amountMinor: tender.amountMinor + by } as Tender] },
          { ...body, tenders: [tender, card(by)] },
        ];
        for (const each of wrong) expect(saleFault(each)).not.toBeNull();
      }),
    );
  });

  it('of several tenders: each stands once, and only the last came with the sale', () => {
    const [found] = fc.sample(
      sale.filter(({ totalMinor }) => totalMinor > 1_000),
      { numRuns: 1, seed: 7 },
    );
    if (!found) throw new Error('no sale');
    const body: SaleBody = { ...found, roundingMinor: 0 };
    const one = '0190a1b2-0000-7000-8000-000000000011';
    const two = '0190a1b2-0000-7000-8000-000000000012';
    const part = (minor: number, takenAs: string): Tender => ({
      kind: 'cash',
      amountMinor: minor,
      tenderedMinor: minor,
      changeMinor: 0,
      takenAs,
    });
    const rest = card(body.totalMinor - 1_000);
    const parts = [part(400, one), part(600, two)];
    expect(saleFault({ ...body, tenders: [...parts, rest] })).toBeNull();
    const { takenAs: _, ...untold } = part(600, two);
    const wrong: Tender[][] = [
      [part(400, one), part(600, one), rest],
      [part(400, one), untold, rest],
      [...parts, { ...rest, takenAs: two }],
      [...parts, card(body.totalMinor - 1_001)],
      [{ ...card(1_000), takenAs: one }, rest],
    ];
    for (const tenders of wrong) expect(saleFault({ ...body, tenders })).toBe('tenders');
    // Rounded is only what is paid in cash at the end.
    const rounded = { ...body, roundingMinor: 3, tenders: [...parts, card(rest.amountMinor + 3)] };
    expect(saleFault(rounded)).toBe('rounding');
  });

  it('names a sale of 9999.99 with a line of 0.01', () => {
    const body = fc.sample(sale, { numRuns: 1, seed: 1 })[0];
    if (!body) throw new Error('no sale');
    const cent = { quantity: 1_000, listPriceMinor: 1, priceMinor: 1, totalMinor: 1 };
    const [line] = body.lines;
    if (!line) throw new Error('no line');
    const sold: SaleBody = {
      ...body,
      lines: [{ ...line, unit: 'piece', ...cent, discounts: [] }],
      totalMinor: 999_999,
    };
    expect(saleFault(sold)).toBe('totals');
  });
});

describe('what comes back', () => {
  const line = (more: Partial<SaleLine>): SaleLine => ({
    line: 1,
    kind: 'goods',
    sku: '10001',
    barcode: null,
    name: { en: 'Milk' },
    unit: 'piece',
    quantity: 1_000,
    listPriceMinor: 650,
    priceMinor: 650,
    taxRate: 1_300,
    discounts: [],
    totalMinor: 650,
    taxMinor: 0,
    ...more,
  });
  const off = [{ source: 'promotion', id: 'P1', minor: -50 }] as const;
  const back = line({
    line: 2,
    kind: 'return',
    quantity: -2_000,
    discounts: [...off],
    totalMinor: -1_250,
  });
  const exchange = [line({}), back];
  const body = (lines: readonly SaleLine[]): SaleBody => {
    const { pieces, listMinor, discountMinor, dueMinor, tax } = totalsOf(lines);
    const taxes = taxShares(lines);
    return {
      saleId,
      number: 1,
      lines: lines.map((each, index) => ({ ...each, taxMinor: taxes[index] ?? 0 })),
      pieces,
      listMinor,
      discountMinor,
      totalMinor: dueMinor,
      roundingMinor: 0,
      tax,
      tenders: [],
      voidedLines: 0,
      drawer: 'main',
    };
  };

  it('counts below zero in pieces, list, discount, total and tax', () => {
    const sale = body(exchange);
    expect(sale).toMatchObject({
      pieces: -1,
      listMinor: -650,
      discountMinor: -50,
      totalMinor: -600,
      tax: [{ rate: 1_300, grossMinor: -600, taxMinor: -69 }],
    });
    expect(sale.lines.map(({ taxMinor }) => taxMinor)).toEqual([75, -144]);
    // What is paid out is the tenders' business.
    expect(saleFault(sale)).toBe('tenders');
    expect(saleFault({ ...sale, lines: [line({}), { ...back, kind: 'goods' }] })).toBe('line');
    expect(saleFault({ ...sale, lines: [line({}), { ...back, totalMinor: -1_350 }] })).toBe('line');
    expect(saleFault({ ...sale, lines: [line({ kind: 'return' }), back] })).toBe('line');
  });

  it('a line’s tax is its share, whatever the sides of zero: the shares are the whole of the rate', () => {
    const some = fc.record({
      taxRate: fc.constantFrom(0, 600, 900, 1_300),
      totalMinor: fc.integer({ min: -100_000, max: 100_000 }),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), (lines) => {
        const shares = taxShares(lines);
        for (const { rate, taxMinor } of taxByRate(lines)) {
          const own = shares.filter((_, index) => lines[index]?.taxRate === rate);
          expect(own.reduce((sum, share) => sum + share, 0)).toBe(taxMinor);
        }
        lines.forEach(({ taxRate, totalMinor }, index) => {
          const exact = (totalMinor * taxRate) / (10_000 + taxRate);
          expect(Math.abs((shares[index] ?? 0) - exact)).toBeLessThan(1);
        });
      }),
    );
  });
});
