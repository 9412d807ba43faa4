/** Numbers that go on where the journal left off. Asking for one does not use it up: the entry that carries it does. */
import { findKept, keep } from '../file/kept.ts';
import type { Readable } from '../file/open.ts';
import { projection } from '../file/projection.ts';

/** DE11 of ISO 8583 has six digits; 000000 is no trace number. */
const stanMax = 999_999;

/** Of the Z report: from 1, never reset. */
export function nextZ(db: Readable): number {
  return (findKept(db, 'last-z') ?? 0) + 1;
}

/** The trace number after the newest in the journal, `000001` after `999999`. */
export function nextStan(db: Readable): string {
  const last = findKept(db, 'last-stan') ?? 0;
  return String(last >= stanMax ? 1 : last + 1).padStart(6, '0');
}

/** The acquirer's batch as of the last host sign-on. */
export function lastBatch(db: Readable): string | null {
  return findKept(db, 'last-batch');
}

export const numbers = projection({
  name: 'numbers',
  version: 1,
  keeps: ['last-stan', 'last-batch', 'last-z'],
  fold: (db, entry) => {
    if (entry.kind === 'attempt-prepared' || entry.kind === 'host-signed-on') {
      keep(db, 'last-stan', Number(entry.body.stan));
    }
    if (entry.kind === 'host-signed-on') keep(db, 'last-batch', entry.body.batch);
    if (entry.kind === 'day-closed') keep(db, 'last-z', entry.body.zNumber);
  },
});
