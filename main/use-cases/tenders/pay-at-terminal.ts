/**
 * A card payment at a semi-integrated terminal, which reads the card and talks to its acquirer by itself.
 *
 * On the disk before the terminal is asked for money: the attempt, and which transaction was the terminal's last until then.
 * When its answer does not arrive, a newer one of the same amount is ours, and if there is none nobody was charged.
 */

import { hiddenPan } from '../../../domain/basics/mask.ts';
import type { TerminalAnswer } from '../../../domain/devices/terminal-verbs.ts';
import { saysNotSent } from '../../../domain/tenders/end-uncharged.ts';
import { toProblem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { capture, end, leftOpen, notSent, refused, show } from './payment-course.ts';
import { askTerminal } from './terminal.ts';
import { attemptLane, type Payment } from './under-way.ts';

/** How the card was read is the terminal's business. */
const entryMode = 'terminal';

/** `reference` names the sale at terminals that take a name for it. The attempt is prepared. */
export async function payAtTerminal(
  till: OpenTill,
  payment: Payment,
  device: string,
  reference: string,
): Promise<void> {
  const { attemptId, amountMinor } = payment;
  const { devices } = till.ports;
  const { currency } = till.identity;
  let mark: string;
  try {
    mark = (await devices.request('terminalMark', { device, attemptId })).mark;
  } catch (thrown) {
    return notSent(till, payment, toProblem(thrown).toData());
  }
  try {
    const body = { attemptId, maskedPan: hiddenPan, entryMode, terminalMark: mark };
    record(till, [{ kind: 'attempt-requested', body }]);
  } catch (thrown) {
    // Not written down, so the terminal must not be asked.
    return end(till, payment, 'unresolved', toProblem(thrown).toData());
  }
  show(till, payment, { stage: 'at-terminal' });
  let answer: TerminalAnswer;
  try {
    const request = { device, attemptId, amountMinor, currency, reference };
    answer = await devices.request('terminalPay', request);
  } catch (thrown) {
    const problem = toProblem(thrown);
    logFailure(till, 'terminalPay', problem);
    if (saysNotSent(problem.kind)) return notSent(till, payment, problem.toData());
    answer = { kind: 'unknown', problem: problem.toData() };
  }
  try {
    return await settle(till, payment, await certain(till, payment, mark, answer));
  } catch (thrown) {
    return leftOpen(till, payment, thrown);
  }
}

/** Doubt is written down before the terminal is asked what it did. */
async function certain(
  till: OpenTill,
  payment: Payment,
  terminalMark: string,
  answer: TerminalAnswer,
): Promise<TerminalAnswer> {
  if (answer.kind !== 'unknown') return answer;
  const { problem } = answer;
  const { attemptId, amountMinor } = payment;
  const { currency } = till.identity;
  record(till, [{ kind: 'attempt-unknown', body: { attemptId, problem } }]);
  show(till, payment, { stage: 'asking-terminal', problem, hint: '' });
  return attemptLane(till, () => askTerminal(till, { amountMinor, currency, terminalMark }));
}

async function settle(till: OpenTill, payment: Payment, answer: TerminalAnswer): Promise<void> {
  switch (answer.kind) {
    case 'approved':
      return capture(till, payment, {
        authorisationCode: answer.authorisationCode,
        referenceNumber: answer.mark,
        responseCode: '00',
        maskedPan: answer.maskedPan,
        slip: answer.receipt,
      });
    case 'declined':
      return refused(till, payment, answer);
    case 'unknown':
      return end(till, payment, 'unresolved', { kind: 'terminal-unknown', params: {} });
  }
}
