/**
 * The steps of a close, in order: the other end of the day's sign-in, with the same findings and the same policy. Those
 * before `sign` look and ask; from `sign` on the Z stands, and what fails then is told and undoes nothing.
 */
import { z } from 'zod';
import type { StepPolicy } from '../sign-in/steps.ts';

export const closeStepNames = [
  /** Nothing on the counter, and every payment has ended. */
  'resolve',
  /** Not before the time. */
  'hour',
  /** What waits for its operators is given up. */
  'holds',
  /** The drawer was counted. */
  'count',
  /** What is missing or over has a reason. */
  'difference',
  /** The Z is written, with the signed head of the journal. */
  'sign',
  /** It is printed, and the payment terminal closes its day. */
  'paper',
  /** The back office gets it. */
  'send',
  /** The shift is over. */
  'leave',
] as const;
export const closeStepNameSchema = z.enum(closeStepNames);
export type CloseStepName = (typeof closeStepNames)[number];

/** What a failure means. `warn`: whoever closes says that they know. */
export const closePolicy: Readonly<Record<CloseStepName, StepPolicy>> = {
  resolve: 'block',
  hour: 'warn',
  holds: 'warn',
  count: 'block',
  difference: 'block',
  sign: 'block',
  paper: 'warn',
  send: 'warn',
  leave: 'block',
};
