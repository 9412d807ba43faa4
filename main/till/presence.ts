/** Who stands at the till, and the language they are spoken to in. */
import type { OperatorView, TillState } from '../../domain/contract/ipc.ts';
import { may, type Permission } from '../../domain/people/right.ts';
import { Problem } from '../../domain/words/problem.ts';
import { forgetPerson, memory } from './memory.ts';
import type { OpenTill } from './open-till.ts';

export type Presence = {
  /** Who signed in, as the register knew them then: a change from the back office waits for the next sign-in. */
  operator: OperatorView | null;
  locale: TillState['locale'];
  /** The day is being closed: last sync and farewell. */
  leaving: boolean;
  /** Counts the changes of who may be standing here: what was asked of one is not answered for another. */
  changes: number;
};

export const presence = memory<Presence>(({ ports }) => ({
  operator: null,
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

/** Who is signed in at an unlocked till. Throws `Problem`: `not-signed-in`, `till-locked`. */
export function checkPresent(till: OpenTill): OperatorView {
  const { operator, leaving } = presence(till);
  const day = till.db.day();
  // The journal decides; that memory knows nobody can only be a bug, and then nobody sells.
  if (leaving || day.state === 'closed' || !operator) throw new Problem('not-signed-in');
  if (day.state === 'locked') throw new Problem('till-locked');
  return operator;
}

/** Throws `Problem` `not-permitted`. */
export function checkHolds({ role }: OperatorView, permission: Permission): void {
  if (!may(role, permission)) throw new Problem('not-permitted');
}
