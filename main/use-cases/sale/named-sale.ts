/** Money is taken, and a sale given up, only as the page showed it: between the look and the press another may be at hand. */

import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { counter } from './counter.ts';

/** Throws `Problem` `sale-changed` where another sale is at hand than the one named. */
export function checkSaleNamed(till: OpenTill, saleId: string): void {
  if (counter(till).basket.id !== saleId) throw new Problem('sale-changed');
}

/** The same, and where it comes to another amount than the one named. */
export function checkAmountNamed(
  till: OpenTill,
  named: Readonly<{ saleId: string; amountMinor: number }>,
  owedMinor: number,
): void {
  checkSaleNamed(till, named.saleId);
  if (owedMinor !== named.amountMinor) throw new Problem('sale-changed');
}
