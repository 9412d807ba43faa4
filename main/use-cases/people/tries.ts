/** Refused tries, the same for every way in: the delay that grows, the lock at the end, and what is written down. */
import type { Tried } from '../../../db/people/wrong-tries.ts';
import { delayAfter, type Operator, triesMax } from '../../../domain/people/operator.ts';
import type { WayIn } from '../../../domain/people/ways-in.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** Whose try it was; `number` is null where what was shown is nobody's. Those wait, but nobody is locked out. */
export type Try = Readonly<{ number: string | null; way: WayIn }>;
/** The same for one-time codes, which are nobody's. */
export type Counted = Readonly<{ number: string | null; way: Tried }>;

/** Refused since the last entry about it without being looked at, and when that was told (ms UTC). */
type InVain = { count: number; toldAt: number | null };

/** By what was tried. */
const inVain = memory(() => new Map<string, InVain>());

/** Throws `Problem`: `operator-locked` (number, otherWay), `pin-wait` (seconds). */
export function checkTries(till: OpenTill, tried: Try): void {
  const { count } = till.db.wrongTries(tried.number, tried.way);
  if (tried.number !== null && count >= triesMax) {
    tellLocked(till, tried, count);
    throw lockedOut(till, tried.number, tried.way);
  }
  checkWait(till, tried);
}

/** Throws `Problem` `pin-wait` (seconds). Whoever does not wait is counted, and told with the next entry. */
export function checkWait(till: OpenTill, tried: Counted): void {
  const { count, lastAt } = till.db.wrongTries(tried.number, tried.way);
  const waitMs = leftToWait(till.ports.clock.now(), delayAfter(count), lastAt);
  if (waitMs <= 0) return;
  inVainOf(till, tried).count += 1;
  throw new Problem('pin-wait', { seconds: Math.ceil(waitMs / 1_000) });
}

/** For the body of the next entry about `tried`: how many were refused unseen since the last one. */
export function takeInVain(till: OpenTill, tried: Counted): Readonly<{ inVain?: number }> {
  const { count } = inVainOf(till, tried);
  const toldAt = till.ports.clock.now();
  inVain(till).set(nameOf(tried), { count: 0, toldAt });
  return count === 0 ? {} : { inVain: count };
}

/** Once in as long as anybody must wait: a locked number may be tried for ever. */
function tellLocked(till: OpenTill, tried: Try, count: number): void {
  const known = inVainOf(till, tried);
  const sinceMs =
    known.toldAt === null ? Infinity : Math.abs(till.ports.clock.now() - known.toldAt);
  if (sinceMs < delayAfter(count)) known.count += 1;
  else refuse(till, tried, 'operator-locked', count);
}

function inVainOf(till: OpenTill, tried: Counted): InVain {
  const known = inVain(till).get(nameOf(tried)) ?? { count: 0, toldAt: null };
  inVain(till).set(nameOf(tried), known);
  return known;
}

const nameOf = ({ number, way }: Counted): string => `${number ?? ''} ${way}`;

/** Counts a wrong PIN, or another way that was refused, and answers how it stands. */
export function countTry(
  till: OpenTill,
  tried: Try,
): Readonly<{ locked: Problem | null; triesLeft: number; waitMs: number }> {
  const count = till.db.wrongTries(tried.number, tried.way).count + 1;
  refuse(till, tried, tried.way === 'secret' ? 'pin-wrong' : 'way-refused', count);
  const isLocked = tried.number !== null && count >= triesMax;
  return {
    locked: isLocked ? lockedOut(till, tried.number, tried.way) : null,
    triesLeft: Math.max(0, triesMax - count),
    waitMs: delayAfter(count),
  };
}

/**
 * A number that is not in the list is written down; there is nobody to lock, but whoever tries one after the other waits
 * as for one.
 */
export function refuseUnknown(till: OpenTill, number: string): Problem {
  const nobody = { number: null, way: 'secret' } as const;
  checkWait(till, nobody);
  const wrongTries = till.db.wrongTries(null, 'secret').count + 1;
  const more = takeInVain(till, nobody);
  const body = { number, way: 'secret', reason: 'operator-unknown', wrongTries, ...more } as const;
  record(till, [{ kind: 'sign-in-refused', body }], null);
  return new Problem('operator-unknown');
}

function refuse(
  till: OpenTill,
  { number, way }: Try,
  reason: 'pin-wrong' | 'operator-locked' | 'way-refused',
  wrongTries: number,
): void {
  const body = { number, way, reason, wrongTries, ...takeInVain(till, { number, way }) };
  record(till, [{ kind: 'sign-in-refused', body }], null);
}

/** A clock that was set back must not make anybody wait longer than the delay itself. */
function leftToWait(nowMs: number, delayMs: number, lastAt: number | null): number {
  if (lastAt === null) return 0;
  return Math.min(delayMs, lastAt + delayMs - nowMs);
}

/** `otherWay`: what this operator has, and the store takes, without the way that is locked; `none` for nothing. */
function lockedOut(till: OpenTill, number: string, way: WayIn): Problem {
  const operator = till.db.operators.find(number);
  const has = operator ? waysOf(operator) : [];
  const [other] = settingsOf(till).ways.filter(
    (combination) => !combination.includes(way) && combination.every((one) => has.includes(one)),
  );
  return new Problem('operator-locked', { number, otherWay: other?.[0] ?? 'none' });
}

function waysOf({ tokens, passkeys }: Operator): WayIn[] {
  return [
    'secret',
    ...tokens.map(({ kind }) => kind),
    ...(passkeys.length > 0 ? (['passkey'] as const) : []),
  ];
}
