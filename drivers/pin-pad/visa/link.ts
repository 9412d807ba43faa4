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

/** What piles up between dialogues is stale; this much of it is kept to be looked at. */
const unitsMax = 64;

/** Owns the till's end of a pad's line. One dialogue at a time. */
export class Link {
  /** Resolves when the far side is gone. */
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #units: LinkUnit[] = [];
  #framer: FramerState = framerStart;
  #failure: Problem | null = null;
  #wake: (() => void) | null = null;

  constructor(ports: DriverPorts) {
    this.#ports = ports;
    this.gone = this.#read().then(
      () => this.#fail(),
      () => this.#fail(),
    );
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
    this.#units.length = 0;
    this.#framer = framerStart;
    let heard = false;
    for (let tries = 0; tries <= patience.retransmissionsMax; tries += 1) {
      if (tries > 0) tap.count('retries');
      const outcome = await this.#sendOnce(raw, patience.ackWaitMs, signal);
      if (outcome === 'ack') return;
      if (signal.aborted) {
        await this.#control('eot');
        throw new Problem('card-cancelled', { device });
      }
      if (outcome !== 'nak') tap.timedOut('ack');
      heard ||= outcome !== 'silent';
    }
    await this.#control('eot');
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
      const unit = await this.#next(deadline);
      if (!unit) return { kind: signal.aborted ? 'aborted' : 'time-up' };
      if (unit.kind === 'control' && unit.control === 'eot') return { kind: 'ended' };
      if (unit.kind === 'bad-frame') {
        badFrames += 1;
        if (badFrames < timing.naksMax) {
          await this.#control('nak');
          continue;
        }
        await this.#control('eot');
        throw new Problem('device-garbage', { device: this.#ports.device });
      }
      if (unit.kind === 'frame') {
        await this.#control('ack');
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
      await this.#write(raw);
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
      const unit = await this.#next(deadline);
      if (!unit) return heard ? 'garbage' : 'silent';
      if (unit.kind === 'control' && unit.control !== 'eot') return unit.control;
      // The answer of a dialogue we gave up: the pad still wants it acknowledged. A late EOT wants nothing.
      if (unit.kind === 'frame') await this.#control('ack');
      heard ||= unit.kind === 'noise' || unit.kind === 'bad-frame';
    }
  }

  /** The next unit; null when the time is up or the caller gave up. */
  async #next(deadline: Deadline): Promise<LinkUnit | null> {
    for (;;) {
      const unit = this.#units.shift();
      if (unit) return unit;
      if (this.#failure) throw this.#failure;
      if (deadline.signal.aborted) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        deadline.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  async #read(): Promise<void> {
    for await (const chunk of this.#ports.transport.bytes) {
      const folded = foldFrames(this.#framer, chunk, limits);
      this.#framer = folded.state;
      for (const unit of folded.units) {
        this.#note(unit, 'in');
        this.#units.push(unit);
        if (this.#units.length > unitsMax) this.#units.shift();
      }
      this.#wakeReader();
    }
  }

  #fail(): void {
    this.#failure = new Problem('device-gone', { device: this.#ports.device });
    this.#wakeReader();
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = null;
  }

  #control(name: keyof typeof control): Promise<void> {
    return this.#write(Uint8Array.of(control[name]));
  }

  async #write(raw: Uint8Array): Promise<void> {
    const sent = foldFrames(framerStart, raw, limits).units[0];
    if (sent) this.#note(sent, 'out');
    await this.#ports.transport.write(raw).catch((error: unknown) => {
      throw new Problem('device-gone', { device: this.#ports.device }, error);
    });
  }

  #note(unit: LinkUnit, direction: 'in' | 'out'): void {
    const { tap } = this.#ports;
    const faulty = unit.kind === 'bad-frame' || unit.kind === 'noise';
    const { meaning, hidden } = describeUnit(unit, direction === 'out' ? 'till' : 'pad');
    tap.note({ direction, bytes: unit.raw, meaning, faulty, ...(hidden ? { hidden } : {}) });
    if (direction === 'in' && unit.kind === 'frame') tap.count('goodFrames');
    if (faulty) tap.count('badFrames');
    if (unit.kind === 'control' && unit.control === 'nak') tap.count('naks');
  }
}
