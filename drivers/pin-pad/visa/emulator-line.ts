/**
 * The pad's end of the line: acknowledges, repeats what was not acknowledged, gives up with EOT.
 *
 * Mirrors ../shared/protocols/devices.md §2.2 from the other side and shares only the framing with the driver.
 */
import type { Clock } from '../../../domain/basics/clock.ts';
import {
  control,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../codecs/stx-etx-lrc.ts';
import type { Transport } from '../../transports/transport.ts';
import { encodePad } from './codec-pad.ts';
import { decodeTill } from './codec-till.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { limits, timing } from './spec.ts';

export type PadLineEvents = Readonly<{
  /** Whether the pad hears nothing just now. */
  deaf(): boolean;
  /** Acknowledged already. */
  onMessage(message: TillMessage): void;
  /** The till ended the dialogue, or the line went. */
  onEnd(): void;
}>;

/** Owns the pad's end of one transport. */
export class PadLine {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #events: PadLineEvents;
  #unacknowledged: Readonly<{ raw: Uint8Array; tries: number; stopClock: () => void }> | null =
    null;
  #badFrames = 0;

  constructor(transport: Transport, clock: Clock, events: PadLineEvents) {
    this.#transport = transport;
    this.#clock = clock;
    this.#events = events;
    void this.#read();
  }

  send(message: PadMessage): void {
    this.#transmit(encodePad(message), 0);
  }

  sendEot(): void {
    this.#write(Uint8Array.of(control.eot));
  }

  close(): void {
    this.#settle();
    void this.#transport.close();
  }

  async #read(): Promise<void> {
    let framer: FramerState = framerStart;
    try {
      for await (const chunk of this.#transport.bytes) {
        const folded = foldFrames(framer, chunk, limits);
        framer = this.#events.deaf() ? framerStart : folded.state;
        for (const unit of folded.units) if (!this.#events.deaf()) this.#hear(unit);
      }
    } catch {
      // The cable went; to a pad that is the same as a till that closed its port.
    }
    this.#settle();
    this.#events.onEnd();
  }

  #hear(unit: LinkUnit): void {
    if (unit.kind === 'control') this.#hearControl(unit.control);
    if (unit.kind === 'bad-frame') {
      this.#badFrames += 1;
      const answer = this.#badFrames < timing.naksMax ? control.nak : control.eot;
      this.#write(Uint8Array.of(answer));
    }
    if (unit.kind !== 'frame') return;
    this.#badFrames = 0;
    this.#settle();
    const message = decodeTill(unit.body);
    // A message that nobody knows is dropped in silence.
    if (!message) return;
    this.#write(Uint8Array.of(control.ack));
    this.#events.onMessage(message);
  }

  #hearControl(name: keyof typeof control): void {
    const sent = this.#unacknowledged;
    this.#settle();
    if (name === 'ack' && sent) this.sendEot();
    if (name === 'nak' && sent) this.#repeat(sent.raw, sent.tries);
    if (name === 'eot') this.#events.onEnd();
  }

  #transmit(raw: Uint8Array, tries: number): void {
    this.#write(raw);
    const stopClock = this.#clock.after(timing.ackWaitMs, () => this.#repeat(raw, tries));
    this.#unacknowledged = { raw, tries, stopClock };
  }

  #repeat(raw: Uint8Array, tries: number): void {
    this.#unacknowledged = null;
    if (tries < timing.retransmissionsMax) this.#transmit(raw, tries + 1);
    else this.sendEot();
  }

  #settle(): void {
    this.#unacknowledged?.stopClock();
    this.#unacknowledged = null;
  }

  #write(bytes: Uint8Array): void {
    // The till's end may be unplugged at any byte; a pad does not mind.
    this.#transport.write(bytes).catch(() => {});
  }
}
