/**
 * The conversation below the messages: ACK within two seconds, the answer within 150, 0900 before it any number of
 * times, every good frame acknowledged, every bad one refused.
 *
 * Source: transbankdevelopers.cl/referencia/posintegrado, "Mensaje de Venta"; stricter than the official SDK, which
 * splits by silence and checks no LRC (../shared/vectors/pinpad.md part B).
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
import { decodeAnswer, describeUnit, encodeMessage, type Message } from './codec.ts';
import { limits, statusId, timing } from './spec.ts';

/** `money`: silence is no leave to say it again, because the terminal may have heard it. */
export type Ask = Readonly<{
  message: Message;
  money: boolean;
  /** The frame that ends it. Others are acknowledged and passed over. */
  accept(answer: Message): boolean;
}>;

export type Asked =
  | Readonly<{ kind: 'answer'; answer: Message }>
  /** It was said, and nobody knows what became of it. `heard`: the terminal has acknowledged it. */
  | Readonly<{ kind: 'doubt'; heard: boolean; problem: Problem }>;

type Sent = 'ack' | 'nak' | 'silent' | 'garbage';

/** What piles up between exchanges is stale. */
const unitsMax = 64;

/** Owns the till's end of a terminal's line. One exchange at a time. */
export class TransbankLink {
  /** Resolves when the far side is gone. */
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #onStatus: (code: string) => void;
  readonly #units: LinkUnit[] = [];
  #framer: FramerState = framerStart;
  #failure: Problem | null = null;
  #wake: (() => void) | null = null;

  constructor(ports: DriverPorts, onStatus: (code: string) => void) {
    this.#ports = ports;
    this.#onStatus = onStatus;
    this.gone = this.#read().then(
      () => this.#fail(),
      () => this.#fail(),
    );
  }

  /** A message that is only acknowledged. Throws `Problem`: `device-silent`, `device-garbage`, `device-gone`. */
  async tell(message: Message): Promise<void> {
    const sent = await this.#send(message, timing.retransmissionsMax, false);
    if (sent !== 'ack') throw this.#problemOf(sent);
  }

  /** As `exchange`, where doubt is a failure. Throws `Problem`. */
  async ask(message: Message, accept: (answer: Message) => boolean): Promise<Message> {
    const asked = await this.exchange({ message, money: false, accept });
    if (asked.kind === 'doubt') throw asked.problem;
    return asked.answer;
  }

  /** Throws `Problem` only where the terminal has certainly not taken the message. */
  async exchange({ message, money, accept }: Ask): Promise<Asked> {
    let heard = false;
    try {
      const sent = await this.#send(message, timing.retransmissionsMax, money);
      if (sent === 'nak' || (sent !== 'ack' && !money)) throw this.#problemOf(sent);
      if (sent === 'silent') return this.#doubt(false, this.#problemOf(sent));
      heard = sent === 'ack';
      return await this.#answer(accept, heard);
    } catch (thrown) {
      if (!(thrown instanceof Problem) || thrown.kind !== 'device-gone' || !money) throw thrown;
      return this.#doubt(heard, thrown);
    }
  }

  async #answer(accept: Ask['accept'], heard: boolean): Promise<Asked> {
    let badFrames = 0;
    for (;;) {
      const deadline = deadlineIn(this.#ports.clock, timing.answerWaitMs);
      const unit = await this.#nextFrame(deadline).finally(() => deadline.done());
      if (!unit) {
        this.#ports.tap.timedOut('answer');
        return this.#doubt(heard, this.#problemOf('silent'));
      }
      if (unit.kind === 'bad-frame') {
        badFrames += 1;
        await this.#control('nak');
        if (badFrames < timing.naksMax) continue;
        return this.#doubt(heard, this.#problemOf('garbage'));
      }
      await this.#control('ack');
      const answer = decodeAnswer(unit.body);
      if (answer?.id === statusId) this.#onStatus(answer.values[0] ?? '');
      else if (answer && accept(answer)) return { kind: 'answer', answer };
    }
  }

  /** Says it until it is acknowledged. After NAK it was certainly not taken and is said again; after silence not for money. */
  async #send(message: Message, retransmissionsMax: number, money: boolean): Promise<Sent> {
    const { tap } = this.#ports;
    this.#units.length = 0;
    this.#framer = framerStart;
    let sent: Sent = 'silent';
    for (let tries = 0; tries <= retransmissionsMax; tries += 1) {
      if (tries > 0) tap.count('retries');
      sent = await this.#sendOnce(encodeMessage(message));
      if (sent === 'ack' || (sent !== 'nak' && money)) return sent;
    }
    return sent;
  }

  async #sendOnce(raw: Uint8Array): Promise<Sent> {
    const { clock, tap } = this.#ports;
    const deadline = deadlineIn(clock, timing.ackWaitMs);
    const sentAt = clock.monotonic();
    try {
      await this.#write(raw);
      const sent = await this.#untilAck(deadline);
      if (sent === 'ack') tap.roundTrip(clock.monotonic() - sentAt);
      if (sent === 'silent' || sent === 'garbage') tap.timedOut('ack');
      return sent;
    } finally {
      deadline.done();
    }
  }

  async #untilAck(deadline: Deadline): Promise<Sent> {
    let garbage = false;
    for (;;) {
      const unit = await this.#next(deadline);
      if (!unit) return garbage ? 'garbage' : 'silent';
      if (unit.kind === 'control' && unit.control !== 'eot') return unit.control;
      // Its ACK was lost: whoever answers has heard.
      if (unit.kind === 'frame') {
        this.#units.unshift(unit);
        return 'ack';
      }
      garbage ||= unit.kind !== 'control';
    }
  }

  async #nextFrame(
    deadline: Deadline,
  ): Promise<Extract<LinkUnit, { kind: 'frame' | 'bad-frame' }> | null> {
    for (;;) {
      const unit = await this.#next(deadline);
      if (!unit || unit.kind === 'frame' || unit.kind === 'bad-frame') return unit;
    }
  }

  /** The next unit; null when the time is up. Throws `Problem` `device-gone`. */
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

  #doubt(heard: boolean, problem: Problem): Asked {
    return { kind: 'doubt', heard, problem };
  }

  #problemOf(sent: Sent): Problem {
    const { device } = this.#ports;
    return new Problem(sent === 'silent' ? 'device-silent' : 'device-garbage', { device });
  }

  #control(name: 'ack' | 'nak'): Promise<void> {
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
    const { meaning, hidden } = describeUnit(unit);
    tap.note({ direction, bytes: unit.raw, meaning, faulty, ...(hidden ? { hidden } : {}) });
    if (direction === 'in' && unit.kind === 'frame') tap.count('goodFrames');
    if (faulty) tap.count('badFrames');
    if (unit.kind === 'control' && unit.control === 'nak') tap.count('naks');
  }
}
