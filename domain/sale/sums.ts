/**
 * Whether a sale adds up: lines, discounts, totals, tax and tenders. Pure, so that the back office asks the same of what
 * a till has pushed as the till's own basket guarantees.
 */

import { isSellable } from '../basics/quantity.ts';
import { grossMinor } from '../prices/line.ts';
import type { TaxLine } from '../prices/tax.ts';
import { basketTotals } from './basket.ts';
import type { SaleBody } from './facts.ts';

/** The first thing that does not add up. */
export type SaleFault = 'line' | 'totals' | 'tax' | 'rounding' | 'tenders';

/** Nobody's smallest coin is ten units of money: rounding takes or gives less than half of that. Minor units. */
const roundingMinorMax = 500;

/** Null where every sum is the sum of its parts. */
export function saleFault(sale: SaleBody): SaleFault | null {
  const { lines, tenders, totalMinor, roundingMinor } = sale;
  for (const line of lines) {
    const gross = grossMinor(line);
    const paid = gross - (line.promotion?.discountMinor ?? 0);
    if (!isSellable(line.quantity, line.unit) || line.totalMinor !== paid) return 'line';
  }
  const sums = basketTotals({ lines: [...lines] });
  const areTotals =
    sale.pieces === sums.pieces &&
    sale.listMinor === sums.listMinor &&
    sale.discountMinor === sums.discountMinor &&
    totalMinor === sums.dueMinor;
  if (!areTotals) return 'totals';
  if (!isSameTax(sale.tax, sums.tax)) return 'tax';
  const hasCash = tenders.some(({ kind }) => kind === 'cash');
  if (Math.abs(roundingMinor) > (hasCash ? roundingMinorMax : 0)) return 'rounding';
  const given = tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const isChangeRight = tenders.every(
    (tender) =>
      tender.kind !== 'cash' || tender.tenderedMinor - tender.changeMinor === tender.amountMinor,
  );
  return given === totalMinor + roundingMinor && isChangeRight ? null : 'tenders';
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
