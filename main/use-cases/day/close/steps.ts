/** The steps of a close by name; their order is domain/day/close-steps.ts's. */
import type { CloseStepName } from '../../../../domain/day/close-steps.ts';
import type { CloseStep } from './step.ts';
import { count } from './steps/count.ts';
import { difference } from './steps/difference.ts';
import { holds } from './steps/holds.ts';
import { hour } from './steps/hour.ts';
import { leave } from './steps/leave.ts';
import { paper } from './steps/paper.ts';
import { resolve } from './steps/resolve.ts';
import { send } from './steps/send.ts';
import { sign } from './steps/sign.ts';

export const closeSteps: Readonly<Record<CloseStepName, CloseStep>> = {
  resolve,
  hour,
  holds,
  count,
  difference,
  sign,
  paper,
  send,
  leave,
};
