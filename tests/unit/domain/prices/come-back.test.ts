/** Whatever is brought back in whatever parts: the sum given back is what was paid, with its tax, and never more on the way. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grossMinor, type PricedLine, type SaleLine } from '../../../../domain/prices/line.ts';
import { price } from '../../../../domain/prices/price.ts';
import { activePromotions } from '../../../../domain/prices/promotion.ts';
import { applyToBasket, emptyBasket } from '../../../../domain/sale/basket.ts';
import { returnLine } from '../../../../domain/sale/returned.ts';
import { soldLines } from '../../../../domain/sale/sold-lines.ts';
import { saleFault } from '../../../../domain/sale/sums.ts';
import { totalsOf } from '../../../../domain/sale/totals.ts';
import { addCommand } from '../arbitraries.ts';

const saleId = '0190a1b2-0000-7000-8000-000000000001';
const of = { saleId, number: 7, date: '2026-11-22' };
const none = activePromotions([], '2026-11-22');
const discount = { by: { basisPoints: 1_234 }, reasonId: 'damaged', ofMinor: 1_000 };

/** A line of a sale with something off each line and the whole, and where it is cut into parts. */
const parts = fc
  .record({
    adds: fc.array(addCommand, { minLength: 1, maxLength: 6 }),
    isOff: fc.boolean(),
    cuts: fc.array(fc.nat(1_000), { maxLength: 5 }),
  })
  .map(({ adds, isOff, cuts }) => {
    const basket = adds.reduce(applyToBasket, emptyBasket(saleId));
    const off = [null, 1].map((line) => ({ kind: 'discount', line, discount }) as never);
    const lines = soldLines(price(isOff ? off.reduce(applyToBasket, basket) : basket, none));
    return { lines, cuts };
  });

const partsOf = ({ quantity, unit }: SaleLine, cuts: readonly number[]): number[] => {
  const step = unit === 'piece' ? 1_000 : 1;
  const at = cuts.map((cut) => Math.round((cut * quantity) / 1_000 / step) * step);
  const ends = [...new Set([...at, quantity])].filter((end) => end > 0).sort((a, b) => a - b);
  return ends.map((end, index) => end - (ends[index - 1] ?? 0));
};

/** As it lies in a basket of its own. */
const back = (sold: SaleLine, quantity: number, before: number): PricedLine => {
  const line = returnLine(of, sold, { quantity, before });
  const basket = applyToBasket(emptyBasket(saleId), { kind: 'return', line });
  const [priced] = price(basket, none);
  if (!priced) throw new Error('an empty basket');
  return priced;
};

it('comes to what was paid, and to its tax, and at no time to more', () => {
  fc.assert(
    fc.property(parts, ({ lines, cuts }) => {
      for (const sold of lines) {
        let [given, tax, before] = [0, 0, 0];
        for (const quantity of partsOf(sold, cuts)) {
          const line = back(sold, quantity, before);
          before += quantity;
          given -= line.totalMinor;
          tax -= line.taxMinor ?? Number.NaN;
          expect(line.totalMinor).toBeLessThanOrEqual(0);
          expect(given).toBeLessThanOrEqual(sold.totalMinor);
          expect(tax).toBeLessThanOrEqual(sold.taxMinor);
        }
        expect([given, tax, before]).toEqual([sold.totalMinor, sold.taxMinor, sold.quantity]);
      }
    }),
  );
});

it('adds up as a sale, with its share of every discount by name', () => {
  fc.assert(
    fc.property(parts, ({ lines, cuts }) => {
      const basket = lines.reduce((next, sold) => {
        const [quantity = 0] = partsOf(sold, cuts);
        const line = returnLine(of, sold, { quantity, before: 0 });
        return applyToBasket(next, { kind: 'return', line });
      }, emptyBasket(saleId));
      const body = soldLines(price(basket, none));
      const { pieces, listMinor, discountMinor, dueMinor, tax } = totalsOf(body);
      const tender = { kind: 'cash', amountMinor: dueMinor, tenderedMinor: 0 } as const;
      const sale = {
        ...{ saleId, number: 1, lines: body, pieces, listMinor, discountMinor },
        ...{ totalMinor: dueMinor, roundingMinor: 0, voidedLines: 0, drawer: 'main' },
        tax: tax.map((line) => ({ ...line })),
        tenders: [{ ...tender, changeMinor: 0 - dueMinor }],
      };
      expect(saleFault(sale)).toBeNull();
      for (const line of body) {
        const off = line.discounts.reduce((sum, { minor }) => sum + minor, 0);
        expect(grossMinor(line) - off).toBe(line.totalMinor);
      }
    }),
  );
});
