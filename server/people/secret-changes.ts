/**
 * What a till may tell of a person's secret: only what its journal holds a `secret-changed` for, by that person, with the
 * hash of the new secret, and a sign-in of theirs. Somebody who only has the till's key or its file leaves their trace
 * in the chain, or is not believed.
 */
import { createHash } from 'node:crypto';
import type { Fact } from '../../domain/contract/entry.ts';
import type { ExportedEntry } from '../../domain/journal/chain.ts';
import type { Operator } from '../../domain/people/operator.ts';
import type { Work } from '../store/tables.ts';
import { changeOperator } from './operator-rows.ts';

type TillOf = Readonly<{ store: string; till: string }>;

/** Entry and secret are made in the same moment. Where an older till's entry has no hash, this must do. */
const sameMomentMs = 5 * 60_000;

/** Notes changes, and that whoever changed theirs has signed in: before it, or with the sign-in that asked for it. */
export async function noteSecretChanges(
  work: Work,
  { store, till }: TillOf,
  read: readonly Readonly<{ entry: ExportedEntry; fact: Fact }>[],
  signedInBefore: string | null,
): Promise<void> {
  let present = signedInBefore;
  for (const { entry, fact } of read) {
    if (fact.kind === 'signed-out') present = null;
    if (fact.kind === 'signed-in') present = entry.operator;
    if (fact.kind === 'secret-changed') {
      await work
        .insertInto('secret_changes')
        .values({
          store_id: store,
          till_id: till,
          number: fact.body.number,
          seq: entry.seq,
          at: entry.at,
          hash: fact.body.secretHash ?? null,
          signed_in: present === fact.body.number ? 1 : 0,
        })
        .execute();
    }
    const hasShown = fact.kind === 'signed-in' || fact.kind === 'sign-in-failed';
    if (hasShown && entry.operator !== null) {
      await work
        .updateTable('secret_changes')
        .set({ signed_in: 1 })
        .where('store_id', '=', store)
        .where('till_id', '=', till)
        .where('number', '=', entry.operator)
        .where('signed_in', '=', 0)
        .execute();
    }
  }
}

export type Vouched = 'yes' | 'not-yet' | 'no';

/** Whether the till's journal vouches for a secret; `not-yet` until the sign-in it was chosen in has come as well. */
export async function vouchedFor(
  work: Work,
  { store, till }: TillOf,
  { number, pinHash, setAt }: Readonly<{ number: string; pinHash: string; setAt: number }>,
): Promise<Vouched> {
  const hash = secretHashOf(pinHash);
  const changes = await work
    .selectFrom('secret_changes')
    .select(['hash', 'at', 'signed_in'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('number', '=', number)
    .orderBy('seq', 'desc')
    .execute();
  const entry = changes.find((change) =>
    change.hash === null ? Math.abs(change.at - setAt) <= sameMomentMs : change.hash === hash,
  );
  if (!entry) return 'no';
  return entry.signed_in === 1 ? 'yes' : 'not-yet';
}

/** As in the body of `secret-changed`. */
function secretHashOf(pinHash: string): string {
  return createHash('sha256').update(pinHash).digest('hex');
}

/** The person is told at their next sign-in that somebody tried to be them, until a new secret is chosen. */
export async function warnPerson(
  work: Work,
  { store, till, at }: TillOf & Readonly<{ at: number }>,
  number: string,
): Promise<boolean> {
  return changeOperator(work, store, number, (known: Operator) =>
    known.secretDoubt ? null : { ...known, secretDoubt: { at, till } },
  );
}
