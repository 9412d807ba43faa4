/**
 * Which entries are well-formed and still not taken at their word: what they would change of what the back office owns,
 * their operator has no right to change, or not so often, or is not there to change.
 */
import type { DayFold } from '../../domain/day/day.ts';
import type { Caller } from '../door/signature.ts';
import type { AsideReason, Work } from '../store/tables.ts';
import { entitledTo, mayConfirm } from './confirmations.ts';
import type { Read } from './read-entry.ts';

/** A till has one device of each of seven families; replaced ones may keep a row of their own. */
const devicesMax = 20;

/** Seq → why it is put aside. Asks the database only where `read` holds such an entry. */
export async function doubtsOf(
  work: Work,
  caller: Caller,
  day: DayFold,
  read: readonly Read[],
): Promise<Map<number, AsideReason>> {
  const doubts = doubtsOfPeople(day, read);
  for (const [index, { entry, fact }] of read.entries()) {
    if (fact.kind !== 'device-confirmed') continue;
    if (await mayConfirm(work, caller, fact.body, read.slice(0, index))) continue;
    doubts.set(entry.seq, 'without the right');
  }
  const registered = read.flatMap(({ entry, fact }) =>
    fact.kind === 'device-registered' ? [{ entry, device: fact.body.device }] : [],
  );
  if (registered.length === 0) return doubts;
  const entitled = await entitledTo(work, caller.store, 'devices.register');
  const held = await devicesOf(work, caller);
  for (const { entry, device } of registered) {
    if (entry.operator === null || !entitled.has(entry.operator)) {
      doubts.set(entry.seq, 'without the right');
    } else if (!held.has(device) && held.size >= devicesMax) {
      doubts.set(entry.seq, 'more than a till has');
    } else held.add(device);
  }
  return doubts;
}

/**
 * Passkeys are of whoever is signed in, and nobody changes the secret of another: it may be chosen in a sign-in that is
 * under way, so that only the route of secrets knows whether that sign-in came.
 */
function doubtsOfPeople(day: DayFold, read: readonly Read[]): Map<number, AsideReason> {
  const doubts = new Map<number, AsideReason>();
  let present = day.operator;
  for (const { entry, fact } of read) {
    if (fact.kind === 'signed-in') present = entry.operator;
    if (fact.kind === 'signed-out') present = null;
    const isPasskey = fact.kind === 'passkey-registered' || fact.kind === 'passkey-removed';
    if (!isPasskey && fact.kind !== 'secret-changed') continue;
    const { number } = fact.body;
    if (number !== entry.operator || (isPasskey && number !== present)) {
      doubts.set(entry.seq, 'not of who is signed in');
    }
  }
  return doubts;
}

async function devicesOf(work: Work, { store, till }: Caller): Promise<Set<string>> {
  const rows = await work
    .selectFrom('devices')
    .select('device')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
  return new Set(rows.map(({ device }) => device));
}
