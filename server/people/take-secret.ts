/** The hash of a PIN or password that an operator chose at a till. Route: `POST /v1/operators/secret`. */
import { businessDateOf } from '../../domain/basics/business-date.ts';
import type { Clock } from '../../domain/basics/clock.ts';
import type { SyncInput } from '../../domain/contract/sync.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { shelveMore } from '../anomalies/shelf.ts';
import { badRequest } from '../basics/refusal.ts';
import type { Caller } from '../door/signature.ts';
import type { Database, Work } from '../store/tables.ts';
import { changeOperator } from './operator-rows.ts';
import { vouchedFor, warnPerson } from './secret-changes.ts';

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
): Promise<Record<string, never>> {
  const outcome = await db.transaction().execute((work) => judge(work, clock, caller, secret));
  if (outcome !== 'taken') throw badRequest(outcome);
  return {};
}

async function judge(
  work: Work,
  clock: Clock,
  caller: Caller,
  secret: SyncInput<'secret'>,
): Promise<Outcome> {
  const { number, pinHash } = secret;
  const vouched = await vouchedFor(work, caller, secret);
  if (vouched === 'not-yet') return 'secret-before-sign-in';
  if (vouched === 'no') return doubt(work, clock, caller, number);
  // A till whose clock runs ahead must not hold off what is chosen at others until then.
  const secretSetAt = Math.min(secret.setAt, clock.now());
  const isKnown = await changeOperator(work, caller.store, number, (operator) => {
    if (secretSetAt <= (operator.secretSetAt ?? -1)) return null;
    const { secretDoubt: _, ...rest } = operator;
    return { ...rest, pinHash, secretSetAt, mustChangeSecret: false };
  });
  return isKnown ? 'taken' : 'no-such-operator';
}

async function doubt(work: Work, clock: Clock, caller: Caller, number: string): Promise<Outcome> {
  const { store, till } = caller;
  const at = clock.now();
  if (!(await warnPerson(work, { store, till, at }, number))) return 'no-such-operator';
  const { settings } = await work
    .selectFrom('stores')
    .select('settings')
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const businessDate = businessDateOf(at, storeSettingsSchema.parse(JSON.parse(settings)));
  const place = { store, till, at, businessDate, operator: number };
  const params = { why: 'person', operator: number };
  const finding = { anomaly: 'entry-doubted', params, entries: [] } as const;
  await shelveMore(work, `person:${number}:${businessDate}`, finding, place);
  return 'secret-not-in-journal';
}
