/** Cash counted by note and coin. */
import { amountMinorMax } from '../../../domain/basics/money.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** Sum of the notes and coins, in minor units. Throws `Problem` `amount-too-large` for more than a till can hold. */
export function countCash(denominations: Readonly<Record<string, number>>): number {
  let sumMinor = 0;
  for (const [denomination, pieces] of Object.entries(denominations)) {
    sumMinor += Number(denomination) * pieces;
  }
  if (!Number.isSafeInteger(sumMinor) || sumMinor > amountMinorMax) {
    throw new Problem('amount-too-large', { maxMinor: amountMinorMax });
  }
  return sumMinor;
}

/** Writes a count of the drawer down, on the business date that it is for. Throws `Problem` `amount-too-large`. */
export function recordCount(
  till: OpenTill,
  businessDate: string,
  denominations: Readonly<Record<string, number>>,
  blind: boolean,
): void {
  const amountMinor = countCash(denominations);
  const body = { drawer: mainDrawer, amountMinor, denominations: { ...denominations }, blind };
  record(till, [{ kind: 'cash-counted', body }], till.db.day().operator, { businessDate });
}
