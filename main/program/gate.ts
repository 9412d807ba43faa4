/** The gate: asked in main for every channel, whatever the page believes. */
import { type Channel, channels } from '../../domain/contract/ipc.ts';
import type { Needs } from '../../domain/people/channel.ts';
import { mayDo, type Right } from '../../domain/people/right.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { Allowed, Call } from '../till/call.ts';
import type { OpenTill } from '../till/open-till.ts';
import { checkHolds, checkPresent, holdsOf, whoIsHere } from '../till/presence.ts';
import { benchOperator, benchUser } from '../use-cases/devices/bench-open.ts';
import { allowed } from '../use-cases/people/grants.ts';
import { checkGate } from '../use-cases/sale/gate.ts';

/**
 * Throws `Problem`: `not-signed-in`, `till-locked`, `past-cut-over`, `not-permitted`, `bench-closed`, and
 * `commit-unknown`, `commit-undone`: what came of the last step is told before there is another.
 */
export function checkNeeds(till: OpenTill, needs: Needs): void {
  if (needs === 'nobody') return;
  if (till.db.settle()) throw new Problem('commit-undone');
  const [place, right] = placeOf(needs);
  if (place === 'bench') {
    checkHolds(till, benchUser(till), right);
    return;
  }
  // Whoever opened the bench need not be signed in.
  const atBench = place === 'here' ? benchOperator(till) : null;
  if (atBench && mayDo(holdsOf(till, atBench.role), right)) return;
  const operator = checkPresent(till);
  if (place === 'lent') return;
  if (needs === 'sells') checkGate(till);
  checkHolds(till, operator, right);
}

/**
 * What asks who allows a call whose right can be lent, and whether that was asked; null for every other channel.
 * `checkNeeds` has said yes, and the input is checked.
 */
export function lending(
  till: OpenTill,
  channel: Channel,
  input: unknown,
  call: Call,
): Readonly<{ allow: () => Allowed; isAsked: () => boolean }> | null {
  const { needs, about } = channels[channel];
  if (!isLent(needs)) return null;
  const amount = (about as ((input: unknown) => number) | undefined)?.(input) ?? 0;
  const [, right] = placeOf(needs);
  let asked = false;
  return {
    allow: () => {
      asked = true;
      return allowed(till, call, whoIsHere(till), { right, amount });
    },
    isAsked: () => asked,
  };
}

const isLent = (needs: Needs): needs is `lent:${Right}` => needs.startsWith('lent:');

type Place = 'bench' | 'here' | 'lent' | 'signed in';

/** Where somebody must be, and what they must hold. */
function placeOf(needs: Exclude<Needs, 'nobody'>): [Place, Right] {
  if (needs === 'sells') return ['signed in', 'sell'];
  const [place, right] = needs.split(':') as [Place, Right] | [Right];
  return right === undefined ? ['signed in', place as Right] : [place as Place, right];
}
