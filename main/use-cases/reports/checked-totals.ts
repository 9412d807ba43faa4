/**
 * Totals as they may be printed and signed: the journal's own, and only while what is kept beside it says the same.
 * Channel: `day.refold`.
 */
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import type { DayTotals } from '../../../domain/reports/day-totals.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** Throws `Problem`: `totals-differ`, `journal-broken`. */
export function checkedTotals(till: OpenTill, businessDate: string): DayTotals {
  const { totals, difference } = till.db.books.of(businessDate);
  if (difference) throw new Problem('totals-differ', { businessDate, ...difference });
  return totals;
}

/**
 * Works everything that is kept out again from the journal, and writes down by whom and what was different. Throws
 * `Problem` `journal-broken`: then there is nothing to work it out from.
 */
export function refold(till: OpenTill, input: ChannelInput<'day.refold'>): Record<string, never> {
  const { businessDate } = input;
  const { difference } = till.db.books.of(businessDate);
  if (!difference) return {};
  const body = { businessDate, ...difference };
  record(till, [{ kind: 'totals-refolded', body }], till.db.day().operator, {
    also: till.db.books.refold,
  });
  return {};
}
