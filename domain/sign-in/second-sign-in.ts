/**
 * What the sign-in of a later operator may leave to the background, because it was done a moment ago: the cashier waits
 * for what could have changed in a way that must stop a sale, and for nothing else.
 */
import type { StepPolicy } from './steps.ts';

/** What is known of the last whole exchange with the back office: everything pushed, everything pulled. */
export type LastSync = Readonly<{
  /** Somebody has signed in on this business date. */
  signedInToday: boolean;
  online: boolean;
  /** Ms since then, by how long the machine has run; null when there was none since the till started. */
  agoMs: number | null;
  /** By how many ms the till's clock has been moved since. */
  clockMovedMs: number;
  unsyncedEntries: number;
}>;

/** The background pulls every minute: an operator who was withdrawn is known to be after two that failed. */
const youngMsMax = 3 * 60_000;
/** More than drift: a hand on the clock, to be judged by the back office's. */
export const clockMovedMsMax = 60_000;

/** Whether the exchange may go on beside the cashier. `batch`: entries that travel in one request. */
export function maySyncBeside(last: LastSync, batch: number): boolean {
  const isYoung = last.agoMs !== null && last.agoMs <= youngMsMax;
  const isSteady = Math.abs(last.clockMovedMs) <= clockMovedMsMax;
  return last.signedInToday && last.online && isYoung && isSteady && last.unsyncedEntries <= batch;
}

/** Whether the books may be compared beside the cashier: a store that stops at a difference wants it known first. */
export function mayReconcileBeside(
  syncsBeside: boolean,
  reconciledToday: boolean,
  policy: StepPolicy,
): boolean {
  return syncsBeside && reconciledToday && policy !== 'block';
}
