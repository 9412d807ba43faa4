/** What a room keeps in memory beside the journal, in its own file: losing it costs a sign-in and nothing else. */
import { createLane } from './lane.ts';
import type { OpenTill } from './open-till.ts';

/** What a room keeps for this till. */
export type Memory<Kept> = (till: OpenTill) => Kept;

const leavings = new WeakMap<OpenTill, Set<() => void>>();

/** Memory of one room, made for each till when it is first asked for; what it holds is the room's to change. */
export function memory<Kept extends object>(make: (till: OpenTill) => Kept): Memory<Kept> {
  const kept = new WeakMap<OpenTill, Kept>();
  return (till) => {
    const known = kept.get(till);
    if (known) return known;
    const made = make(till);
    kept.set(till, made);
    return made;
  };
}

/**
 * The same for what somebody was allowed, had shown or was asked: `leave` lets go of it when another may be standing at
 * the till; see present.ts.
 */
export function memoryOfPerson<Kept extends object>(
  make: (till: OpenTill) => Kept,
  leave: (till: OpenTill) => void,
): Memory<Kept> {
  return memory((till) => {
    leavingsOf(till).add(() => leave(till));
    return make(till);
  });
}

/** Lets go of all that is a person's. */
export function forgetPerson(till: OpenTill): void {
  for (const leave of leavingsOf(till)) leave();
}

function leavingsOf(till: OpenTill): Set<() => void> {
  const known = leavings.get(till) ?? new Set();
  leavings.set(till, known);
  return known;
}

/** A lane that each till has of its own. */
export function tillLane(): <Value>(till: OpenTill, run: () => Promise<Value>) => Promise<Value> {
  const lane = memory(createLane);
  return (till, run) => lane(till)(run);
}
