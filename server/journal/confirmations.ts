/** Who may vouch for a device at a till: the back office's word, not the till's. */
import type { BodyOf } from '../../domain/contract/entry.ts';
import { registeredDeviceSchema } from '../../domain/devices/register.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { readChallenge, serialEndOf } from '../../domain/people/one-time-code.ts';
import { mayDo, type Right } from '../../domain/people/right.ts';
import { holdsOf, rolesOf } from '../../domain/people/role.ts';
import { isSamePerson } from '../basics/same-person.ts';
import { findVersioned } from '../changes/versioned.ts';
import type { Caller } from '../door/signature.ts';
import { operatorsOf } from '../people/read.ts';
import { readDecided } from '../people/roles.ts';
import type { Work } from '../store/tables.ts';
import type { Read } from './read-entry.ts';

type Confirmed = BodyOf<'device-confirmed'>;

/**
 * A manager where the store lets them, or a code that was given for this device and not by whoever wrote its row. `before`
 * holds the entries of the same push that stand before it.
 */
export async function mayConfirm(
  work: Work,
  caller: Caller,
  confirmed: Confirmed,
  before: readonly Read[],
): Promise<boolean> {
  if (confirmed.by !== null) {
    const entitled = await entitledTo(work, caller.store, 'devices.confirm');
    return entitled.has(confirmed.by) && letsManagers(work, caller.store);
  }
  const givenBy = await codeGivenBy(work, caller, confirmed);
  if (givenBy === null) return false;
  const number = await writerOf(work, caller, confirmed.device, before);
  const operators = await operatorsOf(work, caller.store);
  const name = operators.find((operator) => operator.number === number)?.name;
  return !isSamePerson(givenBy, { number, name });
}

/** By number, under the store's roles as they are now. */
export async function entitledTo(work: Work, store: string, right: Right): Promise<Set<string>> {
  const roles = rolesOf(await readDecided(work, store));
  const operators = await operatorsOf(work, store);
  const entitled = operators.filter(({ role }) => mayDo(holdsOf(roles, role), right));
  return new Set(entitled.map(({ number }) => number));
}

async function letsManagers(work: Work, store: string): Promise<boolean> {
  const { settings } = await work
    .selectFrom('stores')
    .select('settings')
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  return storeSettingsSchema.parse(JSON.parse(settings)).managerConfirmsDevices;
}

/** Null where no code that is still good was given for this device. */
async function codeGivenBy(
  work: Work,
  { store, till }: Caller,
  { serialNumber, challenge = '' }: Confirmed,
): Promise<string | null> {
  const request = readChallenge(challenge)?.request;
  if (request?.purpose !== 'device-confirm') return null;
  if (request.serialEnd !== serialEndOf(serialNumber)) return null;
  const row = await work
    .selectFrom('code_answers')
    .select('given_by')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('challenge', '=', challenge)
    .where('used_seq', 'is', null)
    .executeTakeFirst();
  return row?.given_by ?? null;
}

/** Who attached it. */
async function writerOf(
  work: Work,
  { store, till }: Caller,
  device: string,
  before: readonly Read[],
): Promise<string> {
  const written = before.findLast(
    ({ fact }) => fact.kind === 'device-registered' && fact.body.device === device,
  );
  if (written) return written.entry.operator ?? '-';
  const row = await findVersioned(work, 'devices', store, { till_id: till, device });
  return (row && registeredDeviceSchema.parse(JSON.parse(row.body)).unconfirmed?.by) ?? '-';
}
