/**
 * The pad's side of the VISA-style protocol: keys in its chip, a display, a keypad, a case that can be opened.
 */
import { assertNever } from '../../../domain/basics/assert.ts';
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Fault, PadControl } from '../../emulators/control.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { type ChipKeys, PadChip } from './emulator-chip.ts';
import { PadLine } from './emulator-line.ts';
import { type PinWish, pinWish, type Wish } from './emulator-wish.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { type Dialect, keyTimeout, selfTestPassed } from './spec.ts';

export type PadEmulatorOptions = ChipKeys &
  Readonly<{
    clock: Clock;
    serialNumber: string;
    fault: () => Fault;
    /** Whose error digits it says; PP791's unless given. */
    dialect?: Dialect;
  }>;

const idle: readonly string[] = ['WELCOME'];
const tamperedLines: readonly string[] = ['TAMPERED'];
const selectRefused = '1';
const selfTestTampered = '5';
const pinRefused = {
  pp791: { masterKey: '9', dukpt: 'A' },
  mx800: { masterKey: '1', dukpt: '1' },
} as const;
/** From power on until it listens. */
const startMs = 3_000;
const none = (): void => {};

/** Owns a pad and, while one is attached, its end of a line. */
export class PadEmulator implements PadControl {
  readonly #options: PadEmulatorOptions;
  readonly #chip: PadChip;
  readonly #listeners = new Set<(lines: readonly string[]) => void>();
  #serialNumber: string;
  #slot = '0';
  #lineSettings = '4';
  #lines = idle;
  #typed = '';
  #wish: Wish | null = null;
  #stopWish = none;
  #starting = false;
  #line: PadLine | null = null;

  constructor(options: PadEmulatorOptions) {
    this.#options = options;
    this.#chip = new PadChip(options);
    this.#serialNumber = options.serialNumber;
  }

