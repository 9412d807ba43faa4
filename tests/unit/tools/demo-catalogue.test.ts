import { describe, expect, it } from 'vitest';
import { firstCategories } from '../../../domain/goods/category.ts';
import { isGtin } from '../../../domain/goods/code.ts';
import { itemSchema } from '../../../domain/goods/item.ts';
import { demoCatalogue } from '../../../tools/demo/catalogue.ts';
import { favouriteNames } from '../../../tools/demo/goods.ts';

describe('the demo catalogue', () => {
  const items = demoCatalogue();

  it('holds three hundred items that a till accepts, each number and barcode once', () => {
    for (const item of items) itemSchema.parse(item);
    expect(items.length).toBeGreaterThanOrEqual(300);
    expect(new Set(items.map((item) => item.sku)).size).toBe(items.length);
    const barcodes = items.flatMap((item) => item.barcode ?? []);
    expect(new Set(barcodes).size).toBe(barcodes.length);
  });

  it('gives pieces a GTIN of China and weighed goods none', () => {
    for (const item of items) {
      if (item.unit === 'kg') expect(item.barcode).toBeNull();
      else expect(isGtin(item.barcode ?? '') && /^69\d{11}$/.test(item.barcode ?? '')).toBe(true);
    }
  });

  it('fills every category and every favourite', () => {
    expect(new Set(items.map((item) => item.category)).size).toBe(firstCategories.length);
    expect(items.filter((item) => item.favourite !== null)).toHaveLength(favouriteNames.length);
  });

  it('speaks English in its English names', () => {
    for (const item of items) expect(item.name.en).not.toMatch(/\p{Script=Han}/u);
  });
});
