/**
 * The till's end of an STX/ETX/LRC line, below any protocol's dialogue: units in the order they came, everything noted
 * to the tap. What a unit means, and what is due after it, is the protocol's.
 */
import { Problem } from '../domain/words/problem.ts';
import {
  control,
  type FramerLimits,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from './codecs/stx-etx-lrc.ts';
import type { Deadline } from './deadline.ts';
import type { DriverPorts } from './driver.ts';
import type { TapNote } from './tap.ts';

export type DescribeUnit = (
  unit: LinkUnit,
  direction: TapNote['direction'],
) => Readonly<Pick<TapNote, 'meaning' | 'hidden'>>;

/** What piles up between dialogues is stale; this much of it is kept to be looked at. */
const unitsMax = 64;

/** Owns the reading of a line. One reader at a time. */
export class StxEtxLine {
  /** Resolves when the far side is gone. */
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #limits: FramerLimits;
  readonly #describe: DescribeUnit;
  readonly #units: LinkUnit[] = [];
  #framer: FramerState = framerStart;
  #failure: Problem | null = null;
  #wake: (() => void) | null = null;

  constructor(ports: DriverPorts, limits: FramerLimits, describe: DescribeUnit) {
    this.#ports = ports;
    this.#limits = limits;
    this.#describe = describe;
    this.gone = this.#read().then(
      () => this.#fail(),
      () => this.#fail(),
    );
  }

  /** Whatever was heard so far belongs to no dialogue any more. */
  forget(): void {
    this.#units.length = 0;
    this.#framer = framerStart;
  }

  /** The next unit; null when the time is up or the caller gave up. Throws `Problem` `device-gone`. */
  async next(deadline: Deadline): Promise<LinkUnit | null> {
    for (;;) {
      const unit = this.#units.shift();
      if (unit) return unit;
      if (this.#failure) throw this.#failure;
      if (deadline.signal.aborted) return null;
      await this.#change(deadline.signal);
    }
  }

  /** Puts a unit back for the next reader. */
  unread(unit: LinkUnit): void {
    this.#units.unshift(unit);
  }

  /** Throws `Problem` `device-gone`. */
  say(name: keyof typeof control): Promise<void> {
    return this.write(Uint8Array.of(control[name]));
  }

  /** A whole frame, or one control byte. Throws `Problem` `device-gone`. */
  async write(raw: Uint8Array): Promise<void> {
    const sent = foldFrames(framerStart, raw, this.#limits).units[0];
    if (sent) this.#note(sent, 'out');
    await this.#ports.transport.write(raw).catch((error: unknown) => {
      throw new Problem('device-gone', { device: this.#ports.device }, error);
    });
  }

  async #read(): Promise<void> {
    for await (const chunk of this.#ports.transport.bytes) {
      const folded = foldFrames(this.#framer, chunk, this.#limits);
      this.#framer = folded.state;
      for (const unit of folded.units) {
        this.#note(unit, 'in');
        this.#units.push(unit);
        if (this.#units.length > unitsMax) this.#units.shift();
      }
      this.#wakeReader();
    }
  }

  /** Something was heard, the line went, or the signal aborted. */
  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#wake = done;
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #fail(): void {
    this.#failure = new Problem('device-gone', { device: this.#ports.device });
    this.#wakeReader();
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = null;
  }

  #note(unit: LinkUnit, direction: TapNote['direction']): void {
    const { tap } = this.#ports;
    const faulty = unit.kind === 'bad-frame' || unit.kind === 'noise';
    const { meaning, hidden } = this.#describe(unit, direction);
    tap.note({ direction, bytes: unit.raw, meaning, faulty, ...(hidden ? { hidden } : {}) });
    if (direction === 'in' && unit.kind === 'frame') tap.count('goodFrames');
    if (faulty) tap.count('badFrames');
    if (unit.kind === 'control' && unit.control === 'nak') tap.count('naks');
  }
}
