/**
 * ZVT over a serial line: acknowledges before anybody looks at a message, repeats what was not acknowledged, gives up
 * in the open.
 *
 * T1: silence of 200 ms inside a frame → NAK. T2: 5 s without ACK or NAK → the frame again. After NAK, T1 or T2 it is sent
 * at most twice more; then both sides report a transmission error (PA00P016 rev 04; ../shared/protocols/devices.md §1.2).
 */
import { Problem } from '../../../domain/words/problem.ts';
import {
  cutDleFrame,
  type DleState,
  type DleUnit,
  dleControl,
  dleStart,
  encodeDleFrame,
  foldDleFrames,
  isInsideDleFrame,
} from '../../codecs/dle-crc16.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { describeUnit } from './describe.ts';
import { Inbox } from './inbox.ts';
import type { ApduLink, Heard } from './link.ts';
import { frameLimits, isAnswer, timing } from './timing.ts';

type Verdict = 'ack' | 'nak' | 'silent';
type Waiting = Readonly<{ apdu: Uint8Array; settle: (verdict: Verdict) => void }>;

/** Owns the till's end of a serial line. */
export class SerialLink implements ApduLink {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #inbox = new Inbox<Heard>();
  readonly #onHeard: () => void;
  #framer: DleState = dleStart;
  #stopT1: () => void = () => {};
  #waiting: Waiting | null = null;
  /** What came last, and when: only a T2 later can the same be a repetition. */
  #last: Readonly<{ hex: string; at: number }> | null = null;
  #badFrames = 0;

  /** `onHeard` is called after each message that came. */
  constructor(ports: DriverPorts, onHeard: () => void) {
    this.#ports = ports;
    this.#onHeard = onHeard;
    const end = (): void => this.#lose();
    this.gone = this.#read().then(end, end);
  }

  async send(apdu: Uint8Array): Promise<void> {
    const { device, tap } = this.#ports;
    const raw = encodeDleFrame(apdu);
    let wasRefused = false;
    for (let tries = 0; tries <= timing.retransmissionsMax; tries += 1) {
      if (tries > 0) tap.count('retries');
      const verdict = await this.#sendOnce(apdu, raw);
      if (verdict === 'ack') return;
      if (verdict === 'silent') tap.timedOut('T2');
      wasRefused ||= verdict === 'nak';
    }
    throw new Problem(wasRefused ? 'device-garbage' : 'device-silent', { device });
  }

  next(deadline: Deadline): Promise<Heard | null> {
    return this.#inbox.next(deadline);
  }

  isGone(): boolean {
    return this.#inbox.hasEnded();
  }

  isQuiet(): boolean {
    return this.#inbox.isEmpty();
  }

  /** Noise between frames is what serial lines are like. */
  isOtherwise(): boolean {
    return false;
  }

  async giveUp(): Promise<void> {}

  async #sendOnce(apdu: Uint8Array, raw: Uint8Array): Promise<Verdict> {
    const { clock, tap } = this.#ports;
    const sentAt = clock.monotonic();
    const t2 = deadlineIn(clock, timing.t2Ms);
    const verdict = new Promise<Verdict>((resolve) => {
      this.#waiting = { apdu, settle: resolve };
      t2.signal.addEventListener('abort', () => resolve('silent'), { once: true });
    });
    try {
      await this.#write(raw);
      const settled = await verdict;
      if (this.isGone()) throw this.#goneProblem();
      if (settled === 'ack') tap.roundTrip(clock.monotonic() - sentAt);
      return settled;
    } finally {
      this.#waiting = null;
      t2.done();
    }
  }

  async #read(): Promise<void> {
    for await (const chunk of this.#ports.transport.bytes) {
      this.#stopT1();
      const folded = foldDleFrames(this.#framer, chunk, frameLimits);
      this.#framer = folded.state;
      for (const unit of folded.units) await this.#hear(unit);
      if (isInsideDleFrame(this.#framer)) {
        this.#stopT1 = this.#ports.clock.after(timing.t1Ms, () => this.#breakOff());
      }
    }
  }

  /** T1: the rest of a frame did not come. */
  #breakOff(): void {
    const unit = cutDleFrame(this.#framer);
    this.#framer = dleStart;
    this.#ports.tap.timedOut('T1');
    if (unit) void this.#hear(unit);
  }

  async #hear(unit: DleUnit): Promise<void> {
    this.#note(unit, 'in');
    switch (unit.kind) {
      case 'control':
        this.#waiting?.settle(unit.control);
        return;
      case 'frame':
        return this.#take(unit.apdu);
      case 'bad-frame':
        return this.#refuse();
      case 'noise':
        return;
    }
  }

  async #take(apdu: Uint8Array): Promise<void> {
    const { clock, tap } = this.#ports;
    this.#badFrames = 0;
    tap.count('goodFrames');
    await this.#control('ack');
    const hex = Buffer.from(apdu).toString('hex');
    const now = clock.monotonic();
    const again = this.#last?.hex === hex && now - this.#last.at >= timing.repetitionMs;
    this.#last = { hex, at: now };
    this.#inbox.push({ apdu, again });
    if (!again && this.#waiting && impliesAck(this.#waiting.apdu, apdu))
      this.#waiting.settle('ack');
    this.#onHeard();
  }

  async #refuse(): Promise<void> {
    const { device } = this.#ports;
    this.#badFrames += 1;
    await this.#control('nak');
    if (this.#badFrames <= timing.retransmissionsMax) return;
    this.#badFrames = 0;
    this.#inbox.push(new Problem('device-garbage', { device }));
  }

  #lose(): void {
    this.#stopT1();
    this.#inbox.end(this.#goneProblem());
    this.#waiting?.settle('silent');
  }

  /** A line that died in the middle is told by whoever waits for it, not by the acknowledgement. */
  async #control(name: keyof typeof dleControl): Promise<void> {
    const raw = Uint8Array.of(dleControl[name]);
    this.#note({ kind: 'control', control: name, raw }, 'out');
    await this.#ports.transport.write(raw).catch(() => {});
  }

  async #write(raw: Uint8Array): Promise<void> {
    const [sent] = foldDleFrames(dleStart, raw, frameLimits).units;
    if (sent) this.#note(sent, 'out');
    await this.#ports.transport.write(raw).catch((error: unknown) => {
      throw this.#goneProblem(error);
    });
  }

  #note(unit: DleUnit, direction: 'in' | 'out'): void {
    const { tap } = this.#ports;
    const faulty = unit.kind === 'bad-frame' || unit.kind === 'noise';
    tap.note({ direction, bytes: unit.raw, faulty, ...describeUnit(unit) });
    if (faulty) tap.count('badFrames');
    if (unit.kind === 'control' && unit.control === 'nak') tap.count('naks');
  }

  #goneProblem(cause?: unknown): Problem {
    return new Problem('device-gone', { device: this.#ports.device }, cause);
  }
}

/**
 * The ACK was lost, but what came shows that the message was not: an answer to our command, or anything new after our
 * answer. Sending an authorisation again then would be the worst of all choices.
 */
const impliesAck = (sent: Uint8Array, came: Uint8Array): boolean =>
  isAnswer(sent) || isAnswer(came);
