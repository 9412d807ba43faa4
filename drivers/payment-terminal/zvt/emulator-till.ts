/** The till as an emulated terminal sees it: told something, it answers, or it does not. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { TerminalLine } from './emulator-line.ts';
import {
  type Abort,
  type Completion,
  encodeTerminal,
  type TerminalMessage,
} from './terminal-codec.ts';
import type { TillCommand } from './till-codec.ts';

export type TillAnswer = Extract<TillCommand, { kind: 'accept' | 'refuse' }>;

const t3Ms = 5_000;

export class TillSide {
  readonly #clock: Clock;
  readonly #line: TerminalLine;
  readonly #permitted: (message: TerminalMessage) => TerminalMessage | null;
  readonly #onEnd: () => void;
  #waiting: ((answer: TillAnswer | null) => void) | null = null;
  #lastTold: Promise<unknown> = Promise.resolve();

  /**
   * `permitted` is a message as the till may hear it, or null. `onEnd` is called once the till has taken the end of a
   * command: its next one may be in the same breath.
   */
  constructor(
    clock: Clock,
    line: TerminalLine,
    permitted: (message: TerminalMessage) => TerminalMessage | null,
    onEnd: () => void,
  ) {
    this.#clock = clock;
    this.#line = line;
    this.#permitted = permitted;
    this.#onEnd = onEnd;
  }

  /** Says something that wants no answer: 80 00, 84 xx. Resolves when the till has it, or never will. */
  async reply(message: TerminalMessage): Promise<void> {
    await this.#line.send(encodeTerminal(message));
  }

  /**
   * What the till answered; null when it did not hear it, or said nothing within T3. What it has not asked to be told counts
   * as taken. `isEnd`: with its answer the till is master again.
   */
  async tell(message: TerminalMessage, isEnd = false): Promise<TillAnswer | null> {
    const permitted = this.#permitted(message);
    if (permitted === null) return { kind: 'accept' };
    return this.ask(encodeTerminal(permitted), isEnd);
  }

  /** As `tell`, whatever the till has asked for: the whole APDU. */
  ask(apdu: Uint8Array, isEnd = false): Promise<TillAnswer | null> {
    // The end of a command may still be repeated to a till whose plug was pulled when its next command comes: one after
    // the other, or the failure of the first would take the answer to the second.
    const told = this.#lastTold.then(() => this.#askNow(apdu, isEnd));
    this.#lastTold = told;
    return told;
  }

  async #askNow(apdu: Uint8Array, isEnd: boolean): Promise<TillAnswer | null> {
    const answer = new Promise<TillAnswer | null>((resolve) => {
      this.#waiting = (heard) => {
        if (isEnd) this.#onEnd();
        resolve(heard);
      };
    });
    if (!(await this.#line.send(apdu))) {
      this.#waiting = null;
      return null;
    }
    const stopT3 = this.#clock.after(t3Ms, () => this.hear(null));
    const heard = await answer;
    stopT3();
    return heard;
  }

  hear(answer: TillAnswer | null): void {
    this.#waiting?.(answer);
    this.#waiting = null;
  }
}

export const intermediate = (
  status: string,
  lines: readonly string[] = [],
  timeoutMinutes: number | null = null,
): TerminalMessage => ({ kind: 'intermediate', status, timeoutMinutes, lines });

export const completion = (told: Partial<Completion> = {}): Completion => ({
  kind: 'completion',
  registrationStatus: null,
  terminalStatus: null,
  softwareVersion: null,
  result: null,
  terminalId: null,
  currency: null,
  deviceName: null,
  serialNumber: null,
  date: null,
  time: null,
  ...told,
});

/** `receiptNumbers` belongs to B8: FFFF where no reservation is open. */
export const abort = (error: string, receiptNumbers?: readonly string[]): Abort => ({
  kind: 'abort',
  error,
  receiptNumbers: receiptNumbers ?? null,
  extendedError: null,
  extendedText: null,
  currency: null,
});
