import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../domain/goods/item.ts';
import { price } from '../../../../domain/prices/price.ts';
import { activePromotions } from '../../../../domain/prices/promotion.ts';
import { applyToBasket, type Basket, emptyBasket } from '../../../../domain/sale/basket.ts';
import { selectAfter as afterViews } from '../../../../renderer/page/use-till.ts';

const item = (sku: string): Item => ({
  sku,
  name: { zh: '水', en: 'Water' },
  pinyin: 's',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 200,
  taxRate: 1_300,
  favourite: null,
  withdrawn: false,
});

const view = ({ id, lines }: Basket) => ({
  id,
  lines: price({ lines }, activePromotions([], '2026-11-22')),
});
const selectAfter = (before: Basket | null, after: Basket, selected: number | null) =>
  afterViews(before && view(before), view(after), selected);

const add = (basket: Basket, sku: string) =>
  applyToBasket(basket, { kind: 'add', item: item(sku), quantity: 1_000 });

describe('the selected line of the basket', () => {
  const two = add(add(emptyBasket('a'), '10001'), '10002');

  it('is the line that was just added', () => {
    expect(selectAfter(two, add(two, '10003'), 1)).toBe(3);
  });

  it('is the line whose quantity was just raised, wherever it stands', () => {
    expect(selectAfter(two, add(two, '10001'), 2)).toBe(1);
  });

  it('stays where it was when another line is removed', () => {
    const after = applyToBasket(two, { kind: 'remove', line: 2 });
    expect(selectAfter(two, after, 1)).toBe(1);
  });

  it('moves to the last line when its own is removed, and to none in an empty basket', () => {
    const one = applyToBasket(two, { kind: 'remove', line: 1 });
    expect(selectAfter(two, one, 1)).toBe(2);
    expect(selectAfter(one, applyToBasket(one, { kind: 'remove', line: 2 }), 2)).toBeNull();
  });

  it('begins anew with the next sale', () => {
    expect(selectAfter(two, add(emptyBasket('b'), '10001'), 2)).toBe(1);
    expect(selectAfter(null, two, null)).toBe(2);
  });
});
