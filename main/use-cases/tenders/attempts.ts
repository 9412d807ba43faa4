/**
 * Attempts without an end: what a crash or a silent host left open is taken back until the host confirms.
 *
 * Channel: `attempt.resolve`; also asked after each host sign-on and by the upkeep in the background.
 */

import type { AttemptRow } from '../../../db/tenders/attempts.ts';
import { assert, assertNever } from '../../../domain/basics/assert.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import { type AttemptState, isResolved } from '../../../domain/tenders/attempt.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { portOf } from './means.ts';
import type { ReversalReason, TakesMoney } from './port.ts';
import { attemptLane, paymentOf } from './under-way.ts';

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
  const idle = new Set(
    openAttempts(till)
      .map(portOf)
      .filter((port): port is TakesMoney => port !== null && !port.isReady(till)),
  );
  if (idle.size > 0) {
    for (const port of idle) await port.makeReady(till);
    await resolveAttempts(till);
  }
  const count = openAttempts(till).length;
  if (count > 0) throw new Problem('attempt-unresolved', { count });
}

/**
 * Brings every open attempt as near to its end as is possible now: where nobody can be asked only what never left the till.
 * Tells the cashier about each payment that was taken back.
 */
export function resolveAttempts(till: OpenTill): Promise<void> {
  return attemptLane(till, async () => {
    for (const attempt of openAttempts(till)) {
      // In the journal it may have ended; a person looks at it.
      if (attempt.state === 'doubted') continue;
      settleWithoutHost(till, attempt);
      if (isResolved(attemptOf(till, attempt.attemptId).state)) continue;
      if (portOf(attempt)?.isReady(till) !== true) continue;
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
    const problem = { kind: portOf(attempt)?.unbegun ?? 'card-cancelled', params: {} };
    const body = { attemptId, responseCode: null, reason: 'not-sent' as const, problem };
    record(till, [{ kind: 'attempt-declined', body }]);
  }
  if (state === 'requested') {
    const kind = portOf(attempt)?.silence ?? 'attempt-unresolved';
    const problem = { kind, params: {} };
    record(till, [{ kind: 'attempt-unknown', body: { attemptId, problem } }]);
  }
}

/**
 * One try to take an attempt back that was approved, is unknown, or counts for a part of a sale that is given back; the
 * caller holds the attempt lane, and `facts` are written with it. A doubt is settled first where its means can be asked:
 * only what was charged is taken back. Answers the state it is left in: `reversed`, or `reversing` where nobody has
 * confirmed; where it was asked about also `declined`, or still `unknown`. Throws `Problem` where the journal cannot be
 * written.
 */
export async function takeBack(
  till: OpenTill,
  attemptId: string,
  reasonKnown: ReversalReason | null,
  facts: readonly Fact[] = [],
): Promise<AttemptState> {
  const open = attemptOf(till, attemptId);
  const port = portOf(open);
  assert(port, `nobody here knows the means of ${attemptId}`);
  if (open.state === 'unknown' && port.find !== null) {
    const answer = await port.find(till, open);
    if (answer.kind === 'declined') {
      const { responseCode, problem } = answer;
      const body = { attemptId, responseCode, reason: 'host' as const, problem };
      record(till, [{ kind: 'attempt-declined', body }]);
      return 'declined';
    }
    if (answer.kind === 'approved') {
      const { slip: _, wallet: __, ...approval } = answer.approval;
      record(till, [{ kind: 'attempt-approved', body: { attemptId, ...approval } }]);
    } else if (answer.kind !== 'open') return 'unknown';
  }
  const attempt = attemptOf(till, attemptId);
  const isGivenBack = facts.some(({ kind }) => kind === 'tender-given-back');
  assert(attempt.state !== 'captured' || isGivenBack, 'what counts for a sale stays charged');
  const reason = reasonKnown ?? reasonFor(attempt.state);
  record(till, [{ kind: 'attempt-reversing', body: { attemptId, reason } }, ...facts]);
  let responseCode: string;
  try {
    responseCode = await port.giveBack(till, attempt, reason);
  } catch (thrown) {
    logFailure(till, 'reverse', thrown);
    return 'reversing';
  }
  record(till, [{ kind: 'attempt-reversed', body: { attemptId, responseCode } }]);
  return 'reversed';
}

function attemptOf(till: OpenTill, attemptId: string): AttemptRow {
  const attempt = till.db.attempts.find(attemptId);
  assert(attempt, `no attempt ${attemptId}`);
  return attempt;
}

function reasonFor(state: AttemptState): ReversalReason {
  switch (state) {
    // The host said yes and the till could not use it, or a part of a sale is given back.
    case 'approved':
    case 'captured':
      return '06';
    case 'prepared':
    case 'requested':
    case 'unknown':
    case 'reversing':
      return '98';
    case 'doubted':
    case 'declined':
    case 'reversed':
    case 'settled':
      throw new Error(`Bug: ${state} is not taken back`);
    default:
      return assertNever(state);
  }
}
