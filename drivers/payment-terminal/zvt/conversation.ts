/**
 * ZVT above the line: one command, everything the terminal says until it has ended it, each answered at once.
 *
 * T3: 5 s from the command to 80 00 or 84 xx. T4: 180 s from there to the end, begun anew by every message of the terminal;
 * then the till tries 06 B0. Master rights are the terminal's until the command ends, by the table in spec.ts; only 06 B0 may
 * go to it meanwhile (PA00P015 chapters 1–3, PA00P016 rev 04; ../shared/protocols/devices.md §1.2, §1.3, zvt-commands.md).
 */
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { deadlineIn } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { readApdu } from './apdu.ts';
import { type Course, CourseNotes, type Ending } from './course.ts';
import type { ApduLink, Heard } from './link.ts';
import type { ZvtOptions } from './options.ts';
import { type End, endOf } from './spec.ts';
import { statusText } from './status-texts.ts';
import { decodeTerminal, type TerminalMessage } from './terminal-codec.ts';
import { controlOf, encodeTill, type TillCommand } from './till-codec.ts';

const positive = encodeTill({ kind: 'accept' });
const notPossible = encodeTill({ kind: 'refuse', error: '83', amountMinor: null });
const abortByTill = encodeTill({ kind: 'abort' });

/** `time-up` and `stop` are the deadline and the caller who gives up. */
type Turn = Heard | 'time-up' | 'stop';

/** Owns what is said over a link. One command at a time. */
export class Conversation {
  readonly #ports: DriverPorts;
  readonly #link: ApduLink;
  readonly #options: ZvtOptions;
  readonly #onStatus: (text: string) => void;

  constructor(
    ports: DriverPorts,
    link: ApduLink,
    options: ZvtOptions,
    onStatus: (text: string) => void,
  ) {
    this.#ports = ports;
    this.#link = link;
    this.#options = options;
    this.#onStatus = onStatus;
  }

  /**
   * Sends a command and hears its course to the end. Aborting the signal asks the terminal to stop. Never throws once a
   * byte may have left: what then goes wrong is the ending `doubt`. Throws `device-gone` before.
   */
  async run(command: TillCommand, signal: AbortSignal): Promise<Course> {
    await this.answerStrays();
    if (this.#link.isGone()) throw new Problem('device-gone', { device: this.#ports.device });
    const notes = new CourseNotes();
    const ends = endOf(controlOf(command));
    try {
      await this.#link.send(encodeTill(command, this.#options.characterSet));
      const answer = await this.#untilAnswered(command, ends, signal);
      if (answer.kind === 'refused') return notes.end(answer);
      if (ends === 'answer' || ends === 'entry') {
        return notes.end({ kind: 'answered', said: answer.said ?? '' });
      }
      return notes.end(await this.#untilEnded(notes, ends, signal));
    } catch (thrown) {
      return notes.end({ kind: 'doubt', problem: toProblem(thrown) });
    }
  }

  /**
   * What came while nobody waited, the repeated result of a payment perhaps, must not stay without an answer. Never throws:
   * nobody is there to be told.
   */
  async answerStrays(): Promise<void> {
    try {
      while (!this.#link.isQuiet()) {
        const heard = await this.#next(0);
        if (typeof heard === 'string') return;
        await this.#answer(this.#read(heard));
      }
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
    }
  }

  /** T3. Messages that belong to something before are answered and mean nothing here. */
  async #untilAnswered(command: TillCommand, ends: End, signal: AbortSignal): Promise<Answer> {
    const { clock, device, tap } = this.#ports;
    let endsAt = clock.monotonic() + answerWithinMs(command, ends, this.#options);
    let stop = ends === 'entry' ? this.#stopOf(signal) : undefined;
    let isStopped = false;
    for (;;) {
      const heard = await this.#next(Math.max(0, endsAt - clock.monotonic()), stop);
      if (heard === 'time-up') break;
      if (heard === 'stop') {
        stop = undefined;
        isStopped = true;
        await this.#link.send(abortByTill);
        endsAt = clock.monotonic() + this.#options.t3Ms;
        continue;
      }
      const message = this.#read(heard);
      if (message?.kind === 'refused') return message;
      // An answer without an entry after 06 B0 is the answer to that.
      if (message?.kind === 'accepted' && !(isStopped && message.said === undefined))
        return message;
      await this.#answer(message);
    }
    tap.timedOut('T3');
    await this.#link.giveUp();
    throw new Problem(this.#link.isOtherwise() ? 'device-garbage' : 'device-silent', { device });
  }

  async #untilEnded(notes: CourseNotes, ends: End, signal: AbortSignal): Promise<Ending> {
    let { t4Ms } = this.#options;
    let stop = this.#stopOf(signal);
    for (;;) {
      const heard = await this.#next(t4Ms, stop);
      if (heard === 'time-up') {
        this.#ports.tap.timedOut('T4');
        return this.#askToStop(notes, ends);
      }
      if (heard === 'stop') {
        stop = undefined;
        const isHeard = await this.#isDelivered(abortByTill);
        // Both sides spoke at once and neither was heard: the terminal is in its basic state, and is asked again (2.21).
        if (!isHeard) return this.#askToStop(notes, ends);
        continue;
      }
      const message = this.#read(heard);
      if (message?.kind === 'intermediate' && message.timeoutMinutes) {
        t4Ms = message.timeoutMinutes * 60_000;
      }
      const ending = await this.#take(message, heard.again, notes, ends);
      if (ending) return ending;
    }
  }

  /** Global Payments' cannot be asked to stop. */
  #stopOf(signal: AbortSignal): AbortSignal | undefined {
    return this.#options.abortable ? signal : undefined;
  }

  /** False when the terminal acknowledged none of its transmissions. Throws `device-gone`. */
  async #isDelivered(apdu: Uint8Array): Promise<boolean> {
    try {
      await this.#link.send(apdu);
      return true;
    } catch (thrown) {
      if (this.#link.isGone() || !(thrown instanceof Problem)) throw thrown;
      return false;
    }
  }

  /** 06 B0, and what the terminal then still says counts. */
  async #askToStop(notes: CourseNotes, ends: End): Promise<Ending> {
    const { device } = this.#ports;
    await this.#link.send(abortByTill);
    for (;;) {
      const heard = await this.#next(this.#options.t3Ms);
      if (typeof heard === 'string') break;
      const ending = await this.#take(this.#read(heard), heard.again, notes, ends);
      if (ending) return ending;
    }
    throw new Problem('device-silent', { device });
  }

