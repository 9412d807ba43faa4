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

type TaxedLine = Readonly<{ taxRate: TaxRate; totalMinor: number }>;

/** Sums lines by rate, highest rate first. */
export function taxByRate(lines: readonly TaxedLine[]): TaxLine[] {
  const gross = new Map<TaxRate, number>();
  for (const line of lines) {
    gross.set(line.taxRate, (gross.get(line.taxRate) ?? 0) + line.totalMinor);
  }
  return [...gross]
    .sort(([a], [b]) => b - a)
    .map(([rate, grossMinor]) => ({ rate, grossMinor, taxMinor: includedTax(grossMinor, rate) }));
}

/**
 * What each line has of the tax of its rate, in their order: its own tax, rounded down, and where the whole of the rate
 * comes to more a minor unit more, largest remainder first, earlier line first.
 */
export function taxShares(lines: readonly TaxedLine[]): number[] {
  const shares = lines.map(() => 0);
  for (const { rate, taxMinor } of taxByRate(lines)) {
    const whole = BigInt(10_000 + rate);
    const exact = lines.flatMap(({ taxRate, totalMinor }, index) => {
      if (taxRate !== rate) return [];
      const product = BigInt(totalMinor) * BigInt(rate);
      const remainder = ((product % whole) + whole) % whole;
      return [{ index, share: Number((product - remainder) / whole), remainder }];
    });
    let left = taxMinor - exact.reduce((sum, { share }) => sum + share, 0);
    // A sort leaves equals in their order.
    const byRemainder = exact.toSorted((a, b) => Number(b.remainder - a.remainder));
    for (const { index, share } of byRemainder) {
      shares[index] = left > 0 ? share + 1 : share;
      left -= 1;
    }
  }
  return shares;
}
