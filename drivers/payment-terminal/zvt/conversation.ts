/**
 * ZVT above the line: one command, everything the terminal says until it has ended it, each answered at once.
 *
 * T3: 5 s from the command to 80 00 or 84 xx. T4: 180 s from there to the completion, begun anew by every message of the
 * terminal; then the till tries 06 B0. Master rights are the terminal's until 06 0F or 06 1E; only 06 B0 may go to it
 * meanwhile (PA00P015 chapters 1–3, PA00P016 rev 04; ../shared/protocols/devices.md §1.2, §1.3).
 */
import { Problem, toProblem } from '../../../domain/problems.ts';
import { deadlineIn } from '../../deadline.ts';
import type { DriverPorts } from '../../driver.ts';
import { readApdu } from './apdu.ts';
import { type Course, CourseNotes, type Ending } from './course.ts';
import type { ApduLink, Heard } from './link.ts';
import type { ZvtOptions } from './options.ts';
import { commandOf } from './spec.ts';
import { statusText } from './status-texts.ts';
import { decodeTerminal, type TerminalMessage } from './terminal-codec.ts';
import { encodeTill, type TillCommand } from './till-codec.ts';

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
    try {
      await this.#link.send(encodeTill(command, this.#options.characterSet));
      const answer = await this.#untilAnswered();
      if (answer.kind === 'refused') return notes.end(answer);
      return notes.end(await this.#untilEnded(notes, signal));
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
  async #untilAnswered(): Promise<
    Readonly<{ kind: 'accepted' }> | Extract<Ending, { kind: 'refused' }>
  > {
    const { clock, device, tap } = this.#ports;
    const deadline = deadlineIn(clock, this.#options.t3Ms);
    try {
      for (;;) {
        const heard = await this.#link.next(deadline);
        if (heard === null) break;
        const { message, known } = this.#read(heard);
        if (message?.kind === 'accepted' || message?.kind === 'refused') return message;
        await this.#answer({ message, known });
      }
    } finally {
      deadline.done();
    }
    tap.timedOut('T3');
    await this.#link.giveUp();
    throw new Problem('device-silent', { device });
  }

  async #untilEnded(notes: CourseNotes, signal: AbortSignal): Promise<Ending> {
    let { t4Ms } = this.#options;
    let stop = this.#options.abortable ? signal : undefined;
    for (;;) {
      const heard = await this.#next(t4Ms, stop);
      if (heard === 'time-up') return this.#afterT4(notes);
      if (heard === 'stop') {
        stop = undefined;
        await this.#link.send(abortByTill);
        continue;
      }
      const reading = this.#read(heard);
      if (reading.message?.kind === 'intermediate' && reading.message.timeoutMinutes) {
        t4Ms = reading.message.timeoutMinutes * 60_000;
      }
      const ending = await this.#take(reading, heard.again, notes);
      if (ending) return ending;
    }
  }

  /** T4 has passed: the terminal is asked to stop, and what it then still says counts. */
  async #afterT4(notes: CourseNotes): Promise<Ending> {
    const { device, tap } = this.#ports;
    tap.timedOut('T4');
    await this.#link.send(abortByTill);
    for (;;) {
      const heard = await this.#next(this.#options.t3Ms);
      if (typeof heard === 'string') break;
      const ending = await this.#take(this.#read(heard), heard.again, notes);
      if (ending) return ending;
    }
    throw new Problem('device-silent', { device });
  }

  /** Answers a message and notes what it says; the ending once it is one. */
  async #take(reading: Reading, again: boolean, notes: CourseNotes): Promise<Ending | null> {
    const { message } = reading;
    if (message?.kind === 'result') notes.keepResult(message.transaction);
    if (message?.kind === 'completion' || message?.kind === 'abort') {
      // It is over, whether or not the terminal hears that we know.
      await this.#answer(reading).catch(() => {});
      return message.kind === 'abort'
        ? { kind: 'aborted', abort: message }
        : { kind: 'completed', completion: message };
    }
    await this.#answer(reading);
    if (message?.kind === 'printLine' && !again) notes.addLine(message.line, message.receipt);
    if (message?.kind === 'printBlock' && !again) notes.addBlock(message.lines, message.receipt);
    if (message?.kind === 'intermediate') this.#tell(message);
    return null;
  }

  #tell({ lines, status }: Extract<TerminalMessage, { kind: 'intermediate' }>): void {
    this.#onStatus(lines.length > 0 ? lines.join('\n') : statusText(status));
  }

  /** An answer is not answered. */
  async #answer({ message, known }: Reading): Promise<void> {
    if (message?.kind === 'accepted' || message?.kind === 'refused') return;
    await this.#link.send(known ? positive : notPossible);
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

  #read({ apdu }: Heard): Reading {
    const reading = readApdu(apdu);
    if (reading.kind === 'head-cut') return { message: null, known: false };
    const { message } = decodeTerminal(reading.apdu, this.#options.characterSet);
    return { message, known: commandOf(reading.apdu.command) !== null };
  }
}

type Reading = Readonly<{ message: TerminalMessage | null; known: boolean }>;
