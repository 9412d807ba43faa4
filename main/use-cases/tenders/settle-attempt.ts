/**
 * A person's way out where the other side never answers: the bank refuses every reversal, the terminal is gone for good.
 *
 * A manager says what happened. The Z shows it, and the back office has it as a task until somebody has found it on the
 * acquirer's statement. Channels: `attempt.list`, `attempt.settle`.
 */

import { assert } from '../../../domain/basics/assert.ts';
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { isResolved, maySettle } from '../../../domain/tenders/attempt.ts';
import type { OpenPayment } from '../../../domain/tenders/channels.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkNoCard } from '../../till/typed.ts';
import { openAttempts } from './attempts.ts';
import { attemptLane } from './under-way.ts';

export function listOpenPayments(till: OpenTill): OpenPayment[] {
  return openAttempts(till).map(
    ({ attemptId, at, amountMinor, maskedPan, stan, batch, tries, state }) => ({
      attemptId,
      at,
      businessDate: businessDateOf(at, settingsOf(till)),
      amountMinor,
      maskedPan,
      stan,
      batch,
      tries,
      maySettle: maySettle(state),
    }),
  );
}

/**
 * Ends the attempt by a manager's word. Throws `Problem`: `card-number-typed` for a card number in what was typed,
 * `sale-changed` where the attempt is another, has ended, or nobody was asked yet; what `allowed` throws.
 */
export async function settleAttempt(
  till: OpenTill,
  input: ChannelInput<'attempt.settle'>,
  { allow }: Call,
): Promise<{ openAttempts: number }> {
  const { attemptId, outcome, reason } = input;
  const slip = input.slip || null;
  checkNoCard({ reason, slip });
  checkNamed(till, input);
  assert(allow !== null, 'the gate knows who allows it');
  // Not in the middle of a reversal: its answer, if one comes, is worth more than anybody's word.
  return attemptLane(till, async () => {
    const { amountMinor, currency, maskedPan, stan, batch } = checkNamed(till, input);
    const { by, approval } = allow();
    const { lent } = approval;
    const figures = { amountMinor, currency, maskedPan, stan, batch };
    const body = { attemptId, outcome, ...figures, slip, reason, by, ...(lent ? { lent } : {}) };
    record(till, [{ kind: 'attempt-settled', body }]);
    till.wantSync();
    return { openAttempts: till.db.attempts.open().length };
  });
}

function checkNamed(
  till: OpenTill,
  { attemptId, amountMinor }: Pick<ChannelInput<'attempt.settle'>, 'attemptId' | 'amountMinor'>,
) {
  const attempt = openAttempts(till).find((each) => each.attemptId === attemptId);
  const isNamed = attempt?.amountMinor === amountMinor && !isResolved(attempt.state);
  if (!attempt || !isNamed || !maySettle(attempt.state)) throw new Problem('sale-changed');
  return attempt;
}
