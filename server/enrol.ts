/** A till joins its store: a one-time code from the back office, the public half of a key from the till. */
import type { Clock } from '../domain/clock.ts';
import type { Enrolled, SyncInput } from '../domain/contract/sync.ts';
import { Problem } from '../domain/problems.ts';
import { readPublicKey } from './auth.ts';
import { hashCode } from './codes.ts';
import { loadStore } from './store/stores.ts';
import type { Db } from './store/tables.ts';
import { findTillByCode, giveKey } from './store/tills.ts';

/**
 * Uses the code up. The same key may ask again with it: a till whose answer was lost has shown its key already.
 * Throws Problem enrolment-code-wrong, whether the code is unknown, expired or another till's; bad-request.
 */
export async function enrol(
  db: Db,
  clock: Clock,
  { code, publicKey }: SyncInput<'enrol'>,
): Promise<Enrolled> {
  readPublicKey(publicKey);
  const till = await findTillByCode(db, hashCode(code));
  if (!till) throw new Problem('enrolment-code-wrong');
  const now = clock.now();
  if (till.publicKey === null) {
    if (now > till.codeExpiresAt) throw new Problem('enrolment-code-wrong');
    const first = await giveKey(db, till, publicKey, now);
    if (!first) throw new Problem('enrolment-code-wrong');
  } else if (till.publicKey !== publicKey) {
    throw new Problem('enrolment-code-wrong');
  }
  const { settings } = await loadStore(db, till.store);
  return { store: till.store, till: till.till, tillName: till.name, settings };
}
