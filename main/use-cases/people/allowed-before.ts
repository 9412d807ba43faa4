/** What somebody has allowed already in the books that are open: what their limit leaves is the rest. */
import type { SummedLimit } from '../../../domain/day/allowed.ts';
import { bookingDate } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';

/** By number, in minor units, since the last Z of `businessDate`. */
export function allowedBefore(
  till: OpenTill,
  limit: SummedLimit,
  businessDate = bookingDate(till),
): (number: string) => number {
  const session = till.db.allowed()[businessDate] ?? {};
  return (number) => session[number]?.[limit] ?? 0;
}
