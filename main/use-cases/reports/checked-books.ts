/**
 * Books as they may be printed and signed: the journal's own, and only while what is kept beside it says the same.
 * Channel: `day.refold`.
 */
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import type { SessionBooks } from '../../../domain/reports/session.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** Since the last Z of that date, or all of it. Throws `Problem`: `totals-differ`, `journal-broken`. */
export function checkedBooks(till: OpenTill, businessDate: string): SessionBooks {
  const { session, difference } = till.db.books.of(businessDate);
  if (difference) throw new Problem('totals-differ', { businessDate, ...difference });
  return session;
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
