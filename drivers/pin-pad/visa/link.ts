/**
 * The conversation below the messages: send until acknowledged, answer what comes, give up in the open.
 *
 * Sender: no ACK within 5 s, or NAK → resend, at most two retransmissions, then EOT. Receiver: bad LRC → NAK, after
 * three of them EOT. Source: ../shared/protocols/devices.md §2.2.
 */
import { Problem } from '../../../domain/problems.ts';
import {
  control,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../codecs/stx-etx-lrc.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { decodePad, describeUnit, encodeTill, type PadMessage, type TillMessage } from './codec.ts';
import { limits, timing } from './spec.ts';

export type Patience = Readonly<{ ackWaitMs: number; retransmissionsMax: number }>;
export const usualPatience: Patience = timing;

export type Answer<T> =
  | Readonly<{ kind: 'answer'; value: T }>
  /** The pad closed the dialogue with EOT. */
  | Readonly<{ kind: 'ended' }>
  | Readonly<{ kind: 'time-up' }>
  | Readonly<{ kind: 'aborted' }>;

export type Link = Readonly<{
  /**
   * Sends and waits for ACK. Throws `Problem`: `device-silent`, `device-garbage`, `device-gone`; `card-cancelled` when
   * the signal aborts.
   */
  send(message: TillMessage, signal: AbortSignal, patience?: Patience): Promise<void>;
  /** The first message that `pick` takes, acknowledged; others are acknowledged and dropped. */
  answer<T>(
    pick: (message: PadMessage) => T | null,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Answer<T>>;
  /** Waits briefly for the EOT that ends most dialogues. */
  end(signal: AbortSignal): Promise<void>;
  /** Ends the dialogue from our side. */
  sendEot(): Promise<void>;
  gone: Promise<void>;
}>;

/** What piles up between dialogues is stale; this much of it is kept to be looked at. */
const unitsMax = 64;

export function createLink({ device, transport, clock, tap }: DriverPorts): Link {
  const units: LinkUnit[] = [];
  let framer: FramerState = framerStart;
  let failure: Problem | null = null;
  let wake: (() => void) | null = null;

  const arrived = (): void => {
    wake?.();
    wake = null;
  };

  const note = (unit: LinkUnit, direction: 'in' | 'out'): void => {
    const faulty = unit.kind === 'bad-frame' || unit.kind === 'noise';
    const { meaning, hidden } = describeUnit(unit, direction === 'out' ? 'till' : 'pad');
    tap.note({ direction, bytes: unit.raw, meaning, faulty, ...(hidden ? { hidden } : {}) });
    if (direction === 'in' && unit.kind === 'frame') tap.count('goodFrames');
    if (faulty) tap.count('badFrames');
    if (unit.kind === 'control' && unit.control === 'nak') tap.count('naks');
  };

  const read = async (): Promise<void> => {
    for await (const chunk of transport.bytes) {
      const folded = foldFrames(framer, chunk, limits);
      framer = folded.state;
      for (const unit of folded.units) {
        note(unit, 'in');
        units.push(unit);
        if (units.length > unitsMax) units.shift();
      }
      arrived();
    }
  };
  const gone = read()
    .catch(() => {})
    .then(() => {
      failure = new Problem('device-gone', { device });
      arrived();
    });

  /** The next unit; null when the time is up or the caller gave up. */
  const next = async (deadline: Deadline): Promise<LinkUnit | null> => {
    for (;;) {
      const unit = units.shift();
      if (unit) return unit;
      if (failure) throw failure;
      if (deadline.signal.aborted) return null;
      await new Promise<void>((resolve) => {
        wake = resolve;
        deadline.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  };

  const write = async (raw: Uint8Array): Promise<void> => {
    const sent = foldFrames(framerStart, raw, limits).units[0];
    if (sent) note(sent, 'out');
    await transport.write(raw).catch(() => {
      throw failure ?? new Problem('device-gone', { device });
    });
  };
  const sendControl = (name: keyof typeof control): Promise<void> =>
    write(Uint8Array.of(control[name]));

  /** One try: what the pad did about our frame. */
  const untilAck = async (deadline: Deadline): Promise<'ack' | 'nak' | 'silent' | 'garbage'> => {
    let heard = false;
    for (;;) {
      const unit = await next(deadline);
      if (!unit) return heard ? 'garbage' : 'silent';
      if (unit.kind === 'control' && unit.control === 'ack') return 'ack';
      if (unit.kind === 'control' && unit.control === 'nak') return 'nak';
      // A late EOT, or the answer of a dialogue we gave up: the pad still wants it acknowledged.
      if (unit.kind === 'frame') await sendControl('ack');
      if (unit.kind === 'noise' || unit.kind === 'bad-frame') heard = true;
    }
  };

  const send = async (
    message: TillMessage,
    signal: AbortSignal,
    patience: Patience = usualPatience,
  ): Promise<void> => {
    const raw = encodeTill(message);
    units.length = 0;
    framer = framerStart;
    let outcome: 'ack' | 'nak' | 'silent' | 'garbage' = 'silent';
    let heard = false;
    for (let tries = 0; tries <= patience.retransmissionsMax; tries += 1) {
      if (tries > 0) tap.count('retries');
      const deadline = deadlineIn(clock, patience.ackWaitMs, signal);
      const sentAt = clock.monotonic();
      try {
        await write(raw);
        outcome = await untilAck(deadline);
      } finally {
        deadline.done();
      }
      if (outcome === 'ack') {
        tap.roundTrip(clock.monotonic() - sentAt);
        return;
      }
      if (signal.aborted) {
        await sendControl('eot');
        throw new Problem('card-cancelled', { device });
      }
      if (outcome !== 'nak') tap.count('timeouts');
      heard ||= outcome !== 'silent';
    }
    await sendControl('eot');
    throw new Problem(heard ? 'device-garbage' : 'device-silent', { device });
  };

  const answer = async <T>(
    pick: (message: PadMessage) => T | null,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Answer<T>> => {
    const deadline = deadlineIn(clock, waitMs, signal);
    let naks = 0;
    try {
      for (;;) {
        const unit = await next(deadline);
        if (!unit) return { kind: signal.aborted ? 'aborted' : 'time-up' };
        if (unit.kind === 'control' && unit.control === 'eot') return { kind: 'ended' };
        if (unit.kind === 'bad-frame') {
          naks += 1;
          if (naks >= timing.naksMax) {
            await sendControl('eot');
            throw new Problem('device-garbage', { device });
          }
          await sendControl('nak');
        }
        if (unit.kind === 'frame') {
          await sendControl('ack');
          const message = decodePad(unit.body);
          const value = message && pick(message);
          if (value !== null) return { kind: 'answer', value };
        }
      }
    } finally {
      deadline.done();
    }
  };

  return {
    send,
    answer,
    end: async (signal) => {
      await answer(() => null, timing.eotWaitMs, signal);
    },
    sendEot: () => sendControl('eot'),
    gone,
  };
}

/** The value of an answer that has to come. Throws `Problem`: `device-silent`, `device-refused`, `card-cancelled`. */
export async function expectAnswer<T>(device: string, pending: Promise<Answer<T>>): Promise<T> {
  const answer = await pending;
  if (answer.kind === 'answer') return answer.value;
  if (answer.kind === 'aborted') throw new Problem('card-cancelled', { device });
  throw new Problem(answer.kind === 'ended' ? 'device-refused' : 'device-silent', { device });
}
