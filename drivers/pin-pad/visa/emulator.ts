/**
 * The pad's side of the VISA-style protocol: keys in its chip, a display, a keypad, a case that can be opened.
 */
import type { Clock } from '../../../domain/clock.ts';
import type { Fault, PadControl } from '../../emulators/control.ts';
import {
  clearPinBlock,
  encryptBlock,
  retailMac,
  unwrapKey,
  upperHex,
} from '../../emulators/keys.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import type { PadMessage, TillMessage } from './codec.ts';
import { PadLine } from './emulator-line.ts';
import { keyTimeout, limits, macStatusOk, selfTestPassed } from './spec.ts';

export type PadEmulatorOptions = Readonly<{
  clock: Clock;
  /** Master keys by slot, hex. */
  masterKeys: Readonly<Record<string, string>>;
  serialNumber: string;
  fault: () => Fault;
}>;

type AskPin = Extract<TillMessage, { kind: 'askPin' }>;
type AskMac = Extract<TillMessage, { kind: 'askMac' }>;
/** What the pad waits for at its keypad. */
type Wish =
  | Readonly<{ kind: 'pin'; ask: AskPin; stopClock: () => void }>
  | Readonly<{ kind: 'key'; stopClock: () => void }>;

const idle: readonly string[] = ['WELCOME'];
/** Answers of this pad. The manuals' tables of these differ, so drivers rely on the good answers only. */
const refusal = { noKey: '1', tampered: '5', macNoKey: '01', macOutOfOrder: '02' } as const;
const noPinBlock = '0'.repeat(16);
const pinDigitsMin = 4;
const pinDigitsMax = 12;

/** Owns a pad and, while one is attached, its end of a line. */
export class PadEmulator implements PadControl {
  readonly #options: PadEmulatorOptions;
  readonly #listeners = new Set<(lines: readonly string[]) => void>();
  #serialNumber: string;
  #tampered = false;
  #slot = '0';
  #lines = idle;
  #typed = '';
  #wish: Wish | null = null;
  #hashed: Buffer[] = [];
  #line: PadLine | null = null;

  constructor(options: PadEmulatorOptions) {
    this.#options = options;
    this.#serialNumber = options.serialNumber;
  }

