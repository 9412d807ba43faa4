/**
 * Where a clear card lives: from the swipe to the authorisation, under its attempt's id, and nowhere else.
 *
 * JavaScript cannot overwrite a string; wiping means that the last reference is dropped, at the latest `holdMs` after
 * the PIN.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { maskPan } from '../../domain/basics/mask.ts';
import type { DeviceEvent, VerbInput, VerbOutput } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { CardReader, ClearCard } from '../card-reader/port.ts';
import { type Deadline, deadlineIn } from '../deadline.ts';
import type { PinEntry, PinPad } from '../pin-pad/port.ts';

export type HeldCard = Readonly<{ card: ClearCard; pin: PinEntry; maskedPan: string }>;

export type CardDeskPorts = Readonly<{
  clock: Clock;
  pad: PinPad;
  reader: Pick<CardReader, 'waitForCard'>;
  emit(event: DeviceEvent): void;
}>;

/** Main journals the attempt and asks for the authorisation at once; this is far more than it needs. */
const holdMs = 60_000;
/** ISO 8583 DE22 in the UnionPay dialect: stripe, with and without a PIN. */
const entryModes = { entered: '021', 'no-pin': '022' } as const;
/** How long a customer may read how it ended. */
const farewellMs = 5_000;
const idleText = [''];

type Current = Readonly<{ attemptId: string; abort: AbortController }>;

export class CardDesk {
  readonly #ports: CardDeskPorts;
  readonly #held = new Map<string, Readonly<{ card: HeldCard; stopClock: () => void }>>();
  #current: Current | null = null;
  #padRested = false;
  #stopFarewell: (() => void) | null = null;

  constructor(ports: CardDeskPorts) {
    this.#ports = ports;
  }

  /** Throws `Problem`: `card-unreadable`, `card-cancelled`, `pin-timeout`, `device-…`. */
  async collect(input: VerbInput<'collect'>, wrappedPik: string): Promise<VerbOutput<'collect'>> {
    if (this.#current) throw new Problem('device-busy', { device: 'pin-pad' });
    const abort = new AbortController();
    this.#current = { attemptId: input.attemptId, abort };
    this.#stopFarewell?.();
    const deadline = deadlineIn(this.#ports.clock, input.timeoutMs, abort.signal);
    try {
      return await this.#collect(input, wrappedPik, deadline);
    } catch (thrown) {
      void this.#showIdle();
      throw deadline.expired() ? new Problem('pin-timeout', {}, thrown) : thrown;
    } finally {
      // Ends whatever of the two still waits.
      abort.abort();
      deadline.done();
      this.#current = null;
    }
  }

  /** Hands over the card and forgets it. Throws `Problem` `card-not-ready`. */
  take(attemptId: string): HeldCard {
    const held = this.#held.get(attemptId);
    if (!held) throw new Problem('card-not-ready', {});
    this.#wipe(attemptId);
    return held.card;
  }

  cancel(attemptId: string): void {
    this.#wipe(attemptId);
    if (this.#current?.attemptId === attemptId) this.#current.abort.abort();
  }

  async farewell(lines: readonly string[], signal: AbortSignal): Promise<void> {
    if (lines.length > 0) await this.#ports.pad.showText(lines, signal);
    this.#stopFarewell?.();
    this.#stopFarewell = this.#ports.clock.after(lines.length > 0 ? farewellMs : 0, () => {
      this.#stopFarewell = null;
      if (!this.#current) void this.#showIdle();
    });
  }

  close(): void {
    this.#current?.abort.abort();
    this.#stopFarewell?.();
    for (const attemptId of [...this.#held.keys()]) this.#wipe(attemptId);
  }

  async #collect(
    { attemptId, amountMinor }: VerbInput<'collect'>,
    wrappedPik: string,
    deadline: Deadline,
  ): Promise<VerbOutput<'collect'>> {
    const { pad, reader, emit } = this.#ports;
    // A process that died may have left the pad waiting for a PIN: the next customer's must not go into that.
    if (!this.#padRested) await pad.rest(deadline.signal);
    this.#padRested = true;
    // The reader listens before anybody is told to swipe.
    const swiped = reader.waitForCard(deadline.signal);
    swiped.catch(() => {});
    await pad.showText(['SWIPE CARD', (amountMinor / 100).toFixed(2)], deadline.signal);
    emit({ kind: 'payment-stage', attemptId, stage: 'swipe-card', maskedPan: null });
    const card = await swiped;
    const maskedPan = maskPan(card.pan);
    emit({ kind: 'payment-stage', attemptId, stage: 'enter-pin', maskedPan });
    const timeoutMs = Math.max(1, deadline.leftMs());
    const pin = await pad.enterPin(
      { pan: card.pan, amountMinor, wrappedPik, timeoutMs },
      deadline.signal,
    );
    if (pin.kind === 'timeout') throw new Problem('pin-timeout', {});
    if (pin.kind === 'cancelled') throw new Problem('card-cancelled', {});
    this.#hold(attemptId, { card, pin, maskedPan });
    return { maskedPan, entryMode: entryModes[pin.kind] };
  }

  #hold(attemptId: string, card: HeldCard): void {
    const stopClock = this.#ports.clock.after(holdMs, () => this.#wipe(attemptId));
    this.#held.set(attemptId, { card, stopClock });
  }

  #wipe(attemptId: string): void {
    this.#held.get(attemptId)?.stopClock();
    this.#held.delete(attemptId);
  }

  /** A courtesy: a pad that is away has nothing to show. */
  async #showIdle(): Promise<void> {
    try {
      await this.#ports.pad.showText(idleText, new AbortController().signal);
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
    }
  }
}
