/** One harmless question over an open line, and what came back. */
import type { Clock } from '../../domain/basics/clock.ts';
import { deadlineIn } from '../deadline.ts';
import type { Tap } from '../tap.ts';
import type { Transport } from '../transports/transport.ts';
import type { Probe, Recognised } from './probe.ts';

export type AskPorts = Readonly<{ clock: Clock; signal: AbortSignal; tap?: Tap | undefined }>;
/** `heard`: how many bytes came, understood or not. */
export type Answered = Readonly<{ recognised: Recognised | null; heard: number }>;

/** An answer is a few dozen bytes; a device that never stops talking is no answer. */
const heardMax = 2_048;

/** Several questions one after the other over one line: a transport's bytes have one reader for its whole life. */
export class Ear {
  readonly #line: Transport;
  #heard = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};

  constructor(line: Transport) {
    this.#line = line;
    this.#read().then(
      () => this.#end(),
      () => this.#end(),
    );
  }

  /** The far side has hung up. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Throws `Problem` `device-gone` when the line breaks while the question goes out. */
  async ask(probe: Probe, { clock, signal, tap }: AskPorts): Promise<Answered> {
    this.#heard = Buffer.alloc(0);
    tap?.note({ direction: 'out', bytes: probe.ask, meaning: `${probe.protocol}?` });
    await this.#line.write(probe.ask);
    const deadline = deadlineIn(clock, probe.waitMs, signal);
    try {
      let best: Recognised | null = null;
      let said = 0;
      for (;;) {
        const due = probe.reply?.(this.#heard);
        if (due && due.say.length > said) await this.#line.write(due.say.subarray(said));
        said = due?.say.length ?? said;
        best = probe.recognise(this.#heard) ?? best;
        // A weaker answer may be the beginning of a stronger one.
        if (best && best.confidence !== 'possible' && due?.isOver !== false) break;
        if (deadline.signal.aborted || this.#ended) break;
        await this.#news(deadline.signal);
      }
      if (best && probe.thanks) await this.#line.write(probe.thanks);
      if (this.#heard.length > 0) {
        const meaning = best ? best.because : 'not understood';
        tap?.note({ direction: 'in', bytes: this.#heard, meaning, faulty: best === null });
      }
      return { recognised: best, heard: this.#heard.length };
    } finally {
      deadline.done();
    }
  }

  async #read(): Promise<void> {
    for await (const chunk of this.#line.bytes) {
      this.#heard = Buffer.concat([this.#heard, chunk]).subarray(0, heardMax);
      this.#wake();
    }
  }

  #end(): void {
    this.#ended = true;
    this.#wake();
  }

  #news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        this.#wake = () => {};
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }
}

/** The only question on a line that was opened for it. */
export const askOn = (line: Transport, probe: Probe, ports: AskPorts): Promise<Answered> =>
  new Ear(line).ask(probe, ports);
