/** Refused tries, the same for every way in: the delay that grows, the lock at the end, and what is written down. */
import { delayAfter, type Operator, triesMax } from '../../domain/operator.ts';
import { Problem } from '../../domain/problems.ts';
import type { WayIn } from '../../domain/ways-in.ts';
import { type OpenTill, record, settingsOf } from '../session.ts';

/** Whose try it was; `number` is null where what was shown is nobody's. Those wait, but nobody is locked out. */
export type Try = Readonly<{ number: string | null; way: WayIn }>;

/** Throws `Problem`: `operator-locked` (number, otherWay), `pin-wait` (seconds). */
export function checkTries(till: OpenTill, tried: Try): void {
  const { count, lastAt } = till.db.wrongTries(tried.number, tried.way);
  if (tried.number !== null && count >= triesMax) {
    refuse(till, tried, 'operator-locked', count);
    throw lockedOut(till, tried.number, tried.way);
  }
  const waitMs = leftToWait(till.ports.clock.now(), delayAfter(count), lastAt);
  if (waitMs > 0) throw new Problem('pin-wait', { seconds: Math.ceil(waitMs / 1_000) });
}

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

/** A number that is not in the list is written down, but there is nobody to lock. */
export function refuseUnknown(till: OpenTill, number: string): Problem {
  const { count } = till.db.wrongTries(number, 'secret');
  refuse(till, { number, way: 'secret' }, 'operator-unknown', count);
  return new Problem('operator-unknown');
}

function refuse(
  till: OpenTill,
  { number, way }: Try,
  reason: 'pin-wrong' | 'operator-unknown' | 'operator-locked' | 'way-refused',
  wrongTries: number,
): void {
  record(till, [{ kind: 'sign-in-refused', body: { number, way, reason, wrongTries } }], null);
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
