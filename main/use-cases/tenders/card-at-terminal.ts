/**
 * A card at a semi-integrated terminal, which reads it and talks to its acquirer by itself.
 *
 * On the disk before the terminal is asked for money: the attempt, and which transaction was the terminal's last until then.
 * When its answer does not arrive, a newer one of the same amount is ours, and if there is none nobody was charged.
 */

import type { AttemptRow } from '../../../db/tenders/attempts.ts';
import { assert } from '../../../domain/basics/assert.ts';
import { hiddenPan } from '../../../domain/basics/mask.ts';
import type { TerminalAnswer } from '../../../domain/devices/terminal-verbs.ts';
import { saysNotSent } from '../../../domain/tenders/end-uncharged.ts';
import { terminalBatch } from '../../../domain/tenders/means.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { deviceOf } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure } from '../../till/record.ts';
import { cardTender, checkConfirmed } from './cards.ts';
import type { Answer, Asking, TakesMoney, Turns } from './port.ts';

/** How the card was read is the terminal's business. */
const entryMode = 'terminal';

export const cardAtTerminal: TakesMoney = {
  means: 'card-at-terminal',
  pays: 'card',
  tenderOf: cardTender,
  unbegun: 'card-cancelled',
  silence: 'terminal-unknown',
  isReady: (till) => terminalOf(till) !== null,
  // It needs no working keys of ours.
  makeReady: async (till) => terminalOf(till) !== null,
  prepare: (till) => {
    checkConfirmed(till);
    neededTerminal(till);
    return { batch: terminalBatch };
  },
  take,
  find,
  giveBack: async (till, { attemptId, referenceNumber: mark }) => {
    assert(mark !== null, 'what was approved has a reference');
    const input = { device: neededTerminal(till), attemptId, mark };
    return (await till.ports.devices.request('terminalReverse', input)).responseCode;
  },
  closeBatch: async (till) => {
    const input = { device: neededTerminal(till) };
    return (await till.ports.devices.request('terminalEndOfDay', input)).receipt;
  },
};

/** Its device; null where cards go through PIN pad and acquirer, or nowhere. */
export function terminalOf(till: OpenTill): string | null {
  if (till.ports.config.acquirer !== null) return null;
  return deviceOf(till, 'payment-terminal')?.device ?? null;
}

/** Throws `Problem` `device-not-configured`. */
function neededTerminal(till: OpenTill): string {
  const device = terminalOf(till);
  if (device === null) throw new Problem('device-not-configured', { device: 'payment-terminal' });
  return device;
}

async function take(till: OpenTill, asking: Asking, turns: Turns): Promise<Answer> {
  // `reference` names the sale at terminals that take a name for it.
  const { attemptId, amountMinor, stan: reference } = asking;
  const { devices } = till.ports;
  const { currency } = till.identity;
  let device: string;
  let mark: string;
  try {
    device = neededTerminal(till);
    mark = (await devices.request('terminalMark', { device, attemptId })).mark;
  } catch (thrown) {
    return { kind: 'not-sent', problem: toProblem(thrown).toData() };
  }
  turns.requested({ maskedPan: hiddenPan, entryMode, terminalMark: mark });
  turns.show({ stage: 'at-terminal' });
  try {
    const request = { device, attemptId, amountMinor, currency, reference };
    return heard(await devices.request('terminalPay', request));
  } catch (thrown) {
    const problem = toProblem(thrown);
    logFailure(till, 'terminalPay', problem);
    const kind = saysNotSent(problem.kind) ? 'not-sent' : 'unknown';
    return { kind, problem: problem.toData(), reason: '06' };
  }
}

/** A terminal that is away leaves it unknown. */
async function find(till: OpenTill, attempt: AttemptRow): Promise<Answer> {
  try {
    const device = neededTerminal(till);
    const { amountMinor, currency, terminalMark } = attempt;
    const input = { device, amountMinor, currency, mark: terminalMark ?? '' };
    return heard(await till.ports.devices.request('terminalFind', input));
  } catch (thrown) {
    logFailure(till, 'ask the terminal', thrown);
    return { kind: 'unknown', problem: toProblem(thrown).toData(), reason: '06' };
  }
}

function heard(answer: TerminalAnswer): Answer {
  switch (answer.kind) {
    case 'approved': {
      const { authorisationCode, mark, maskedPan, receipt } = answer;
      const approval = { authorisationCode, referenceNumber: mark, responseCode: '00', maskedPan };
      return { kind: 'approved', approval: { ...approval, slip: receipt } };
    }
    case 'declined': {
      const { responseCode, problem } = answer;
      return { kind: 'declined', responseCode, problem };
    }
    case 'unknown':
      return { kind: 'unknown', problem: answer.problem, reason: '06' };
  }
}
