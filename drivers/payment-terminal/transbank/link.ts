/**
 * The conversation below the messages: ACK within two seconds, the answer within 150, 0900 before it any number of
 * times, every good frame acknowledged, every bad one refused.
 *
 * Source: transbankdevelopers.cl/referencia/posintegrado, "Mensaje de Venta"; stricter than the official SDK, which
 * splits by silence and checks no LRC (../shared/vectors/pinpad.md part B).
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { LinkUnit } from '../../codecs/stx-etx-lrc.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { StxEtxLine } from '../../stx-etx-line.ts';
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

/** Owns the till's end of a terminal's line. One exchange at a time. */
export class TransbankLink {
  /** Resolves when the far side is gone. */
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #onStatus: (code: string) => void;
  readonly #line: StxEtxLine;

  constructor(ports: DriverPorts, onStatus: (code: string) => void) {
    this.#ports = ports;
    this.#onStatus = onStatus;
    this.#line = new StxEtxLine(ports, limits, describeUnit);
    this.gone = this.#line.gone;
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
        await this.#line.say('nak');
        if (badFrames < timing.naksMax) continue;
        return this.#doubt(heard, this.#problemOf('garbage'));
      }
      await this.#line.say('ack');
      const answer = decodeAnswer(unit.body);
      if (answer?.id === statusId) this.#onStatus(answer.values[0] ?? '');
      else if (answer && accept(answer)) return { kind: 'answer', answer };
    }
  }

  /** Says it until it is acknowledged. After NAK it was certainly not taken and is said again; after silence not for money. */
  async #send(message: Message, retransmissionsMax: number, money: boolean): Promise<Sent> {
    const { tap } = this.#ports;
    this.#line.forget();
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
      await this.#line.write(raw);
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
      const unit = await this.#line.next(deadline);
      if (!unit) return garbage ? 'garbage' : 'silent';
      if (unit.kind === 'control' && unit.control !== 'eot') return unit.control;
      // Its ACK was lost: whoever answers has heard.
      if (unit.kind === 'frame') {
        this.#line.unread(unit);
        return 'ack';
      }
      garbage ||= unit.kind !== 'control';
    }
  }

  async #nextFrame(
    deadline: Deadline,
  ): Promise<Extract<LinkUnit, { kind: 'frame' | 'bad-frame' }> | null> {
    for (;;) {
      const unit = await this.#line.next(deadline);
      if (!unit || unit.kind === 'frame' || unit.kind === 'bad-frame') return unit;
    }
  }

  #doubt(heard: boolean, problem: Problem): Asked {
    return { kind: 'doubt', heard, problem };
  }

  #problemOf(sent: Sent): Problem {
    const { device } = this.#ports;
    return new Problem(sent === 'silent' ? 'device-silent' : 'device-garbage', { device });
  }
}
