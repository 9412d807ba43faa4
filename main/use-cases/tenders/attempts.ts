/**
 * Attempts without an end: what a crash or a silent host left open is taken back until the host confirms.
 *
 * Channel: `attempt.resolve`; also asked after each host sign-on and by the upkeep in the background.
 */

import type { AttemptRow } from '../../../db/tenders/attempts.ts';
import { assert, assertNever } from '../../../domain/basics/assert.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import { type AttemptState, isResolved } from '../../../domain/tenders/attempt.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { logFailure, record } from '../../till/record.ts';
import { noticeKeysGone, signOnToHost, workingKeys } from './host.ts';
import { askTerminal, neededTerminal } from './terminal.ts';
import { attemptLane, paymentOf } from './under-way.ts';

/** DE39 of the 0400: no answer, wrong MAC, anything else. */
export type ReversalReason = '98' | 'A0' | '06';

/** What the cashier has asked to be taken back, and waits for. */
const requested = memory<{ resolving: Promise<void> | null }>(() => ({ resolving: null }));

/** Attempts that nobody is working on at this moment. */
export function openAttempts(till: OpenTill): AttemptRow[] {
  const busy = paymentOf(till)?.attemptId;
  return till.db.attempts.open().filter((attempt) => attempt.attemptId !== busy);
}

/** The cashier asks for another try. Throws `Problem` `attempt-unresolved` where one is left. */
export async function resolveOnRequest(till: OpenTill): Promise<{ openAttempts: number }> {
  const request = requested(till);
  // Each try is an entry in the journal: whoever keeps pressing asks once.
  request.resolving ??= resolveOrRefuse(till).finally(() => {
    request.resolving = null;
  });
  await request.resolving;
  return { openAttempts: till.db.attempts.open().length };
}

/** Every attempt has ended when this returns. Throws `Problem` `attempt-unresolved` otherwise, whatever the reason. */
export async function resolveOrRefuse(till: OpenTill): Promise<void> {
  await resolveAttempts(till);
  const operator = whoIsHere(till);
  const hasHost = till.ports.config.acquirer !== null;
  if (hasHost && operator && workingKeys(till) === null && openAttempts(till).length > 0) {
    try {
      await signOnToHost(till, operator.number);
    } catch (thrown) {
      // Why there are no keys says nothing about the customer's money; that it is not settled does.
      logFailure(till, 'sign on to resolve', thrown);
    }
    await resolveAttempts(till);
  }
  const count = openAttempts(till).length;
  if (count > 0) throw new Problem('attempt-unresolved', { count });
}

/**
 * Brings every open attempt as near to its end as is possible now: without working keys only what never left the till.
 * Tells the cashier about each payment that was taken back.
 */
export function resolveAttempts(till: OpenTill): Promise<void> {
  return attemptLane(till, async () => {
    for (const attempt of openAttempts(till)) {
      // In the journal it may have ended; a person looks at it.
      if (attempt.state === 'doubted') continue;
      settleWithoutHost(till, attempt);
      if (isResolved(stateOf(till, attempt.attemptId))) continue;
      // A payment terminal needs no working keys of ours.
      if (attempt.terminalMark === null && workingKeys(till) === null) continue;
      const state = await takeBack(till, attempt.attemptId, attempt.reversalReason);
      if (state !== 'reversed') continue;
      const params = { amountMinor: attempt.amountMinor, currency: attempt.currency };
      till.emit({ kind: 'notice', problem: { kind: 'attempt-taken-back', params } });
    }
  });
}

/**
 * What can be said from the journal alone: a prepared attempt never left the till; of a requested one nobody knows.
 * Only for attempts that nobody is working on.
 */
export function settleWithoutHost(till: OpenTill, attempt: AttemptRow): void {
  const { attemptId, state } = attempt;
  if (state === 'prepared') {
    const problem = { kind: 'card-cancelled' as const, params: {} };
    const body = { attemptId, responseCode: null, reason: 'not-sent' as const, problem };
    record(till, [{ kind: 'attempt-declined', body }]);
  }
  if (state === 'requested') {
    const kind = attempt.terminalMark === null ? 'host-silent' : 'terminal-unknown';
    const problem = { kind, params: {} } as const;
    record(till, [{ kind: 'attempt-unknown', body: { attemptId, problem } }]);
  }
}

