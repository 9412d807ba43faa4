/** The hash of a PIN or password that an operator chose at a till. Route: `POST /v1/operators/secret`. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { SyncInput } from '../../domain/contract/sync.ts';
import { badRequest } from '../basics/refusal.ts';
import type { Caller } from '../door/signature.ts';
import type { Database, Work } from '../store/tables.ts';
import { changeOperator } from './operator-rows.ts';
import { vouchedFor, warnPerson } from './secret-changes.ts';

/** Tells whoever looks after the store that a secret came which was not that person's. */
export type TellDoubt = (work: Work, place: TillMoment, number: string) => Promise<void>;
type TillMoment = Readonly<{ store: string; till: string; at: number }>;

type Outcome = 'taken' | 'no-such-operator' | 'secret-not-in-journal' | 'secret-before-sign-in';

/**
 * The later one counts. Throws `Problem` `bad-request` with `why`: `no-such-operator`, none of this till's store;
 * `secret-not-in-journal`, the journal does not vouch for it: it is not taken, and the person is told;
 * `secret-before-sign-in`, not until the sign-in it was chosen in has been pushed.
 */
export async function takeSecret(
  db: Database,
  clock: Clock,
  caller: Caller,
  secret: SyncInput<'secret'>,
  tellDoubt: TellDoubt,
): Promise<Record<string, never>> {
  const outcome = await db
    .transaction()
    .execute((work) => judge(work, clock, caller, secret, tellDoubt));
  if (outcome !== 'taken') throw badRequest(outcome);
  return {};
}

async function judge(
  work: Work,
  clock: Clock,
  caller: Caller,
  secret: SyncInput<'secret'>,
  tellDoubt: TellDoubt,
): Promise<Outcome> {
  const { number, pinHash } = secret;
  const vouched = await vouchedFor(work, caller, secret);
  if (vouched === 'not-yet') return 'secret-before-sign-in';
  if (vouched === 'no') {
    const place = { store: caller.store, till: caller.till, at: clock.now() };
    if (!(await warnPerson(work, place, number))) return 'no-such-operator';
    await tellDoubt(work, place, number);
    return 'secret-not-in-journal';
  }
  // A till whose clock runs ahead must not hold off what is chosen at others until then.
  const secretSetAt = Math.min(secret.setAt, clock.now());
  const isKnown = await changeOperator(work, caller.store, number, (operator) => {
    if (secretSetAt <= (operator.secretSetAt ?? -1)) return null;
    const { secretDoubt: _, ...rest } = operator;
    return { ...rest, pinHash, secretSetAt, mustChangeSecret: false };
  });
  return isKnown ? 'taken' : 'no-such-operator';
}
