/** The last time the gate was opened, and for whom. */
import { findKept, keep } from '../file/kept.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';

export const lastSignedIn = projection({
  name: 'last-sign-in',
  version: 1,
  keeps: ['last-sign-in'],
  fold: (db, { kind, at, operator }) => {
    if (kind === 'signed-in' && operator !== null) keep(db, 'last-sign-in', { at, operator });
  },
});

export function lastSignIn(db: Readable): Readonly<{ at: number; operator: string }> | null {
  return findKept(db, 'last-sign-in');
}
