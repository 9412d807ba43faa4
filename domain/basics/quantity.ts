/**
 * Quantity: integer thousandths of a unit. `1000` is one piece, `865` is 0.865 kg.
 */
import { multiplyRounded } from './money.ts';
import { gramsOf, type Unit, unitDecimals, unitSymbol } from './unit.ts';

/** One whole unit. */
export const one = 1000;

/** The most of one line a till accepts; a slip of the keyboard should not sell 100,000 eggs. */
export const quantityMax = 9_999 * one;

/** Whether `quantity` can be sold in `unit`: with no more decimals than it has; pieces are whole. */
export function isSellable(quantity: number, unit: Unit): boolean {
  if (!Number.isSafeInteger(quantity) || quantity <= 0 || quantity > quantityMax) return false;
  return quantity % quantityStep(unit) === 0;
}

/** The smallest quantity of it. */
export function quantityStep(unit: Unit): number {
  return one / 10 ** unitDecimals(unit);
}

/** What `quantity` costs at `priceMinor` a unit, rounded half up to a minor unit. */
export function extend(priceMinor: number, quantity: number): number {
  return multiplyRounded(priceMinor, quantity, one);
}

/** What weighs `grams`, as a quantity of `unit`; null where it is not sold by weight. */
export function quantityOfGrams(grams: number, unit: Unit): number | null {
  const each = gramsOf(unit);
  return each === null ? null : (grams * one) / each;
}

/** `865` → `0.865`, `2000` → `2`: with the decimals of the unit. */
export function formatQuantity(quantity: number, unit: Unit): string {
  return (quantity / one).toFixed(unitDecimals(unit));
}

/** The same with the unit behind it: `0.865 kg`, `2`. */
export function quantityText(quantity: number, unit: Unit): string {
  return `${formatQuantity(quantity, unit)} ${unitSymbol(unit)}`.trimEnd();
}
