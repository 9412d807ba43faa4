/** Messages that came, in order, and the one conversation that waits for the next. */
import type { Problem } from '../../../domain/words/problem.ts';
import type { Deadline } from '../../deadline.ts';

/** A terminal waits for an answer to each message; more than this unread is a fault of ours, and old ones go. */
const unreadMax = 64;

export class Inbox<Message> {
  readonly #unread: (Message | Problem)[] = [];
  #end: Problem | null = null;
  #wake: (() => void) | null = null;

  push(message: Message | Problem): void {
    this.#unread.push(message);
    if (this.#unread.length > unreadMax) this.#unread.shift();
    this.#wakeReader();
  }

  /** Nothing comes after what is unread. */
  end(problem: Problem): void {
    this.#end ??= problem;
    this.#wakeReader();
  }

  hasEnded(): boolean {
    return this.#end !== null;
  }

  isEmpty(): boolean {
    return this.#unread.length === 0;
  }

  /** Null when the deadline has passed. Throws a `Problem` in its turn, and the one it ended with ever after. */
  async next(deadline: Deadline): Promise<Message | null> {
    for (;;) {
      const message = this.#unread.shift();
      if (message instanceof Error) throw message;
      if (message !== undefined) return message;
      if (this.#end) throw this.#end;
      if (deadline.signal.aborted) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        deadline.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
