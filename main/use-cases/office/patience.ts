/** A busy back office says when to come again. Somebody who stands at the till is not told before it was tried again. */

import { sleep } from '../../../domain/basics/clock.ts';
import type { Random } from '../../../domain/basics/random.ts';
import { toProblem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { link } from './link.ts';

/** Whatever the back office asks for, a cashier does not wait longer at a time. */
const secondsMax = 10;
/** With the usual two seconds that is some twenty seconds of patience. */
const triesMax = 6;

/** Tries `call` again while the back office is busy and a sign-in is waiting for it. Throws what it throws. */
export async function patiently<Answer>(
  till: OpenTill,
  call: () => Promise<Answer>,
): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call();
    } catch (thrown) {
      const { awaitedBy } = link(till);
      const waitMs = busyMs(thrown, till.ports.random);
      if (waitMs === null || tries === triesMax || !awaitedBy || awaitedBy.cancelled) throw thrown;
      await sleep(till.ports.clock, waitMs);
    }
  }
}

/** When to come again, in ms; null where the back office is not busy. Of many tills not all come at the same moment. */
export function busyMs(thrown: unknown, random: Random): number | null {
  const { kind, params } = toProblem(thrown);
  if (kind !== 'server-busy') return null;
  const seconds = Math.min(secondsMax, Math.max(1, Number(params.seconds) || 1));
  const [chance = 0] = random.bytes(1);
  return Math.round(seconds * 1_000 * (1 + chance / 256));
}
