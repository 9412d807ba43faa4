/**
 * Tax included in the price, as retail prices in China are quoted (VAT 13 %, 9 %, 6 %, 0 %).
 *
 * Tax is taken from the sum of a rate on the whole receipt, not line by line, so that the receipt adds up to what the
 * tax office computes from it.
 */
import { multiplyRounded } from '../basics/money.ts';

/** Basis points: `1300` is 13 %. */
export type TaxRate = number;

export type TaxLine = Readonly<{
  rate: TaxRate;
  /** What the customer pays for goods of this rate, tax included. */
  grossMinor: number;
  taxMinor: number;
}>;

/** The tax contained in `grossMinor`: gross × rate ÷ (1 + rate), half up. */
export function includedTax(grossMinor: number, rate: TaxRate): number {
  return multiplyRounded(grossMinor, rate, 10_000 + rate);
}

/** Sums lines by rate, highest rate first. */
export function taxByRate(
  lines: readonly Readonly<{ taxRate: TaxRate; totalMinor: number }>[],
): TaxLine[] {
  const gross = new Map<TaxRate, number>();
  for (const line of lines) {
    gross.set(line.taxRate, (gross.get(line.taxRate) ?? 0) + line.totalMinor);
  }
  return [...gross]
    .sort(([a], [b]) => b - a)
    .map(([rate, grossMinor]) => ({ rate, grossMinor, taxMinor: includedTax(grossMinor, rate) }));
}
