/**
 * Whether a sale adds up: lines, discounts, totals, tax and tenders. Pure, so that the back office asks the same of what
 * a till has pushed as the till's own basket guarantees.
 */

import { isSellable } from '../basics/quantity.ts';
import { grossMinor, type SaleLine } from '../prices/line.ts';
import { type TaxLine, taxShares } from '../prices/tax.ts';
import type { SaleBody } from './facts.ts';
import { totalsOf } from './totals.ts';

/** The first thing that does not add up. */
export type SaleFault = 'line' | 'totals' | 'tax' | 'rounding' | 'tenders';

/** Nobody's smallest coin is ten units of money: rounding takes or gives less than half of that. Minor units. */
const roundingMinorMax = 500;

/** Null where every sum is the sum of its parts. */
export function saleFault(sale: SaleBody): SaleFault | null {
  const { lines, tenders, totalMinor, roundingMinor } = sale;
  if (!lines.every(isLineRight)) return 'line';
  const sums = totalsOf(lines);
  const areTotals =
    sale.pieces === sums.pieces &&
    sale.listMinor === sums.listMinor &&
    sale.discountMinor === sums.discountMinor &&
    totalMinor === sums.dueMinor;
  if (!areTotals) return 'totals';
  if (!lines.every(isTaxBackRight)) return 'tax';
  const shares = taxShares(lines);
  const isShared = lines.every(({ taxMinor }, index) => taxMinor === shares[index]);
  if (!isSameTax(sale.tax, sums.tax) || !isShared) return 'tax';
  // Whatever came before the last was of whole coins.
  const isCashLast = tenders.at(-1)?.kind === 'cash';
  if (Math.abs(roundingMinor) > (isCashLast ? roundingMinorMax : 0)) return 'rounding';
  return areTendersRight(sale) ? null : 'tenders';
}

/** Together they are what was due; change is right; none stands twice, and only the last came with the sale itself. */
function areTendersRight({ tenders, totalMinor, roundingMinor }: SaleBody): boolean {
  const given = tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const isChangeRight = tenders.every(
    (tender) =>
      tender.kind !== 'cash' || tender.tenderedMinor - tender.changeMinor === tender.amountMinor,
  );
  const attempts = tenders.flatMap((tender) => ('attemptId' in tender ? tender.attemptId : []));
  const parts = tenders.slice(0, -1).map(({ takenAs }) => takenAs);
  return (
    given === totalMinor + roundingMinor &&
    isChangeRight &&
    new Set(attempts).size === attempts.length &&
    !parts.includes(undefined) &&
    new Set(parts).size === parts.length &&
    tenders.at(-1)?.takenAs === undefined
  );
}

/** On its side of zero, and no discount beyond nothing. */
function isLineRight(line: SaleLine): boolean {
  const { kind, unit, quantity, discounts, totalMinor } = line;
  const side = Math.sign(quantity);
  if (!isSellable(Math.abs(quantity), unit)) return false;
  if ((kind === 'goods' && side < 0) || (kind === 'return' && side > 0)) return false;
  const off = discounts.reduce((sum, { minor }) => sum + minor, 0);
  const areOff = discounts.every(({ minor }) => minor * side > 0);
  return areOff && totalMinor * side >= 0 && totalMinor === grossMinor(line) - off;
}

/** The tax that comes back was worked out of another sale; it is never more than the money that does. */
function isTaxBackRight({ undoes, taxMinor, totalMinor }: SaleLine): boolean {
  return undoes === undefined || (taxMinor <= 0 && taxMinor >= totalMinor);
}

function isSameTax(told: readonly TaxLine[], counted: readonly TaxLine[]): boolean {
  return (
    told.length === counted.length &&
    counted.every(({ rate, grossMinor: gross, taxMinor }) =>
      told.some(
        (line) => line.rate === rate && line.grossMinor === gross && line.taxMinor === taxMinor,
      ),
    )
  );
}
