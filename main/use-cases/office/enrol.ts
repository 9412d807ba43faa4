/** Joining a store with a one-time code from the back office. Channel: `startup.enrol`. */
import type { TillDatabase } from '../../../db/till-database.ts';
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import type { BodyOf, Fact } from '../../../domain/contract/entry.ts';
import type { Enrolled } from '../../../domain/contract/sync.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { loadKey, makeKey, type TillKey } from '../../machine/till-key.ts';
import type { TillPorts } from '../../till/ports.ts';

/**
 * Makes the till's key, keeps it, and only then shows its public half to the back office: after a crash in between,
 * the same key asks again. `before` is the journal this machine is known to have kept. Throws `Problem`: `server-…`,
 * `enrolment-code-wrong`, `disk-full`; `till-restored` where the back office has entries of this very till, whose file is
 * lost: under its old id it must write nothing more.
 */
export async function enrol(
  ports: TillPorts,
  db: TillDatabase,
  code: string,
  before: Continued | null,
): Promise<void> {
  const key = loadKey(ports.keyStore) ?? makeKey(ports.keyStore, ports.random);
  const { publicKey } = key;
  const enrolled = await ports.backOffice(null).call('enrol', { code, publicKey });
  const { seq: there } = enrolled.head;
  if (there > 0) throw new Problem('till-restored', { here: 0, there });
  const continues = before && before.till !== enrolled.till ? before : enrolled.continues;
  joinWith(ports, db, key, enrolled, continues);
}

/** The journal a machine kept before this one; what came after `after` is brought in. */
export type Continued = NonNullable<BodyOf<'till-enrolled'>['continues']>;

/** Writes down whose till this is from here on, as the first entry. Throws `Problem` `disk-full`. */
export function joinWith(
  ports: TillPorts,
  db: TillDatabase,
  { publicKey }: TillKey,
  { till, store, tillName, settings }: Enrolled,
  continues: Continued | null,
): void {
  const { currency, zone } = settings;
  // Settings first: they alone mean nothing, while a till that has joined cannot start without them.
  db.settings.save(settings);
  const fact: Fact = {
    kind: 'till-enrolled',
    body: { store, tillName, currency, zone, publicKey, ...(continues && { continues }) },
  };
  const at = ports.clock.now();
  const context = { at, businessDate: businessDateOf(at, settings), operator: null };
  db.enrol({ till, store, tillName, currency, zone }, fact, context, ports.newId());
  db.sync.setLastAt(at);
}

/** The key of a till that has joined. Throws `Problem` `key-missing`. */
export function keyOf(ports: TillPorts): TillKey {
  const key = loadKey(ports.keyStore);
  if (!key) throw new Problem('key-missing');
  return key;
}
