/** Who stands at the till, and the language they are spoken to in. */
import type { OperatorView, TillState } from '../../domain/contract/ipc.ts';
import { type Holds, mayDo, type Right } from '../../domain/people/right.ts';
import {
  holdsOf as holdsIn,
  type Role,
  rolesOf,
  rolesVersionOf,
} from '../../domain/people/role.ts';
import { Problem } from '../../domain/words/problem.ts';
import { forgetPerson, memory } from './memory.ts';
import type { OpenTill } from './open-till.ts';

export type Presence = {
  locale: TillState['locale'];
  /** The day is being closed: last sync and farewell. */
  leaving: boolean;
  /** Counts the changes of who may be standing here: what was asked of one is not answered for another. */
  changes: number;
};

export const presence = memory<Presence>(({ ports }) => ({
  locale: ports.config.locale,
  leaving: false,
  changes: 0,
}));

/**
 * A right ends with the person: whatever somebody was allowed, had shown or was asked while they stood at the till.
 * `record` calls this for every entry that changes whose shift it is or whether the till is locked; a sign-in that
 * begins calls it as well.
 */
export function endPresence(till: OpenTill): void {
  presence(till).changes += 1;
  forgetPerson(till);
}

/**
 * Whose shift it is, locked or not; null where nobody is signed in. The day's fold says who and as what, the register
 * what they are called.
 */
export function whoIsHere({ db }: OpenTill): OperatorView | null {
  const { operator: number, role } = db.day();
  if (number === null || role === null) return null;
  return { number, name: db.operators.find(number)?.name ?? number, role };
}

/** Who is signed in at an unlocked till. Throws `Problem`: `not-signed-in`, `till-locked`. */
export function checkPresent(till: OpenTill): OperatorView {
  const operator = whoIsHere(till);
  if (presence(till).leaving || !operator) throw new Problem('not-signed-in');
  if (till.db.day().state === 'locked') throw new Problem('till-locked');
  return operator;
}

/** Throws `Problem` `not-permitted`. */
export function checkHolds(till: OpenTill, { role }: OperatorView, right: Right): void {
  if (!mayDo(holdsOf(till, role), right)) throw new Problem('not-permitted');
}

/** The store's roles. */
export function rolesHere({ db }: OpenTill): readonly Role[] {
  return rolesOf(db.roles.list());
}

/** Of the store's roles: which of them an entry was made under. */
export function rolesVersion({ db }: OpenTill): number {
  return rolesVersionOf(db.roles.list());
}

/** What a role gives here; nothing where the store has no such role. */
export function holdsOf(till: OpenTill, role: string): Holds {
  return holdsIn(rolesHere(till), role);
}
