/** As many items as a large shop has, for the benchmarks. */

import { gtinCheckDigit } from '../../domain/basics/check-digit.ts';
import type { Item } from '../../domain/goods/item.ts';
import { demoCatalogue } from '../demo/catalogue.ts';

export const itemsCount = 50_000;

/** The demo's names over and over, each item with a number and barcode of its own. */
export function bigCatalogue(): Item[] {
  const packaged = demoCatalogue().filter((item) => item.barcode !== null);
  return Array.from({ length: itemsCount }, (_, index) => {
    const like = packaged[index % packaged.length];
    if (!like) throw new Error('the demo sells nothing that is packaged');
    const body = `690${String(880_000_000 + index)}`;
    const barcode = body + gtinCheckDigit(body);
    return { ...like, sku: String(30_000_000 + index), barcode, favourite: null };
  });
}
