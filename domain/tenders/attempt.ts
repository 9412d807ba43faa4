/**
 * The payment machine: one try to move money by card.
 *
 * An attempt is written to the journal before the first byte goes out and at every turn after. It is never deleted
 * and always ends resolved: `captured`, `declined`, `reversed` or, by a manager's word, `settled`.
 */
import { setup, transition } from 'xstate';
import { assert } from '../basics/assert.ts';

export type AttemptState =
  /** Written down; the pad asks for card and PIN. Nothing has gone to the host: no money can have moved. */
  | 'prepared'
  /** The request is about to leave, or has left. From here on money may have moved. */
  | 'requested'
  /** The host said yes. The customer is charged; the sale is not yet written down. */
  | 'approved'
  /** The host said no, or nobody asked it. No money moved. Resolved. */
  | 'declined'
  /** The request left and no valid answer came. The customer may or may not be charged. */
  | 'unknown'
  /** Being taken back; stays so, with the till restarted if need be, until the host confirms. */
  | 'reversing'
  /** Taken back and confirmed: the customer is not charged. Resolved. */
  | 'reversed'
  /** Left open in a file that was put back: it may have ended since, so nothing takes it back by itself. */
  | 'doubted'
  /** No answer will come, and a manager said what happened; a task for the back office. Resolved. */
  | 'settled'
  /** Approved, and it counts for a sale: whole, or as a part that may still be given back. Resolved. */
  | 'captured';

/** The journal kinds that move an attempt; see journal-entry.ts. */
export type AttemptEvent =
  | 'attempt-requested'
  | 'attempt-approved'
  | 'attempt-declined'
  | 'attempt-unknown'
  | 'attempt-reversing'
  | 'attempt-reversed'
  | 'attempt-doubted'
  | 'attempt-settled'
  | 'attempt-captured';

export const attemptMachine = setup({
  types: { events: {} as { type: AttemptEvent } },
}).createMachine({
  id: 'attempt',
  initial: 'prepared',
  states: {
    prepared: {
      on: {
        'attempt-requested': 'requested',
        'attempt-declined': 'declined',
        'attempt-doubted': 'doubted',
      },
    },
    requested: {
      on: {
        'attempt-approved': 'approved',
        'attempt-declined': 'declined',
        'attempt-unknown': 'unknown',
        'attempt-doubted': 'doubted',
      },
    },
    approved: {
      on: {
        'attempt-captured': 'captured',
        'attempt-reversing': 'reversing',
        'attempt-doubted': 'doubted',
        'attempt-settled': 'settled',
      },
    },
    unknown: {
      on: {
        'attempt-approved': 'approved',
        'attempt-declined': 'declined',
        'attempt-reversing': 'reversing',
        'attempt-reversed': 'reversed',
        'attempt-doubted': 'doubted',
        'attempt-settled': 'settled',
      },
    },
    // A try to reverse may have to be repeated, also after a restart; each is written down.
    reversing: {
      on: {
        'attempt-reversing': 'reversing',
        'attempt-reversed': 'reversed',
        'attempt-doubted': 'doubted',
        'attempt-settled': 'settled',
      },
    },
    doubted: { on: { 'attempt-settled': 'settled' } },
    settled: { type: 'final' },
    declined: { type: 'final' },
    reversed: { type: 'final' },
    // A part of a sale that is given back, or whose sale stood half paid in a file that was put back.
    captured: { on: { 'attempt-reversing': 'reversing', 'attempt-doubted': 'doubted' } },
  },
});

/** The state after `event`. Throws (a bug) when the event may not follow the state. */
export function nextAttemptState(state: AttemptState, event: AttemptEvent): AttemptState {
  const snapshot = attemptMachine.resolveState({ value: state });
  assert(snapshot.can({ type: event }), `attempt cannot go from ${state} by ${event}`);
  const [next] = transition(attemptMachine, snapshot, { type: event });
  return next.value as AttemptState;
}

/** Whether the attempt waits for nothing, so that a new one may begin. */
export function isResolved(state: AttemptState): boolean {
  return (
    state === 'captured' || state === 'declined' || state === 'reversed' || state === 'settled'
  );
}

/** Whether a manager may say what happened: the other side was asked, or is not to be asked by itself. */
export function maySettle(state: AttemptState): boolean {
  return (
    state === 'unknown' || state === 'reversing' || state === 'doubted' || state === 'approved'
  );
}
