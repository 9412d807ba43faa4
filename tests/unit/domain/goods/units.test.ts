import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCounted, shownOf, unitIds } from '../../../../domain/basics/unit.ts';
import { shownPrice } from '../../../../domain/goods/item.ts';
import { price as priced } from '../../../../domain/prices/price.ts';
import { activePromotions, type Promotion } from '../../../../domain/prices/promotion.ts';
import { applyToBasket, emptyBasket } from '../../../../domain/sale/basket.ts';
import { totalsOf } from '../../../../domain/sale/totals.ts';

const price = (priceMinor: number, unit: string, shownPer?: number) => {
  const { minor, per } = shownPrice({ unit, priceMinor, ...(shownPer ? { shownPer } : {}) });
  return [minor, per];
};

describe('A price as people think of it', () => {
  it('is for 500 g, 100 g or 100 ml where the item says so, else for the whole unit', () => {
    expect(price(1_180, 'kg', 500)).toEqual([590, '500 g']);
    expect(price(1_180, 'kg', 100)).toEqual([118, '100 g']);
    expect(price(1_180, 'kg')).toEqual([1_180, 'kg']);
    expect(price(990, 'l', 100)).toEqual([99, '100 ml']);
    expect(price(350, 'piece')).toEqual([350, '']);
  });

  it('is the whole unit’s where it would have to be rounded, or the unit has no such part', () => {
    expect(price(1_181, 'kg', 500)).toEqual([1_181, 'kg']);
    expect(price(1_180, 'm', 500)).toEqual([1_180, 'm']);
  });

  it('times the part is the price of the whole', () => {
    const unit = fc.constantFrom(...unitIds, 'of-later');
    fc.assert(
      fc.property(unit, fc.nat(1_000_000), fc.nat(3), (of, priceMinor, nth) => {
        const shownPer = shownOf(of)[nth]?.[0] ?? 1_000;
        const { minor, per } = shownPrice({ unit: of, priceMinor, shownPer });
        const part = shownOf(of).find(([, symbol]) => symbol === per)?.[0] ?? 0;
        expect(minor * 1_000).toBe(priceMinor * part);
      }),
    );
  });
});

it('what is measured has a line of its own, counts as one, and is discounted as a whole', () => {
  for (const unit of [...unitIds, 'of-later']) {
    const quantity = 3_000;
    const item = {
      ...{ sku: '10001', name: { zh: '布' }, pinyin: 'b', barcode: null, category: 'cloth' },
      ...{ unit, priceMinor: 999, taxRate: 0, favourite: null, withdrawn: false },
    };
    const add = { kind: 'add', item, quantity } as const;
    const twice = applyToBasket(applyToBasket(emptyBasket('sale'), add), add);
    expect(twice.lines).toHaveLength(isCounted(unit) ? 1 : 2);
    const totalsWith = (promotions: readonly Promotion[]) =>
      totalsOf(priced(twice, activePromotions(promotions, '2026-06-01')));
    expect(totalsWith([]).pieces).toBe(isCounted(unit) ? 6 : 2);
    const third = {
      ...{ id: 'P', name: { zh: '三' }, from: '2026-01-01', until: '2026-12-31', skus: [] },
      ...{ categories: ['cloth'], withdrawn: false },
      rule: { kind: 'percent-off', basisPoints: 3_333 } as const,
    };
    // 333 off each of six pieces; of two measured lines 33.33 % of 29.97 each, rounded once.
    expect(totalsWith([third]).discountMinor).toBe(isCounted(unit) ? 6 * 333 : 2 * 999);
  }
});
