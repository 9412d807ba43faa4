/** What every reader's driver has in common: one loop that reads, who gets a swipe, and the three checks. */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth } from '../../domain/devices/verbs.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import type { Driven, DriverPorts } from '../driver.ts';
import type { ReaderOptions } from './options.ts';
import type { CardReader } from './port.ts';
import { type Checked, checkSwipe } from './swipe-check.ts';
import { Takers } from './takers.ts';

export type ReaderPorts = DriverPorts &
  Readonly<{ options: ReaderOptions; onCardDropped: () => void }>;

/** What one protocol adds. */
export type ReaderParts = Readonly<{
  /** The next bytes of the line, a whole report where it is HID. Notes them to the tap. */
  hear(chunk: Uint8Array): void;
  /** The line is dead: clocks are stopped. */
  end?(): void;
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  /** Asks the reader about itself, where it can be asked; nothing moves. Throws `Problem` where it does not answer. */
  check?(signal: AbortSignal): Promise<Checked>;
  /** Readers that wait for a card only when they are told to: called before a wait and after it. */
  arm?(signal: AbortSignal): Promise<void>;
  disarm?(): Promise<void>;
}>;

export function createReader(
  ports: ReaderPorts,
  makeParts: (takers: Takers) => ReaderParts,
): Driven<CardReader> {
  const { device, clock, transport } = ports;
  const takers = new Takers(ports);
  const parts = makeParts(takers);
  const check = parts.check?.bind(parts);
  const read = async (): Promise<void> => {
    for await (const chunk of transport.bytes) parts.hear(chunk);
  };
  const lose = (): void => {
    parts.end?.();
    takers.lose();
  };
  const armed = async <T>(signal: AbortSignal, wait: () => Promise<T>): Promise<T> => {
    const waiting = wait();
    // Who waits is known before the reader is told to: no card is missed.
    waiting.catch(() => {});
    try {
      if (takers.wanted() !== null) await parts.arm?.(signal);
    } catch (thrown) {
      takers.fail(toProblem(thrown));
    }
    try {
      return await waiting;
    } finally {
      if (takers.wanted() === null) await parts.disarm?.();
    }
  };
  const waits: Pick<CardReader, 'waitForCard' | 'waitForSwipe'> = parts.arm
    ? {
        waitForCard: (signal) => armed(signal, () => takers.waitForCard(signal)),
        waitForSwipe: (signal) => armed(signal, () => takers.waitForSwipe(signal)),
      }
    : {
        waitForCard: (signal) => takers.waitForCard(signal),
        waitForSwipe: (signal) => takers.waitForSwipe(signal),
      };
  return {
    ...waits,
    onStoreCard: (listener) => takers.onStoreCard(listener),
    identify: (signal) => parts.identify(signal),
    health: async (level, signal): Promise<DeviceHealth> => {
      const startedAt = clock.monotonic();
      const gone = takers.gone() ? [new Problem('device-gone', { device })] : [];
      const inside =
        check && gone.length === 0
          ? await checkInside(() => check(signal), signal)
          : { problems: gone, facts: {} };
      const swiped =
        level === 'interactive' && inside.problems.length === 0
          ? await checkSwipe(ports, waits, signal)
          : { problems: [], facts: {} };
      const problems = [...inside.problems, ...swiped.problems];
      return {
        device,
        level,
        state: problems.length > 0 ? 'failed' : 'healthy',
        problems: problems.map((problem) => problem.toData()),
        facts: { ...inside.facts, ...swiped.facts },
        tookMs: clock.monotonic() - startedAt,
      };
    },
    close: () => transport.close(),
    gone: read().then(lose, lose),
  };
}

/** A reader that does not answer is a finding of the check. */
async function checkInside(check: () => Promise<Checked>, signal: AbortSignal): Promise<Checked> {
  try {
    return await check();
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return { problems: [toProblem(thrown)], facts: {} };
  }
}
