/** The hash of a PIN or password that an operator chose at a till. Route: `POST /v1/operators/secret`. */
import type { Clock } from '../../domain/clock.ts';
import type { SyncInput } from '../../domain/contract/sync.ts';
import { badRequest } from '../refusal.ts';
import type { Caller } from '../signature.ts';
import { changeOperator } from '../store/operator-rows.ts';
import type { Database } from '../store/tables.ts';

/** The later one counts. Throws `Problem` `server-refused` with `why` `no-such-operator`: none of this till's store. */
export async function takeSecret(
  db: Database,
  clock: Clock,
  caller: Caller,
  { number, pinHash, setAt }: SyncInput<'secret'>,
): Promise<Record<string, never>> {
  // A till whose clock runs ahead must not hold off what is chosen at others until then.
  const secretSetAt = Math.min(setAt, clock.now());
  const isKnown = await db
    .transaction()
    .execute((work) =>
      changeOperator(work, caller.store, number, (operator) =>
        secretSetAt > (operator.secretSetAt ?? -1)
          ? { ...operator, pinHash, secretSetAt, mustChangeSecret: false }
          : null,
      ),
    );
  if (!isKnown) throw badRequest('no-such-operator');
  return {};
}
