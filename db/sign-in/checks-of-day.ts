/** What has been looked at on a business date. */
import { type ChecksOfDay, foldChecks, noChecks } from '../../domain/sign-in/checks-of-day.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';

export const checksOfDay = projection({
  name: 'checks-of-day',
  version: 1,
  keeps: ['checks-of-day'],
  fold: (db, entry) => {
    const before = findKept(db, 'checks-of-day') ?? noChecks(null);
    const after = foldChecks(before, entry);
    if (after !== before) keep(db, 'checks-of-day', after);
  },
});

export function checksOf(db: Readable, businessDate: string): ChecksOfDay {
  const checks = findKept(db, 'checks-of-day');
  return checks?.businessDate === businessDate ? checks : noChecks(businessDate);
}
