/** What people have allowed since the last Z of each date that is open. */
import { type Allowed, foldAllowed } from '../../domain/day/allowed.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';

export const allowed = projection({
  name: 'allowed',
  version: 1,
  keeps: ['allowed'],
  fold: (db, entry) => {
    const before = allowedOf(db);
    const after = foldAllowed(before, entry);
    if (after !== before) keep(db, 'allowed', after);
  },
});

export function allowedOf(db: Readable): Allowed {
  return findKept(db, 'allowed') ?? {};
}
