/** The day machine, folded. */
import { type DayFold, foldDay, newTillDay } from '../../domain/day/day.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';

export const day = projection({
  name: 'day',
  version: 2,
  keeps: ['day'],
  fold: (db, entry) => {
    const before = dayOf(db);
    const after = foldDay(before, entry);
    if (after !== before) keep(db, 'day', after);
  },
});

export function dayOf(db: Readable): DayFold {
  return findKept(db, 'day') ?? newTillDay;
}
