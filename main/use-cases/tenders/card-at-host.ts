/** A card at PIN pad and reader of the till, and the acquirer's host behind them. */

import { assert } from '../../../domain/basics/assert.ts';
import type { Authorisation } from '../../../domain/devices/verbs.ts';
import { saysNotSent } from '../../../domain/tenders/end-uncharged.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { speakerIn } from '../../machine/words.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { logFailure } from '../../till/record.ts';
import { cardTender, checkConfirmed } from './cards.ts';
import { forgetKeys, noticeKeysGone, signOnToHost, workingKeys } from './host.ts';
import type { Answer, Asking, TakesMoney, Turns } from './port.ts';

/** How long a customer may look for a card and type a PIN. */
const collectTimeoutMs = 120_000;

export const cardAtHost: TakesMoney = {
  means: 'card-at-host',
  pays: 'card',
  tenderOf: cardTender,
  unbegun: 'card-cancelled',
  silence: 'host-silent',
  isReady: (till) => workingKeys(till) !== null,
  makeReady: signOnAgain,
  prepare: (till) => {
    checkConfirmed(till);
    const keys = workingKeys(till);
    if (keys === null) throw new Problem('host-sign-on-needed');
    return { batch: keys.batch };
  },
  take,
  // A host is not asked what became of a request: its answer to the 0400 says that nobody is charged.
  find: null,
  giveBack: async (till, attempt, reason) => {
    const { attemptId, stan, batch, amountMinor, entryMode, authorisationCode } = attempt;
    assert(entryMode !== null, 'an attempt that was requested has an entry mode');
    const input = { attemptId, stan, batch, amountMinor, entryMode, authorisationCode, reason };
    try {
      return (await till.ports.devices.request('reverse', input)).responseCode;
    } catch (thrown) {
      noticeKeysGone(till, toProblem(thrown).kind);
      throw thrown;
    }
  },
  /** The customer reads it on the pad, which knows ASCII alone. */
  farewell: (till, ending) => {
    till.inBackground('farewell', false, async () => {
      await till.ports.devices.request('farewell', {
        lines: speakerIn('en')(`pad.${ending}`).split('|'),
      });
    });
  },
};

/** A host that has lost our keys can confirm nothing until it has given new ones. */
async function signOnAgain(till: OpenTill): Promise<boolean> {
  const operator = whoIsHere(till);
  if (workingKeys(till) !== null) return true;
  if (operator === null || till.ports.config.acquirer === null) return false;
  try {
    await signOnToHost(till, operator.number);
    return true;
  } catch (thrown) {
    // Why there are no keys says nothing about the customer's money; that it is not settled does.
    logFailure(till, 'sign on to resolve', thrown);
    return false;
  }
}

async function take(till: OpenTill, asking: Asking, turns: Turns): Promise<Answer> {
  const { attemptId, amountMinor, stan, batch } = asking;
  const { devices } = till.ports;
  let card: Readonly<{ maskedPan: string; entryMode: string }>;
  try {
    const input = { attemptId, amountMinor, timeoutMs: collectTimeoutMs };
    card = await devices.request('collect', input);
  } catch (thrown) {
    return notSent(till, toProblem(thrown));
  }
  try {
    turns.requested(card);
  } catch (thrown) {
    // Not written down, so it must not leave; the pad forgets the card.
    await devices.request('cancel', { attemptId }).catch(() => {});
    throw thrown;
  }
  turns.show({ stage: 'contacting-host', maskedPan: card.maskedPan });
  const operator = till.db.day().operator ?? '';
  try {
    const input = { attemptId, stan, batch, amountMinor, operator };
    return heard(till, card.maskedPan, await devices.request('authorise', input));
  } catch (thrown) {
    const problem = toProblem(thrown);
    logFailure(till, 'authorise', problem);
    if (saysNotSent(problem.kind)) return notSent(till, problem);
    noticeKeysGone(till, problem.kind);
    return { kind: 'unknown', problem: problem.toData(), reason: '98' };
  }
}

function notSent(till: OpenTill, problem: Problem): Answer {
  noticeKeysGone(till, problem.kind);
  return { kind: 'not-sent', problem: problem.toData() };
}

function heard(till: OpenTill, maskedPan: string, answer: Authorisation): Answer {
  if (answer.kind === 'unknown') {
    noticeKeysGone(till, answer.problem.kind);
    return { kind: 'unknown', problem: answer.problem, reason: answer.reversalReason };
  }
  if (answer.signOnAgain) forgetKeys(till);
  if (answer.kind === 'declined') {
    const { responseCode, problem } = answer;
    return { kind: 'declined', responseCode, problem };
  }
  const { authorisationCode, referenceNumber, responseCode } = answer;
  return {
    kind: 'approved',
    approval: { authorisationCode, referenceNumber, responseCode, maskedPan },
  };
}
