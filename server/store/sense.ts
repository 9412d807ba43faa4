/**
 * Which entries are well-formed and still not taken at their word: what they would change of what the back office owns,
 * their operator has no right to change, or not so often.
 */
import { operatorSchema } from '../../domain/operator.ts';
import { may } from '../../domain/permission.ts';
import type { Caller } from '../signature.ts';
import type { Read } from './project.ts';
import type { AsideReason, Work } from './tables.ts';

/** A till has one device of each of seven families; replaced ones may keep a row of their own. */
const devicesMax = 20;

/** Seq → why it is put aside. Asks the database only where `read` holds such an entry. */
export async function doubtsOf(
  work: Work,
  caller: Caller,
  read: readonly Read[],
): Promise<Map<number, AsideReason>> {
  const doubts = new Map<number, AsideReason>();
  const registered = read.flatMap(({ entry, fact }) =>
    fact.kind === 'device-registered' ? [{ entry, device: fact.body.device }] : [],
  );
  if (registered.length === 0) return doubts;
  const entitled = await entitledIn(work, caller.store);
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

async function entitledIn(work: Work, store: string): Promise<Set<string>> {
  const rows = await work
    .selectFrom('operators')
    .select('body')
    .where('store_id', '=', store)
    .execute();
  const operators = rows.map(({ body }) => operatorSchema.parse(JSON.parse(body)));
  return new Set(
    operators.filter(({ role }) => may(role, 'devices.register')).map(({ number }) => number),
  );
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
