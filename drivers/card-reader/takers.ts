/**
 * Who gets a swipe: the attempt that waits for a card, the technician who waits for a swipe, whoever listens for cards
 * of the store's own, or nobody. A clear bank card that nobody waits for is dropped.
 */
import { Problem } from '../../domain/words/problem.ts';
import type { CardReader, ClearCard, Swipe } from './port.ts';
import type { Judged } from './stripe.ts';

type Waiter =
  | Readonly<{ wants: 'card'; settle: (card: ClearCard) => void; fail: (why: Problem) => void }>
  | Readonly<{ wants: 'swipe'; settle: (swipe: Swipe) => void; fail: (why: Problem) => void }>;

export type TakersPorts = Readonly<{
  device: string;
  /** A bank card came in clear while nobody waited. Hears that it happened, never which card it was. */
  onCardDropped: () => void;
}>;

/** Owns who waits at one reader. */
export class Takers implements Pick<CardReader, 'waitForCard' | 'waitForSwipe' | 'onStoreCard'> {
  readonly #ports: TakersPorts;
  readonly #storeListeners = new Set<(number: string) => void>();
  #waiter: Waiter | null = null;
  #gone = false;

  constructor(ports: TakersPorts) {
    this.#ports = ports;
  }

  /** Throws `Problem`: `device-busy` while somebody waits already; else as of the port. */
  waitForCard(signal: AbortSignal): Promise<ClearCard> {
    return this.#wait(signal, (settle: (card: ClearCard) => void, fail) => ({
      wants: 'card',
      settle,
      fail,
    }));
  }

  waitForSwipe(signal: AbortSignal): Promise<Swipe> {
    return this.#wait(signal, (settle: (swipe: Swipe) => void, fail) => ({
      wants: 'swipe',
      settle,
      fail,
    }));
  }

  onStoreCard(listener: (number: string) => void): () => void {
    this.#storeListeners.add(listener);
    return () => this.#storeListeners.delete(listener);
  }

  /** Somebody waits: for a card, or for a swipe. */
  wanted(): Waiter['wants'] | null {
    return this.#waiter?.wants ?? null;
  }

  /** Gives a swipe to whoever gets it, once. */
  give({ swipe, clear }: Judged): void {
    const { device, onCardDropped } = this.#ports;
    const waiter = this.#waiter;
    if (waiter?.wants === 'swipe') waiter.settle(swipe);
    else if (waiter && clear && swipe.card.kind !== 'store') waiter.settle(clear);
    else if (waiter) {
      const encrypted = swipe.encrypted !== null && swipe.card.kind === 'bank';
      waiter.fail(new Problem(encrypted ? 'card-encrypted' : 'card-unreadable', { device }));
    } else if (swipe.card.kind === 'store') {
      for (const listener of this.#storeListeners) listener(swipe.card.number);
    } else if (swipe.card.kind === 'bank' && !swipe.encrypted) onCardDropped();
  }

  /** The wait that is under way, if any, ends so. */
  fail(problem: Problem): void {
    this.#waiter?.fail(problem);
  }

  /** The line is dead: whoever waits and whoever comes hears it. */
  lose(): void {
    this.#gone = true;
    this.fail(new Problem('device-gone', { device: this.#ports.device }));
  }

  gone(): boolean {
    return this.#gone;
  }

  #wait<T>(
    signal: AbortSignal,
    waiter: (settle: (value: T) => void, fail: (why: Problem) => void) => Waiter,
  ): Promise<T> {
    const { device } = this.#ports;
    if (this.#gone) return Promise.reject(new Problem('device-gone', { device }));
    if (this.#waiter) return Promise.reject(new Problem('device-busy', { device }));
    if (signal.aborted) return Promise.reject(new Problem('card-cancelled', { device }));
    return new Promise((resolve, reject) => {
      const finish = (run: () => void): void => {
        this.#waiter = null;
        signal.removeEventListener('abort', onAbort);
        run();
      };
      const onAbort = (): void => finish(() => reject(new Problem('card-cancelled', { device })));
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiter = waiter(
        (value) => finish(() => resolve(value)),
        (why) => finish(() => reject(why)),
      );
    });
  }
}
