/**
 * A drawer is counted and passed on in mid-day: the count is what the next one answers for, and what is missing or over is
 * whoever's who goes. Channels: `drawer.view`, `drawer.count`, `drawer.handOver`.
 */

import { drawerIn } from '../../../domain/cash/drawer.ts';
import type { ChannelInput, ChannelOutput, OperatorView } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { countIn } from '../../../domain/reports/day-report.ts';
import { handoverPaper } from '../../../domain/reports/handover-report.ts';
import type { SessionBooks } from '../../../domain/reports/session.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { deviceOf } from '../../till/attached.ts';
import { bookingDate } from '../../till/business-day.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkHolds, checkPresent, presence } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record } from '../../till/record.ts';
import { recordCount } from '../cash/count.ts';
import { letterhead } from '../paper/letterhead.ts';
import { print } from '../paper/print.ts';
import { allowedBefore } from '../people/allowed-before.ts';
import { allowed, type Wanted } from '../people/grants.ts';
import { isHidden } from '../reports/blind.ts';
import { checkedBooks } from '../reports/checked-books.ts';
import { checkNotInPayment } from '../sale/basket.ts';
import { basketBegun } from '../sale/counter.ts';
import { viewDrawer } from './drawer-view.ts';
import { endShift } from './end-shift.ts';

type View = ChannelOutput<'drawer.view'>;

/** Throws `Problem`: `totals-differ`, `journal-broken`. */
export function viewHandover(till: OpenTill): View {
  return viewDrawer(till, drawerIn(booksNow(till).drawers));
}

/** Throws `Problem`: `sale-in-payment`, `amount-too-large`, and as `viewHandover`. */
export function countForHandover(
  till: OpenTill,
  { denominations }: ChannelInput<'drawer.count'>,
): View {
  checkNotInPayment(till);
  const blind = isHidden(till, drawerIn(booksNow(till).drawers));
  recordCount(till, bookingDate(till), denominations, blind);
  return viewHandover(till);
}

/**
 * Writes it down, prints it and ends the shift. Throws `Problem`: `basket-open`, `sale-in-payment`, `count-missing`,
 * `reason-missing`, `reason-gone`, and what `allowed` throws where the difference is above what whoever goes
 * may; with the shift going on.
 */
export function handOverDrawer(
  till: OpenTill,
  { reasonId }: ChannelInput<'drawer.handOver'>,
  call: Call,
): ChannelOutput<'drawer.handOver'> {
  const operator = checkMayHandOver(till);
  const books = booksNow(till);
  const counted = countedIn(books);
  const byMinor = counted.differenceMinor;
  if (byMinor !== 0 && reasonId === null) throw new Problem('reason-missing');
  const why =
    byMinor === 0 || reasonId === null ? null : chosenReason(till, 'difference', reasonId);
  const lent =
    byMinor === 0 ? {} : allowed(till, call, operator, differing(till, byMinor)).approval;
  const body = {
    drawer: mainDrawer,
    ...counted,
    expectedMinor: counted.countedMinor - byMinor,
    ...why,
    ...lent,
  };
  record(till, [{ kind: 'drawer-handed-over', body }]);
  printHandover(till, books, operator, why?.reason ?? null);
  endShift(till, 'handed-over', { basket: 'none' });
  return { countedMinor: counted.countedMinor, differenceMinor: byMinor };
}

/** What is missing or over; of several such differences of a session their sum. */
export function differing(
  till: OpenTill,
  byMinor: number,
  businessDate = bookingDate(till),
): Wanted {
  const before = allowedBefore(till, 'cashDifferenceMinor', businessDate);
  return { right: 'cash.difference', amount: Math.abs(byMinor), before };
}

function checkMayHandOver(till: OpenTill): OperatorView {
  const operator = checkPresent(till);
  checkHolds(till, operator, 'sell');
  checkNotInPayment(till);
  if (basketBegun(till)) throw new Problem('basket-open');
  return operator;
}

function booksNow(till: OpenTill): SessionBooks {
  return checkedBooks(till, bookingDate(till));
}

function countedIn({ drawers }: SessionBooks) {
  const counted = countIn(drawerIn(drawers));
  if (counted === null) throw new Problem('count-missing');
  return counted;
}

function printHandover(
  till: OpenTill,
  books: SessionBooks,
  from: OperatorView,
  reason: string | null,
): void {
  if (deviceOf(till, 'receipt-printer') === null) return;
  const head = letterhead(till, presence(till).locale, till.ports.clock.now());
  const paper = handoverPaper(head, { books, drawer: mainDrawer, from, reason });
  till.inBackground('handover', false, async () => {
    await print(till, paper);
  });
}
