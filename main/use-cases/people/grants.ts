/**
 * A right lent for one act. Whoever may not, or not so much, is told `approval-needed`; somebody who may proves it
 * (approvals.ts), and the till gives out a grant: for this very call, of this person, once. It ends with the person and
 * with the lock.
 */
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import { limitOf, mayDo, type Right } from '../../../domain/people/right.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Allowed, Call } from '../../till/call.ts';
import { memoryOfPerson } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { holdsOf, rolesVersion } from '../../till/presence.ts';

export type Wanted = Readonly<{
  right: Right;
  /** In the unit of the right's limit. */
  amount?: number;
  /** What somebody, by number, has allowed of it already: it counts towards their limit. */
  before?: (number: string) => number;
  /** What it is about where the input does not say, such as the basket: a grant for another is none. */
  about?: string;
}>;

/** What was refused last, until somebody allows it. `asker` is null where it is not for whoever is signed in. */
export type Ask = Readonly<{
  id: string;
  what: string;
  asker: OperatorView | null;
  right: Right;
  amount: number;
  before: (number: string) => number;
  about: string;
}>;

type Grant = Readonly<{ id: string; ask: Ask; allowed: Allowed }>;

const kept = memoryOfPerson<{ ask: Ask | null; grant: Grant | null }>(
  () => ({ ask: null, grant: null }),
  (till) => {
    kept(till).ask = null;
    kept(till).grant = null;
  },
);

/**
 * Who allows this call: `asker`, within what they hold, or whoever gave the grant that came with it. `asker` is null for
 * what always takes somebody else. Throws `Problem`: `approval-needed` (ask, right, who); `approval-refused` for a grant
 * that is not one, or not for this.
 */
export function allowed(
  till: OpenTill,
  { what, grant: brought }: Call,
  asker: OperatorView | null,
  { right, amount = 0, before = () => 0, about = '' }: Wanted,
): Allowed {
  const { grant } = kept(till);
  kept(till).grant = null;
  if (asker && mayAllow(till, { right, amount, before }, asker)) {
    return { by: asker.number, approval: {} };
  }
  const ask = { id: till.ports.newId(), what, asker, right, amount, before, about };
  if (brought !== null) {
    if (grant?.id !== brought || !isSame(grant.ask, ask)) throw new Problem('approval-refused');
    return grant.allowed;
  }
  kept(till).ask = ask;
  const who = whoMayAllow(till, ask).map(({ name }) => name);
  throw new Problem('approval-needed', { ask: ask.id, right, who: who.join(', ') });
}

/** Throws `Problem` `approval-refused` where nobody asks for that, or for something else by now. */
export function askOf(till: OpenTill, id: string): Ask {
  const { ask } = kept(till);
  if (ask?.id !== id) throw new Problem('approval-refused');
  return ask;
}

/** `operator` allows it; answers the grant. */
export function grantTo(till: OpenTill, ask: Ask, operator: Operator): string {
  const id = till.ports.newId();
  const limit = limitOf(holdsOf(till, operator.role), ask.right);
  const lent = { right: ask.right, limit, rolesVersion: rolesVersion(till) };
  const by = operator.number;
  kept(till).ask = null;
  kept(till).grant = { id, ask, allowed: { by, approval: { approvedBy: by, lent } } };
  return id;
}

/** By number; never whoever asks. */
export function whoMayAllow(till: OpenTill, { asker, ...ask }: Ask): Operator[] {
  return till.db.operators
    .list()
    .filter(({ number, withdrawn }) => !withdrawn && number !== asker?.number)
    .filter((operator) => mayAllow(till, ask, operator));
}

export function mayAllow(
  till: OpenTill,
  { right, amount, before }: Pick<Ask, 'right' | 'amount' | 'before'>,
  { number, role }: Pick<Operator, 'number' | 'role'>,
): boolean {
  return mayDo(holdsOf(till, role), right, amount + before(number));
}

/** How much more they may allow by themselves; null for no limit. */
export function restOf(
  till: OpenTill,
  { right, before }: Pick<Ask, 'right' | 'before'>,
  { number, role }: Pick<Operator, 'number' | 'role'>,
): number | null {
  const limit = limitOf(holdsOf(till, role), right);
  return limit === null ? null : Math.max(0, limit - before(number));
}

function isSame(granted: Ask, asked: Ask): boolean {
  return (
    granted.what === asked.what &&
    granted.asker?.number === asked.asker?.number &&
    granted.right === asked.right &&
    granted.amount === asked.amount &&
    granted.about === asked.about
  );
}
