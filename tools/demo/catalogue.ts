/** The demo shop's catalogue: what goods.ts lists, with numbers, barcodes and pinyin initials. */

import { pinyin } from 'pinyin-pro';
import { gtinCheckDigit } from '../../domain/basics/check-digit.ts';
import { nameIn } from '../../domain/basics/names.ts';
import type { Item } from '../../domain/goods/item.ts';
import { favouriteNames, packagedGoods, weighedGoods } from './goods.ts';

const sizesInEnglish: Readonly<Record<string, string>> = {
  大: 'large',
  中: 'medium',
  折叠: 'folding',
  '3 km 内': 'within 3 km',
  '8 km 内': 'within 8 km',
  '1条': '×1',
  '4位': '4 sockets',
  '6位': '6 sockets',
};
const units: readonly (readonly [RegExp, string])[] = [
  [/(\d+) ?枚/, '$1 pieces'],
  [/(\d+)[包卷片支只节]/, '×$1'],
];

/** Every item of the shop, always the same. */
export function demoCatalogue(): Item[] {
  const packaged = packagedGoods.flatMap(({ category, taxRate, zh, en, sizes }) =>
    sizes.map(([size, priceMinor]) => ({
      category,
      taxRate,
      priceMinor,
      name: { zh: `${zh} ${size}`, en: `${en} ${sizeInEnglish(size)}` },
    })),
  );
  return [
    ...packaged.map((goods, index) =>
      item({ ...goods, sku: String(10_001 + index), barcode: gtin(index), unit: 'piece' }),
    ),
    ...weighedGoods.map(([zh, en, priceMinor, category], index) =>
      item({
        category,
        // Fresh vegetables, fruit and meat are free of VAT in retail.
        taxRate: 0,
        priceMinor,
        name: { zh, en },
        sku: String(20_001 + index),
        barcode: null,
        unit: 'kg',
      }),
    ),
  ];
}

function item(goods: Omit<Item, 'pinyin' | 'favourite' | 'withdrawn'>): Item {
  const position = favouriteNames.indexOf(nameIn(goods.name, 'zh-CN'));
  return {
    ...goods,
    pinyin: initials(nameIn(goods.name, 'zh-CN')),
    favourite: position < 0 ? null : position + 1,
    withdrawn: false,
  };
}

/** `农夫山泉 550ml` → `nfsq550ml`. */
function initials(name: string): string {
  return pinyin(name, { pattern: 'first', toneType: 'none', separator: '', nonZh: 'consecutive' })
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** A GTIN-13 under China's prefixes 690–699; eight makers take turns. */
function gtin(index: number): string {
  const maker = ['0102', '1168', '2255', '3571', '4903', '7992', '8440', '9316'][index % 8];
  const body = `69${maker}${String(500_000 + index * 37).padStart(6, '0')}`;
  return body + gtinCheckDigit(body);
}

function sizeInEnglish(size: string): string {
  const named = sizesInEnglish[size];
  if (named) return named;
  return units.reduce((text, [pattern, english]) => text.replace(pattern, english), size);
}
