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

type TaxedLine = Readonly<{
  taxRate: TaxRate;
  totalMinor: number;
  /** What comes back has the tax that was paid, to the last minor unit; it is no part of the sum of its rate. */
  undoes?: object | undefined;
  taxMinor?: number | undefined;
}>;

/** Sums lines by rate, highest rate first. */
export function taxByRate(lines: readonly TaxedLine[]): TaxLine[] {
  const sums = new Map<TaxRate, Readonly<{ soldMinor: number; backMinor: number; tax: number }>>();
  for (const line of lines) {
    const { soldMinor, backMinor, tax } = sums.get(line.taxRate) ?? nothing;
    const back = taxBack(line);
    sums.set(
      line.taxRate,
      back === null
        ? { soldMinor: soldMinor + line.totalMinor, backMinor, tax }
        : { soldMinor, backMinor: backMinor + line.totalMinor, tax: tax + back },
    );
  }
  return [...sums]
    .sort(([a], [b]) => b - a)
    .map(([rate, { soldMinor, backMinor, tax }]) => ({
      rate,
      grossMinor: soldMinor + backMinor,
      taxMinor: includedTax(soldMinor, rate) + tax,
    }));
}
const nothing = { soldMinor: 0, backMinor: 0, tax: 0 };

function taxBack({ undoes, taxMinor }: TaxedLine): number | null {
  return undoes !== undefined && taxMinor !== undefined ? taxMinor : null;
}

/**
 * What each line has of the tax of its rate, in their order: its own tax, rounded down, and where the whole of the rate
 * comes to more a minor unit more, largest remainder first, earlier line first.
 */
export function taxShares(lines: readonly TaxedLine[]): number[] {
  const shares = lines.map((line) => taxBack(line) ?? 0);
  for (const { rate, taxMinor } of taxByRate(lines.filter((line) => taxBack(line) === null))) {
    const whole = BigInt(10_000 + rate);
    const exact = lines.flatMap((line, index) => {
      const { taxRate, totalMinor } = line;
      if (taxRate !== rate || taxBack(line) !== null) return [];
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