  /** Takes the pad's side of a new line; the one before is dropped. */
  attach(transport: Transport): void {
    const { clock, fault } = this.#options;
    this.#line?.close();
    const line: PadLine = new PadLine(misbehaving(transport, clock, fault), clock, {
      deaf: () => this.#starting,
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

  /** What it waits for at its keypad. */
  wants(): Wish['kind'] | 'nothing' {
    return this.#wish?.kind ?? 'nothing';
  }

  /** The serial number of its last DUKPT transaction. */
  ksn(): string | null {
    return this.#chip.serialNumber();
  }

  typePin(digits: string): void {
    for (const digit of digits.replace(/\D/g, '')) this.pressKey(digit);
  }

  pressEnter(): void {
    this.pressKey('#');
  }

  pressCancel(): void {
    this.pressKey('*');
  }

  /** `0`–`9`, `A`–`C`, `*` cancel, `#` enter, `/` clear. Pressed while nothing is wanted it goes nowhere. */
  pressKey(key: string): void {
    const wish = this.#wish;
    if (!wish) return;
    if (wish.kind === 'key') this.#answer({ kind: 'keyPressed', key });
    else if (key === '*') this.#endDialogue();
    else if (key === '/') this.#type('');
    else if (key === '#') this.#enter(wish);
    else if (/^\d$/.test(key)) this.#type(this.#typed + key);
  }

  tampered(): boolean {
    return this.#chip.tampered();
  }

  tamper(): void {
    this.#chip.setTampered(true);
    this.#dropWish();
    this.#show(tamperedLines);
  }

  restore(): void {
    this.#chip.setTampered(false);
    this.#show(idle);
  }

  /** Off and on again: what it was doing is forgotten, and for a while it is deaf. */
  reboot(): void {
    this.#dropWish();
    this.#slot = '0';
    this.#starting = true;
    this.#show(['STARTING']);
    this.#options.clock.after(startMs, () => {
      this.#starting = false;
      this.#show(this.tampered() ? tamperedLines : idle);
    });
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
      case 'reset':
        this.#dropWish();
        this.#show(idle);
        this.#line?.sendEot();
        break;
      case 'show':
        this.#show(message.lines.every((each) => each === '') ? idle : message.lines);
        this.#line?.sendEot();
        break;
      case 'askPin':
      case 'askPinOnly':
      case 'askPinPrompted':
      case 'askPinEchoed':
        this.#askPin(pinWish(message));
        break;
      case 'cancel':
        this.#endDialogue();
        break;
      case 'askKey':
        this.#want({ kind: 'key' }, message.timeoutS * 1_000, () =>
          this.#answer({ kind: 'keyPressed', key: keyTimeout }),
        );
        break;
      case 'askDigits':
        this.#want({ ...message, kind: 'digits' }, message.timeoutS * 1_000, () =>
          this.#answer({ kind: 'digits', digits: null }),
        );
        break;
      case 'askMac': {
        const answer = this.#chip.addToMac(message);
        if (answer) this.#send(answer);
        break;
      }
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
      case 'readKeyMode':
        return { kind: 'keyMode', text: '180' };
      case 'readHardware':
        return { kind: 'hardware', text: '0' };
      case 'readEngine':
        return { kind: 'engine', text: '0' };
      case 'diagnose':
        return { kind: 'diagnosis', text: message.test === '08' ? 'EMULATOR 1.0' : '0' };
      case 'setLine':
        this.#lineSettings = message.rate + (message.mode ?? '');
        return { ...message, kind: 'lineSet' };
      case 'selfTest':
        return { kind: 'selfTested', code: this.tampered() ? selfTestTampered : selfTestPassed };
      case 'checkKey': {
        const loaded = this.#chip.masterKey(message.slot) !== null;
        return { kind: 'keyState', loaded, attributes: '' };
      }
      case 'selectKey': {
        this.#slot = message.slot;
        const code = this.#chip.masterKey(message.slot) ? '0' : selectRefused;
        return { kind: 'keySelected', code };
      }
      default:
        return assertNever(message);
    }
  }

  /** Line settings as the digits of 13. A pty has none, so nothing changes but this. */
  lineSettings(): string {
    return this.#lineSettings;
  }

  #askPin(wish: PinWish): void {
    this.#dropWish();
    const codes = pinRefused[this.#options.dialect ?? 'pp791'];
    if (wish.wrappedKey === null ? !this.#chip.hasDukpt() : !this.#chip.masterKey(this.#slot)) {
      const code = wish.wrappedKey === null ? codes.dukpt : codes.masterKey;
      this.#send({ kind: 'pinRefused', code });
      return;
    }
    this.#want(wish, wish.waitMs, () => this.#endDialogue());
    this.#type('');
  }

  #want(wish: Wish, waitMs: number, onTimeout: () => void): void {
    this.#dropWish();
    this.#wish = wish;
    this.#stopWish = this.#options.clock.after(waitMs, onTimeout);
  }

  #type(typed: string): void {
    const wish = this.#wish;
    if (wish?.kind === 'pin') {
      this.#typed = typed.slice(0, wish.rules.digitsMax);
      this.#show([...wish.lines, wish.echo.repeat(this.#typed.length)]);
    } else if (wish?.kind === 'digits') {
      this.#typed = typed.slice(0, wish.digitsMax);
      if (wish.echo) this.#show([this.#typed]);
    }
  }

  /** Too short a PIN is not taken; none at all is where the till allows it. */
  #enter(wish: Wish): void {
    if (wish.kind === 'digits') this.#answer({ kind: 'digits', digits: this.#typed });
    if (wish.kind !== 'pin') return;
    const { rules, wrappedKey, pan } = wish;
    const pin = this.#typed;
    if (pin === '' ? !rules.emptyAllowed : pin.length < rules.digitsMin) return;
    const answer =
      wrappedKey === null
        ? this.#chip.dukptBlock(wish.answerId, pin, pan)
        : this.#chip.sessionBlock(this.#slot, wrappedKey, pin, pan);
    if (!answer) return;
    this.#show([wish.processing]);
    this.#answer(answer);
  }

  #answer(message: PadMessage): void {
    this.#dropWish();
    this.#send(message);
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
    this.#stopWish();
    this.#stopWish = none;
    this.#wish = null;
    this.#typed = '';
  }

  #show(lines: readonly string[]): void {
    this.#lines = lines;
    for (const listener of this.#listeners) listener(lines);
  }
}

type Told =
  | 'readSerial'
  | 'readPermanentSerial'
  | 'readKeyMode'
  | 'readHardware'
  | 'readEngine'
  | 'diagnose'
  | 'setLine'
  | 'selfTest'
  | 'checkKey'
  | 'selectKey';
