/**
 * The terminal's end of a line: serial frames or bare APDUs, whichever the till begins with.
 *
 * Mirrors ../shared/protocols/devices.md §1.2 from the other side and shares only framing and timing with the driver. A
 * frame that is not acknowledged is repeated even when the cable was out meanwhile, on whatever line is there then.
 */
import type { Clock } from '../../../domain/basics/clock.ts';
import {
  cutDleFrame,
  type DleState,
  dleControl,
  dleStart,
  encodeDleFrame,
  foldDleFrames,
  isInsideDleFrame,
} from '../../codecs/dle-crc16.ts';
import type { Transport } from '../../transports/transport.ts';
import { type ApduStream, apduStreamStart, readApdu, splitApdus } from './apdu.ts';
import { frameLimits, isAnswer, timing } from './timing.ts';

export type TerminalLineEvents = Readonly<{
  /** Acknowledged already. */
  onMessage(apdu: Uint8Array): void;
  /** The line went. */
  onEnd(): void;
}>;

type Sending = {
  readonly apdu: Uint8Array;
  tries: number;
  stopT2: () => void;
  readonly settle: (delivered: boolean) => void;
};

/** Owns the terminal's end of one line after the other. */
export class TerminalLine {
  readonly #clock: Clock;
  readonly #events: TerminalLineEvents;
  #line: Transport | null = null;
  #framing: 'serial' | 'tcp' | null = null;
  #framer: DleState = dleStart;
  #stream: ApduStream = apduStreamStart;
  #stopT1: () => void = () => {};
  /** The first of them is on its way. */
  #outgoing: Sending[] = [];
  /** Switched off: hears nothing, says nothing. */
  #dead = false;

  constructor(clock: Clock, events: TerminalLineEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  framing(): 'serial' | 'tcp' | null {
    return this.#framing;
  }

  attach(line: Transport): void {
    const before = this.#line;
    this.#line = line;
    // The rest of what the connection before has begun never comes.
    this.#stream = apduStreamStart;
    void before?.close();
    void this.#read(line);
  }

  /** Resolves with false when the till did not acknowledge it, or no till is there. */
  send(apdu: Uint8Array): Promise<boolean> {
    return new Promise((settle) => {
      this.#outgoing.push({ apdu, tries: 0, stopT2: () => {}, settle });
      if (this.#outgoing.length === 1) this.#transmit();
    });
  }

  /** Nothing more is sent of what waits. */
  drop(): void {
    for (const sending of this.#outgoing.splice(0)) {
      sending.stopT2();
      sending.settle(false);
    }
  }

  hangUp(): void {
    void this.#line?.close();
  }

  setDead(dead: boolean): void {
    this.#dead = dead;
    if (!dead) return;
    this.drop();
    this.#framer = dleStart;
    this.#stream = apduStreamStart;
    if (this.#framing === 'tcp') this.hangUp();
  }

  async #read(line: Transport): Promise<void> {
    let isSure = false;
    try {
      for await (const chunk of line.bytes) {
        if (this.#line !== line || this.#dead) continue;
        // What a till of another protocol asks first says nothing.
        if (!isSure) this.#recogniseFraming(chunk);
        isSure ||= chunk[0] === 0x10 || readApdu(chunk).kind === 'apdu';
        if (this.#framing === 'serial') this.#foldSerial(chunk);
        else this.#foldTcp(chunk);
      }
    } catch {
      // The cable went; to a terminal that is the same as a till that closed its port.
    }
    if (this.#line !== line) return;
    this.#line = null;
    this.#stopT1();
    this.#framer = dleStart;
    this.#stream = apduStreamStart;
    if (this.#framing === 'tcp') this.drop();
    this.#events.onEnd();
  }

  /** No APDU of a till begins with 10; no frame begins with anything else. An ACK after a pulled cable proves nothing. */
  #recogniseFraming(chunk: Uint8Array): void {
    if (chunk[0] === 0x10) this.#framing = 'serial';
    else if (this.#framing === null || readApdu(chunk).kind === 'apdu') this.#framing = 'tcp';
  }

  #foldTcp(chunk: Uint8Array): void {
    const cut = splitApdus(this.#stream, chunk);
    this.#stream = cut.stream;
    for (const apdu of cut.apdus) this.#events.onMessage(apdu);
  }

  #foldSerial(chunk: Uint8Array): void {
    this.#stopT1();
    const folded = foldDleFrames(this.#framer, chunk, frameLimits);
    this.#framer = folded.state;
    for (const unit of folded.units) {
      if (unit.kind === 'control') this.#hearControl(unit.control);
      if (unit.kind === 'bad-frame') this.#write(Uint8Array.of(dleControl.nak));
      if (unit.kind !== 'frame') continue;
      this.#write(Uint8Array.of(dleControl.ack));
      const [sending] = this.#outgoing;
      // The ACK was lost, its answer was not.
      if (sending && isAnswer(unit.apdu) && !isAnswer(sending.apdu)) this.#settle(sending, true);
      this.#events.onMessage(unit.apdu);
    }
    if (isInsideDleFrame(this.#framer)) {
      this.#stopT1 = this.#clock.after(timing.t1Ms, () => this.#breakOff());
    }
  }

  #breakOff(): void {
    const unit = cutDleFrame(this.#framer);
    this.#framer = dleStart;
    if (unit?.kind === 'bad-frame') this.#write(Uint8Array.of(dleControl.nak));
  }

  #hearControl(control: keyof typeof dleControl): void {
    const [sending] = this.#outgoing;
    if (!sending) return;
    sending.stopT2();
    if (control === 'ack') this.#settle(sending, true);
    else this.#repeat(sending);
  }

  #transmit(): void {
    const [sending] = this.#outgoing;
    if (!sending) return;
    if (this.#framing !== 'serial') {
      this.#write(sending.apdu);
      this.#settle(sending, this.#line !== null && !this.#dead);
      return;
    }
    this.#write(encodeDleFrame(sending.apdu));
    sending.stopT2 = this.#clock.after(timing.t2Ms, () => this.#repeat(sending));
  }

  #repeat(sending: Sending): void {
    sending.tries += 1;
    if (sending.tries <= timing.retransmissionsMax) this.#transmit();
    else this.#settle(sending, false);
  }

  #settle(sending: Sending, delivered: boolean): void {
    if (this.#outgoing[0] !== sending) return;
    sending.stopT2();
    this.#outgoing.shift();
    sending.settle(delivered);
    this.#transmit();
  }

  #write(bytes: Uint8Array): void {
    if (this.#dead) return;
    // The till's end may be unplugged at any byte; a terminal does not mind.
    this.#line?.write(bytes).catch(() => {});
  }
}