/**
 * One try to take an approved or unknown attempt back; the caller holds the attempt lane. Answers the state it is left
 * in: `reversed`, or `reversing` where the host has not confirmed; of one at a payment terminal also `declined` where it
 * shows that nobody was charged, or `unknown`. Throws `Problem` where the journal cannot be written.
 */
export async function takeBack(
  till: OpenTill,
  attemptId: string,
  reasonKnown: ReversalReason | null,
): Promise<AttemptState> {
  const attempt = till.db.attempts.find(attemptId);
  assert(attempt, `no attempt ${attemptId}`);
  if (attempt.terminalMark !== null) return takeBackAtTerminal(till, attempt);
  const reason = reasonKnown ?? reasonFor(attempt.state);
  record(till, [{ kind: 'attempt-reversing', body: { attemptId, reason } }]);
  const { stan, batch, amountMinor, entryMode, authorisationCode } = attempt;
  assert(entryMode !== null, 'an attempt that was requested has an entry mode');
  let responseCode: string;
  try {
    const input = { attemptId, stan, batch, amountMinor, entryMode, authorisationCode, reason };
    responseCode = (await till.ports.devices.request('reverse', input)).responseCode;
  } catch (thrown) {
    logFailure(till, 'reverse', thrown);
    noticeKeysGone(till, toProblem(thrown).kind);
    return 'reversing';
  }
  const fact: Fact = { kind: 'attempt-reversed', body: { attemptId, responseCode } };
  record(till, [fact]);
  return 'reversed';
}

/** A doubt is settled first: only what was charged is taken back. */
async function takeBackAtTerminal(till: OpenTill, attempt: AttemptRow): Promise<AttemptState> {
  const { attemptId } = attempt;
  let mark = attempt.referenceNumber;
  if (attempt.state === 'unknown') {
    const answer = await askTerminal(till, attempt);
    if (answer.kind === 'unknown') return 'unknown';
    if (answer.kind === 'declined') {
      const { responseCode, problem } = answer;
      const body = { attemptId, responseCode, reason: 'host' as const, problem };
      record(till, [{ kind: 'attempt-declined', body }]);
      return 'declined';
    }
    const { authorisationCode, maskedPan } = answer;
    mark = answer.mark;
    const body = {
      attemptId,
      authorisationCode,
      referenceNumber: mark,
      responseCode: '00',
      maskedPan,
    };
    record(till, [{ kind: 'attempt-approved', body }]);
  }
  assert(mark !== null, 'what was approved has a reference');
  record(till, [{ kind: 'attempt-reversing', body: { attemptId, reason: '06' } }]);
  let responseCode: string;
  try {
    const device = neededTerminal(till);
    const input = { device, attemptId, mark };
    responseCode = (await till.ports.devices.request('terminalReverse', input)).responseCode;
  } catch (thrown) {
    logFailure(till, 'reverse', thrown);
    return 'reversing';
  }
  record(till, [{ kind: 'attempt-reversed', body: { attemptId, responseCode } }]);
  return 'reversed';
}

function stateOf(till: OpenTill, attemptId: string): AttemptState {
  const attempt = till.db.attempts.find(attemptId);
  assert(attempt, `no attempt ${attemptId}`);
  return attempt.state;
}

function reasonFor(state: AttemptState): ReversalReason {
  switch (state) {
    // The host said yes and the till could not use it.
    case 'approved':
      return '06';
    case 'prepared':
    case 'requested':
    case 'unknown':
    case 'reversing':
      return '98';
    case 'doubted':
    case 'declined':
    case 'captured':
    case 'reversed':
    case 'settled':
      throw new Error(`Bug: ${state} is not taken back`);
    default:
      return assertNever(state);
  }
}