  /** Answers a message and notes what it says; the ending once it is one. */
  async #take(
    message: TerminalMessage | null,
    again: boolean,
    notes: CourseNotes,
    ends: End,
  ): Promise<Ending | null> {
    if (message?.kind === 'result') notes.keepResult(message.transaction);
    const ending = endingOf(message, ends);
    // It is over, whether or not the terminal hears that we know.
    await this.#answer(message).catch((thrown) => {
      if (!ending) throw thrown;
    });
    if (message?.kind === 'printLine' && !again) notes.addLine(message.line, message.receipt);
    if (message?.kind === 'printBlock' && !again) notes.addBlock(message.lines, message.receipt);
    if (message?.kind === 'intermediate') this.#tell(message);
    return ending;
  }

  #tell({ lines, status }: Extract<TerminalMessage, { kind: 'intermediate' }>): void {
    this.#onStatus(lines.length > 0 ? lines.join('\n') : statusText(status));
  }

  /** An answer is not answered. What this till cannot do, a dial-up or a menu, it says so: 84 83. */
  async #answer(message: TerminalMessage | null): Promise<void> {
    if (message?.kind === 'accepted' || message?.kind === 'refused') return;
    await this.#link.send(message === null ? notPossible : positive);
  }

  async #next(waitMs: number, stop?: AbortSignal): Promise<Turn> {
    const deadline = deadlineIn(this.#ports.clock, waitMs, stop);
    try {
      const heard = await this.#link.next(deadline);
      return heard ?? (stop?.aborted ? 'stop' : 'time-up');
    } finally {
      deadline.done();
    }
  }

  #read({ apdu }: Heard): TerminalMessage | null {
    const reading = readApdu(apdu);
    if (reading.kind === 'head-cut') return null;
    return decodeTerminal(reading.apdu, this.#options.characterSet).message;
  }
}

type Answer = Extract<TerminalMessage, { kind: 'accepted' | 'refused' }>;

/** T3; more where the terminal may answer only once a text has been shown, a card read, or somebody has entered something. */
function answerWithinMs(command: TillCommand, ends: End, { t3Ms, t4Ms }: ZvtOptions): number {
  if (ends === 'entry') return t4Ms;
  if (command.kind === 'showText') return t3Ms + (command.seconds ?? 0) * 1_000;
  return command.kind === 'readCard' ? t3Ms + command.timeoutS * 1_000 : t3Ms;
}

function endingOf(message: TerminalMessage | null, ends: End): Ending | null {
  if (message?.kind === 'abort') return { kind: 'aborted', abort: message };
  if (message?.kind === 'completion') return { kind: 'completed', completion: message };
  return message?.kind === 'result' && ends === 'result' ? { kind: 'answered', said: '' } : null;
}
