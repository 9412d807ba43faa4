/** What priced lines come to, on the counter or in the journal. */
import { extend, one } from '../basics/quantity.ts';
import { isCounted } from '../basics/unit.ts';
import type { PricedLine } from '../prices/line.ts';
import { type TaxLine, taxByRate } from '../prices/tax.ts';

export type Totals = Readonly<{
  /** Pieces, with one for each measured line: what a cashier would count on the counter; less what comes back. */
  pieces: number;
  /** At list prices. */
  listMinor: number;
  discountMinor: number;
  /** What the customer owes; below zero, what is owed to them. */
  dueMinor: number;
  tax: TaxLine[];
}>;

type Line = Pick<
  PricedLine,
  'unit' | 'quantity' | 'listPriceMinor' | 'labelMinor' | 'totalMinor' | 'taxRate'
>;

export function totalsOf(lines: readonly Line[]): Totals {
  let pieces = 0;
  let listMinor = 0;
  let dueMinor = 0;
  for (const { unit, quantity, listPriceMinor, labelMinor, totalMinor } of lines) {
    const sign = Math.sign(quantity);
    pieces += isCounted(unit) ? quantity / one : sign;
    listMinor += labelMinor === undefined ? extend(listPriceMinor, quantity) : sign * labelMinor;
    dueMinor += totalMinor;
  }
  return {
    pieces,
    listMinor,
    discountMinor: listMinor - dueMinor,
    dueMinor,
    tax: taxByRate(lines),
  };
}
