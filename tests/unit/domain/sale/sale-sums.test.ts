import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPromotions } from '../../../../domain/prices/apply-promotions.ts';
import { activePromotions, type Promotion } from '../../../../domain/prices/promotion.ts';
import { applyToBasket, basketTotals, emptyBasket } from '../../../../domain/sale/basket.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import { saleFault } from '../../../../domain/sale/sums.ts';
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
    const { lines } = applyPromotions(basket, active);
    const { pieces, listMinor, discountMinor, dueMinor, tax } = basketTotals({ lines });
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

  it('names a sale of 9999.99 with a line of 0.01', () => {
    const body = fc.sample(sale, { numRuns: 1, seed: 1 })[0];
    if (!body) throw new Error('no sale');
    const cent = { quantity: 1_000, listPriceMinor: 1, priceMinor: 1, totalMinor: 1 };
    const [line] = body.lines;
    if (!line) throw new Error('no line');
    const { promotion: _, ...plain } = line;
    const sold: SaleBody = {
      ...body,
      lines: [{ ...plain, unit: 'piece', ...cent }],
      totalMinor: 999_999,
    };
    expect(saleFault(sold)).toBe('totals');
  });
});
