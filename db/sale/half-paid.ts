/** Sales of which something is taken and more is owed. */
import { foldHalfPaid, type HalfPaid } from '../../domain/sale/settlement.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';

export const halfPaid = projection({
  name: 'half-paid',
  version: 2,
  keeps: ['half-paid'],
  fold: (db, entry) => {
    const before = halfPaidOf(db);
    const after = foldHalfPaid(before, entry);
    if (after !== before) keep(db, 'half-paid', after);
  },
});

export function halfPaidOf(db: Readable): readonly HalfPaid[] {
  return findKept(db, 'half-paid') ?? [];
}
