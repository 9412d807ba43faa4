/**
 * The conversation below the messages: send until acknowledged, answer what comes, give up in the open.
 *
 * Sender: no ACK within 5 s, or NAK → resend, at most two retransmissions, then EOT. Receiver: bad LRC → NAK, after
 * three of them EOT. Source: ../shared/protocols/devices.md §2.2.
 */
import { Problem } from '../../../domain/words/problem.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { StxEtxLine } from '../../stx-etx-line.ts';
import { decodePad } from './codec-pad.ts';
import { encodeTill } from './codec-till.ts';
import { describeUnit } from './describe.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { limits, timing } from './spec.ts';

export type Patience = Readonly<{ ackWaitMs: number; retransmissionsMax: number }>;

export type Answer<T> =
  | Readonly<{ kind: 'answer'; value: T }>
  /** The pad closed the dialogue with EOT. */
  | Readonly<{ kind: 'ended' }>
  | Readonly<{ kind: 'time-up' }>
  | Readonly<{ kind: 'aborted' }>;

/** What the pad did about one sending of a frame. `garbage`: something was heard, but nothing that makes sense. */
type Outcome = 'ack' | 'nak' | 'silent' | 'garbage';

/** Owns the till's end of a pad's line. One dialogue at a time. */
export class Link {
  /** Resolves when the far side is gone. */
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #line: StxEtxLine;

  constructor(ports: DriverPorts) {
    this.#ports = ports;
    this.#line = new StxEtxLine(ports, limits, (unit, direction) =>
      describeUnit(unit, direction === 'out' ? 'till' : 'pad'),
    );
    this.gone = this.#line.gone;
  }

  /**
   * Sends and waits for ACK. Throws `Problem`: `device-silent`, `device-garbage`, `device-gone`; `card-cancelled` when
   * the signal aborts.
   */
  async send(
    message: TillMessage,
    signal: AbortSignal,
    patience: Patience = timing,
  ): Promise<void> {
    const { device, tap } = this.#ports;
    const raw = encodeTill(message);
    this.#line.forget();
    let heard = false;
    for (let tries = 0; tries <= patience.retransmissionsMax; tries += 1) {
      if (tries > 0) tap.count('retries');
      const outcome = await this.#sendOnce(raw, patience.ackWaitMs, signal);
      if (outcome === 'ack') return;
      if (signal.aborted) {
        await this.#line.say('eot');
        throw new Problem('card-cancelled', { device });
      }
      if (outcome !== 'nak') tap.timedOut('ack');
      heard ||= outcome !== 'silent';
    }
    await this.#line.say('eot');
    throw new Problem(heard ? 'device-garbage' : 'device-silent', { device });
  }

  /**
   * The first message that `pick` takes, acknowledged; others are acknowledged and dropped. Throws `Problem`:
   * `device-garbage`, `device-gone`.
   */
  async answer<T>(
    pick: (message: PadMessage) => T | null,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    const deadline = deadlineIn(this.#ports.clock, waitMs, signal);
    try {
      return await this.#pick(pick, deadline, signal);
    } finally {
      deadline.done();
    }
  }

  /** As `answer`, where there has to be one. Throws also `device-silent`, `device-refused`, `card-cancelled`. */
  async mustAnswer<T>(
    pick: (message: PadMessage) => T | null,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<T> {
    const { device } = this.#ports;
    const answer = await this.answer(pick, waitMs, signal);
    if (answer.kind === 'answer') return answer.value;
    if (answer.kind === 'aborted') throw new Problem('card-cancelled', { device });
    if (answer.kind === 'ended') throw new Problem('device-refused', { device, code: 'EOT' });
    throw new Problem('device-silent', { device });
  }

  /** Waits briefly for the EOT that ends most dialogues. */
  async end(signal: AbortSignal): Promise<void> {
    await this.answer(() => null, timing.eotWaitMs, signal);
  }

  async #pick<T>(
    pick: (message: PadMessage) => T | null,
    deadline: Deadline,
    signal: AbortSignal,
  ): Promise<Answer<T>> {
    let badFrames = 0;
    for (;;) {
      const unit = await this.#line.next(deadline);
      if (!unit) return { kind: signal.aborted ? 'aborted' : 'time-up' };
      if (unit.kind === 'control' && unit.control === 'eot') return { kind: 'ended' };
      if (unit.kind === 'bad-frame') {
        badFrames += 1;
        if (badFrames < timing.naksMax) {
          await this.#line.say('nak');
          continue;
        }
        await this.#line.say('eot');
        throw new Problem('device-garbage', { device: this.#ports.device });
      }
      if (unit.kind === 'frame') {
        await this.#line.say('ack');
        const message = decodePad(unit.body);
        const value = message && pick(message);
        if (value !== null) return { kind: 'answer', value };
      }
    }
  }

  async #sendOnce(raw: Uint8Array, ackWaitMs: number, signal: AbortSignal): Promise<Outcome> {
    const { clock, tap } = this.#ports;
    const deadline = deadlineIn(clock, ackWaitMs, signal);
    const sentAt = clock.monotonic();
    try {
      await this.#line.write(raw);
      const outcome = await this.#untilAck(deadline);
      if (outcome === 'ack') tap.roundTrip(clock.monotonic() - sentAt);
      return outcome;
    } finally {
      deadline.done();
    }
  }

  async #untilAck(deadline: Deadline): Promise<Outcome> {
    let heard = false;
    for (;;) {
      const unit = await this.#line.next(deadline);
      if (!unit) return heard ? 'garbage' : 'silent';
      if (unit.kind === 'control' && unit.control !== 'eot') return unit.control;
      // The answer of a dialogue we gave up: the pad still wants it acknowledged. A late EOT wants nothing.
      if (unit.kind === 'frame') await this.#line.say('ack');
      heard ||= unit.kind === 'noise' || unit.kind === 'bad-frame';
    }
  }
}
