/**
 * The end of a business date, step by step: what is in the way, what is given up, the drawer counted, the Z written,
 * printed and sent, the shift over. Channels: `day.preview`, `day.count`, `day.close`.
 *
 * Nothing of it is kept in memory: counts are entries, and whoever goes back to selling finds them again.
 */

import { assert } from '../../../../domain/basics/assert.ts';
import { differenceIn, drawerIn } from '../../../../domain/cash/drawer.ts';
import type { ChannelInput, ChannelOutput } from '../../../../domain/contract/ipc.ts';
import {
  type CloseStepName,
  closePolicy,
  closeStepNames,
} from '../../../../domain/day/close-steps.ts';
import type { Reason } from '../../../../domain/journal/reasons.ts';
import type { SessionBooks } from '../../../../domain/reports/session.ts';
import { judgeStep } from '../../../../domain/sign-in/steps.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { bookingDate } from '../../../till/business-day.ts';
import type { Allowed, Call } from '../../../till/call.ts';
import { problemsOf } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { checkPresent, presence } from '../../../till/presence.ts';
import { chosenReason } from '../../../till/reasons.ts';
import { recordCount } from '../../cash/count.ts';
import { allowed } from '../../people/grants.ts';
import { isHidden } from '../../reports/blind.ts';
import { checkedBooks } from '../../reports/checked-books.ts';
import { checkNotInPayment } from '../../sale/basket.ts';
import { differing } from '../handover.ts';
import type { Closing } from './step.ts';
import { closeSteps } from './steps.ts';
import { viewClose } from './view.ts';

/** What stands to be closed: the oldest business date without a Z. Throws `Problem`: `totals-differ`, `journal-broken`. */
export function previewClose(till: OpenTill): ChannelOutput<'day.preview'> {
  return viewClose(closingOf(till, till.db.day().unclosedDates[0] ?? bookingDate(till)));
}

/** Throws `Problem`: `day-already-closed`, `date-not-open`, `amount-too-large`, and as `previewClose`. */
export function countDrawer(
  till: OpenTill,
  { businessDate, denominations }: ChannelInput<'day.count'>,
): ChannelOutput<'day.count'> {
  checkMayClose(till, businessDate);
  const blind = isHidden(till, drawerIn(checkedBooks(till, businessDate).drawers));
  recordCount(till, businessDate, denominations, blind);
  return viewClose(closingOf(till, businessDate));
}

/**
 * Closes `businessDate`, and with the shift's own date the shift. `accepts`: the steps whose warnings whoever closes has
 * read. Throws `Problem`: what a step finds in its way, a warning that was not accepted, `day-already-closed`,
 * `date-not-open`, `reason-gone`, `approval-needed` for a difference, `totals-differ`, `disk-full`; with the Z not written.
 */
export async function closeDay(
  till: OpenTill,
  { businessDate, reasonId, accepts }: ChannelInput<'day.close'>,
  call: Call,
): Promise<ChannelOutput<'day.close'>> {
  checkMayClose(till, businessDate);
  const reason = reasonId === null ? null : chosenReason(till, 'difference', reasonId);
  const looked = closingOf(till, businessDate, reason);
  // Nothing is given up, and nobody asked to allow it, for a close that then stops.
  for (const step of closeStepNames) checkStep(looked, step, accepts);
  const closing = { ...looked, approval: lentFor(looked, call) };
  presence(till).leaving = true;
  till.changed('shift');
  try {
    for (const step of closeStepNames) {
      checkStep(closing, step, accepts);
      await closeSteps[step].act?.(closing);
    }
  } finally {
    presence(till).leaving = false;
    till.changed('shift');
    till.wantSync();
  }
  assert(closing.z, 'a close ends with a Z');
  const { paper, closing: body } = closing.z;
  return { paper, differenceMinor: body.differenceMinor, zNumber: body.zNumber };
}

function checkStep(closing: Closing, step: CloseStepName, accepts: readonly CloseStepName[]): void {
  const found = closeSteps[step].look?.(closing);
  if (!found) return;
  const { blockers, failures, warnings } = found;
  const policy = blockers.length > 0 ? 'block' : closePolicy[step];
  const state = judgeStep(policy, blockers.length + failures.length > 0, warnings.length > 0);
  const [problem] = problemsOf(found);
  const isRead = closePolicy[step] === 'block' || accepts.includes(step);
  if (problem && (state === 'failed' || (state === 'warned' && !isRead))) throw problem;
}

/** By whom and how the difference is allowed; empty where there is none, or whoever closes may. */
function lentFor({ till, businessDate, books }: Closing, call: Call): Allowed['approval'] {
  const byMinor = differenceIn(drawerIn(books().drawers)) ?? 0;
  if (byMinor === 0) return {};
  return allowed(till, call, checkPresent(till), differing(till, byMinor, businessDate)).approval;
}

function closingOf(till: OpenTill, businessDate: string, reason: Reason | null = null): Closing {
  let kept: Readonly<{ seq: number; books: SessionBooks }> | null = null;
  return {
    till,
    businessDate,
    reason,
    approval: {},
    books: () => {
      // Folded from the journal, which takes a while: once, until there is another entry.
      const { seq } = till.db.journal.head();
      if (kept?.seq !== seq) kept = { seq, books: checkedBooks(till, businessDate) };
      return kept.books;
    },
    z: null,
  };
}

function checkMayClose(till: OpenTill, businessDate: string): void {
  checkNotInPayment(till);
  const day = till.db.day();
  const { lastClose, signedInAt } = day;
  // Its Z is written and only the sign-out failed: the same drawer is not counted into another one.
  const hasZ = lastClose?.date === businessDate && lastClose.at >= (signedInAt ?? 0);
  // A date without float and sales may be closed too, as long as it is the shift's own.
  const isOwn = businessDate === day.businessDate && !hasZ;
  if (day.unclosedDates.includes(businessDate) || isOwn) return;
  if (till.db.isClosed(businessDate)) throw new Problem('day-already-closed', { businessDate });
  throw new Problem('date-not-open', { businessDate });
}
