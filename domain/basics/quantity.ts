/**
 * Quantity: integer thousandths of a unit. `1000` is one piece, `865` is 0.865 kg.
 */
import { multiplyRounded } from './money.ts';

export type Unit = 'piece' | 'kg';

/** One whole unit. */
export const one = 1000;

/** The most of one line a till accepts; a slip of the keyboard should not sell 100,000 eggs. */
export const quantityMax = 9_999 * one;

/** Whether `quantity` can be sold in `unit`: pieces are whole, weights are in grams. */
export function isSellable(quantity: number, unit: Unit): boolean {
  if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > quantityMax) return false;
  return unit === 'kg' || quantity % one === 0;
}

/** What `quantity` costs at `priceMinor` a unit, rounded half up to a minor unit. */
export function extend(priceMinor: number, quantity: number): number {
  return multiplyRounded(priceMinor, quantity, one);
}

/** `865` → `0.865`, `2000` → `2`. */
export function formatQuantity(quantity: number, unit: Unit): string {
  return unit === 'piece' ? String(quantity / one) : (quantity / one).toFixed(3);
}
