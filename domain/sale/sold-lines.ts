/** Priced lines as facts: what each really cost, with its share of the tax. */
import type { PricedLine, SaleLine } from '../prices/line.ts';
import { taxShares } from '../prices/tax.ts';

export function soldLines(lines: readonly PricedLine[]): SaleLine[] {
  const taxes = taxShares(lines);
  return lines.map(({ setPriceMinor: _, hand: __, paid: ___, ...line }, index) => ({
    ...line,
    taxMinor: taxes[index] ?? 0,
  }));
}
