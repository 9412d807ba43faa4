/** The shift is over with its date; a date that was left open closes beside a shift that goes on. */
import { endShift } from '../../end-shift.ts';
import { type CloseStep, endsShift } from '../step.ts';

export const leave: CloseStep = {
  act: (closing) => {
    if (endsShift(closing)) endShift(closing.till, 'day-closed', { basket: 'none' });
  },
};
