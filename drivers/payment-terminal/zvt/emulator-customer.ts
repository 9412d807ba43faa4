/** Who stands before an emulated terminal: presents a card, takes it out, types a PIN, presses STOP. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { EmulatedCard } from './emulator-books.ts';

export type Presented = Readonly<{ card: EmulatedCard; how: 'chip' | 'contactless' }>;

export type Touch =
  | Readonly<{ kind: 'card'; presented: Presented }>
  /** Four to twelve digits were typed and OK was pressed. Which digits is nobody's business. */
  | Readonly<{ kind: 'pin'; right: boolean }>
  /** What the till's text asked for: the data of the answer, upper-case hex. */
  | Readonly<{ kind: 'entry'; said: string }>
  | Readonly<{ kind: 'removed' }>
  /** The red key, the till's 06 B0, the power. */
  | Readonly<{ kind: 'stop' }>
  | Readonly<{ kind: 'time-up' }>;

type Waiter = Readonly<{ wanted: Touch['kind']; settle: (touch: Touch) => void }>;

export class Customer {
  readonly #clock: Clock;
  #inserted: Presented | null = null;
  #waiter: Waiter | null = null;
  /** STOP while nobody asked for anything: it holds for what is asked for next in the same command. */
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  inserted(): boolean {
    return this.#inserted !== null;
  }

  wants(): Touch['kind'] | null {
    return this.#waiter?.wanted ?? null;
  }

  /** Waits for one thing; STOP and the end of the time come instead of anything. */
  waitFor(wanted: Touch['kind'], ms: number): Promise<Touch> {
    if (this.#stopped) return Promise.resolve({ kind: 'stop' });
    return new Promise((resolve) => {
      const stopClock = this.#clock.after(ms, () => settle({ kind: 'time-up' }));
      const settle = (touch: Touch): void => {
        stopClock();
        this.#waiter = null;
        resolve(touch);
      };
      this.#waiter = { wanted, settle };
    });
  }

  present(presented: Presented): void {
    if (presented.how === 'chip') this.#inserted = presented;
    this.#touch({ kind: 'card', presented });
  }

  remove(): void {
    this.#inserted = null;
    this.#touch({ kind: 'removed' });
  }

  typePin(right: boolean): void {
    this.#touch({ kind: 'pin', right });
  }

  enter(said: string): void {
    this.#touch({ kind: 'entry', said });
  }

  stop(): void {
    this.#stopped = true;
    this.#waiter?.settle({ kind: 'stop' });
  }

  /** A command begins: what was stopped before is over. */
  begin(): void {
    this.#stopped = false;
  }

  #touch(touch: Touch): void {
    if (this.#waiter?.wanted === touch.kind) this.#waiter.settle(touch);
  }
}