  /** Takes the pad's side of a new line; the one before is dropped. */
  attach(transport: Transport): void {
    const { clock, fault } = this.#options;
    this.#line?.close();
    const line: PadLine = new PadLine(misbehaving(transport, clock, fault), clock, {
      onMessage: (message) => this.#obey(message),
      onEnd: () => {
        if (this.#line === line) this.#rest();
      },
    });
    this.#line = line;
  }

  display(): readonly string[] {
    return this.#lines;
  }

  wantsPin(): boolean {
    return this.#wish?.kind === 'pin';
  }

  typePin(digits: string): void {
    if (this.#wish?.kind === 'key') this.#press(digits.slice(0, 1));
    if (this.#wish?.kind !== 'pin') return;
    this.#typed = (this.#typed + digits.replace(/\D/g, '')).slice(0, pinDigitsMax);
    this.#showPinEntry(this.#wish.ask);
  }

  pressEnter(): void {
    if (this.#wish?.kind === 'pin') this.#finishPin(this.#wish.ask);
    else if (this.#wish) this.#press('#');
  }

  pressCancel(): void {
    if (this.#wish?.kind === 'pin') this.#endDialogue();
    else if (this.#wish) this.#press('*');
  }

  tampered(): boolean {
    return this.#tampered;
  }

  tamper(): void {
    this.#tampered = true;
    this.#dropWish();
    this.#show(['TAMPERED']);
  }

  restore(): void {
    this.#tampered = false;
    this.#show(idle);
  }

  serialNumber(): string {
    return this.#serialNumber;
  }

  setSerialNumber(serialNumber: string): void {
    this.#serialNumber = serialNumber;
  }

  onDisplay(listener: (lines: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #obey(message: TillMessage): void {
    switch (message.kind) {
      case 'connectionTest':
        this.#line?.sendEot();
        break;
      case 'show':
        this.#show(message.lines.every((each) => each === '') ? idle : message.lines);
        this.#line?.sendEot();
        break;
      case 'askPin':
        this.#askPin(message);
        break;
      case 'cancel':
        this.#endDialogue();
        break;
      case 'askKey':
        this.#askKey(message.timeoutS);
        break;
      case 'askMac':
        this.#addToMac(message);
        break;
      default:
        this.#send(this.#tell(message));
    }
  }

  #tell(message: Extract<TillMessage, { kind: Told }>): PadMessage {
    switch (message.kind) {
      case 'readSerial':
        return { kind: 'serial', text: this.#serialNumber };
      case 'readPermanentSerial':
        return { kind: 'permanentSerial', text: this.#serialNumber };
      case 'selfTest':
        return { kind: 'selfTested', code: this.#tampered ? refusal.tampered : selfTestPassed };
      case 'checkKey':
        return { kind: 'keyState', loaded: this.#masterKey(message.slot) !== null };
      case 'selectKey':
        this.#slot = message.slot;
        return { kind: 'keySelected', code: this.#masterKey(message.slot) ? '0' : refusal.noKey };
    }
  }

  #masterKey(slot: string): string | null {
    return this.#tampered ? null : this.#options.masterKeys[slot] || null;
  }

  #askPin(ask: AskPin): void {
    this.#dropWish();
    if (!this.#masterKey(this.#slot)) {
      this.#send({ kind: 'pinRefused', code: refusal.noKey });
      return;
    }
    const waitMs = (ask.timeoutSteps ?? limits.pinTimeoutStepsMax) * limits.pinTimeoutStepMs;
    const stopClock = this.#options.clock.after(waitMs, () => this.#endDialogue());
    this.#wish = { kind: 'pin', ask, stopClock };
    this.#showPinEntry(ask);
  }

  #showPinEntry(ask: AskPin): void {
    const amount = (ask.amountMinor / 100).toFixed(2);
    this.#show([`AMOUNT ${amount}`, 'ENTER PIN', '*'.repeat(this.#typed.length)]);
  }

  /** Too short a PIN is not taken, none at all is. */
  #finishPin(ask: AskPin): void {
    const key = this.#masterKey(this.#slot);
    const length = this.#typed.length;
    if (!key || (length > 0 && length < pinDigitsMin)) return;
    const clear = length === 0 ? null : clearPinBlock(this.#typed, ask.pan);
    const block = clear
      ? upperHex(encryptBlock(unwrapKey(key, ask.wrappedKey), clear))
      : noPinBlock;
    this.#dropWish();
    this.#show(['PLEASE WAIT']);
    this.#send({ kind: 'pin', length, block });
  }

  #askKey(timeoutS: number): void {
    this.#dropWish();
    const stopClock = this.#options.clock.after(timeoutS * 1_000, () => this.#press(keyTimeout));
    this.#wish = { kind: 'key', stopClock };
  }

  #press(key: string): void {
    this.#dropWish();
    this.#send({ kind: 'keyPressed', key });
  }

  #addToMac(ask: AskMac): void {
    if (ask.sequence === 0) this.#hashed = [];
    const key = this.#masterKey(ask.slot);
    if (!key || ask.sequence !== this.#hashed.length) {
      const status = key ? refusal.macOutOfOrder : refusal.macNoKey;
      this.#send({ kind: 'mac', status, mac: null });
      return;
    }
    this.#hashed.push(Buffer.from(ask.data, ask.encoding === 'ascii' ? 'latin1' : 'hex'));
    if (ask.more) return;
    const mac = retailMac(unwrapKey(key, ask.wrappedKey), Buffer.concat(this.#hashed));
    this.#hashed = [];
    this.#send({ kind: 'mac', status: macStatusOk, mac: upperHex(mac) });
  }

  #send(message: PadMessage): void {
    this.#line?.send(message);
  }

  #endDialogue(): void {
    this.#line?.sendEot();
    this.#rest();
  }

  /** Nothing is wanted of the customer any more. */
  #rest(): void {
    if (!this.#wish) return;
    this.#dropWish();
    this.#show(idle);
  }

  #dropWish(): void {
    this.#wish?.stopClock();
    this.#wish = null;
    this.#typed = '';
  }

  #show(lines: readonly string[]): void {
    this.#lines = lines;
    for (const listener of this.#listeners) listener(lines);
  }
}

type Told = 'readSerial' | 'readPermanentSerial' | 'selfTest' | 'checkKey' | 'selectKey';
