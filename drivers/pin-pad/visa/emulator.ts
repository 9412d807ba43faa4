/**
 * The pad's side of the VISA-style protocol: keys in its chip, a display, a keypad, a case that can be opened.
 *
 * Written from the tables alone and not from the driver; only the framing and the message codec are shared.
 */
import type { Clock } from '../../../domain/clock.ts';
import {
  control,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../codecs/stx-etx-lrc.ts';
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
import { decodeTill, encodePad, type PadMessage, type TillMessage } from './codec.ts';
import { keyTimeout, limits, macStatusOk, selfTestPassed, timing } from './spec.ts';

export type PadEmulator = Readonly<{
  control: PadControl;
  /** Takes the pad's side of a new line; the one before is dropped. */
  attach(transport: Transport): void;
}>;

export type PadEmulatorOptions = Readonly<{
  clock: Clock;
  /** Master keys by slot, hex. */
  masterKeys: Readonly<Record<string, string>>;
  serialNumber: string;
  fault: () => Fault;
}>;

type Wish =
  | Readonly<{ kind: 'pin'; ask: Extract<TillMessage, { kind: 'askPin' }>; stopClock: () => void }>
  | Readonly<{ kind: 'key'; stopClock: () => void }>;

const idle: readonly string[] = ['WELCOME'];
/** Answers of this pad; the manuals' tables of these digits differ, so drivers read only 0 and 00. */
const refusal = { noKey: '1', tampered: '5', macNoKey: '01', macOutOfOrder: '02' } as const;
const pinDigitsMin = 4;
const pinDigitsMax = 12;

export function createPadEmulator(options: PadEmulatorOptions): PadEmulator {
  const { clock, masterKeys, fault } = options;
  const listeners = new Set<(lines: readonly string[]) => void>();
  let display = idle;
  let serialNumber = options.serialNumber;
  let tampered = false;
  let slot = '0';
  let wish: Wish | null = null;
  let typed = '';
  let hashed: Buffer[] = [];
  let line: Transport | null = null;
  let unacknowledged: Readonly<{ raw: Uint8Array; stopClock: () => void }> | null = null;
  let badFrames = 0;

  const show = (lines: readonly string[]): void => {
    display = lines;
    for (const listener of listeners) listener(display);
  };
  const masterKey = (which: string): string | null =>
    tampered ? null : (masterKeys[which] ?? null);
  const write = (bytes: Uint8Array): void => {
    // The till's end may be unplugged at any byte; a pad does not mind.
    line?.write(bytes).catch(() => {});
  };
  const sendControl = (name: keyof typeof control): void => write(Uint8Array.of(control[name]));

  const send = (message: PadMessage): void => transmit(encodePad(message), 0);
  const transmit = (raw: Uint8Array, tries: number): void => {
    write(raw);
    const stopClock = clock.after(timing.ackWaitMs, () => {
      unacknowledged = null;
      if (tries < timing.retransmissionsMax) transmit(raw, tries + 1);
      else sendControl('eot');
    });
    unacknowledged = { raw, stopClock };
  };
  const settle = (): Uint8Array | null => {
    const raw = unacknowledged?.raw ?? null;
    unacknowledged?.stopClock();
    unacknowledged = null;
    return raw;
  };

  const dropWish = (): void => {
    wish?.stopClock();
    wish = null;
    typed = '';
  };

  const askPin = (ask: Extract<TillMessage, { kind: 'askPin' }>): void => {
    dropWish();
    if (!masterKey(slot)) {
      send({ kind: 'pinRefused', code: refusal.noKey });
      return;
    }
    const steps = ask.timeoutSteps ?? limits.pinTimeoutStepsMax;
    const stopClock = clock.after(steps * limits.pinTimeoutStepMs, () => endWithEot());
    wish = { kind: 'pin', ask, stopClock };
    showPinEntry(ask.amountMinor);
  };
  const showPinEntry = (amountMinor: number): void =>
    show([`AMOUNT ${(amountMinor / 100).toFixed(2)}`, 'ENTER PIN', '*'.repeat(typed.length)]);

  const endWithEot = (): void => {
    dropWish();
    sendControl('eot');
    show(idle);
  };

  const enterPin = (ask: Extract<TillMessage, { kind: 'askPin' }>): void => {
    const key = masterKey(slot);
    if (!key || (typed.length > 0 && typed.length < pinDigitsMin)) return;
    const block =
      typed === ''
        ? '0'.repeat(16)
        : upperHex(encryptBlock(unwrapKey(key, ask.wrappedKey), clearPinBlock(typed, ask.pan)));
    const length = typed.length;
    dropWish();
    send({ kind: 'pin', length, block });
    show(['PLEASE WAIT']);
  };

  const addToMac = (ask: Extract<TillMessage, { kind: 'askMac' }>): void => {
    if (ask.sequence === 0) hashed = [];
    const key = masterKey(ask.slot);
    if (!key || ask.sequence !== hashed.length) {
      send({ kind: 'mac', status: key ? refusal.macOutOfOrder : refusal.macNoKey, mac: null });
      return;
    }
    hashed.push(Buffer.from(ask.data, ask.encoding === 'ascii' ? 'latin1' : 'hex'));
    if (ask.more) return;
    const mac = retailMac(unwrapKey(key, ask.wrappedKey), Buffer.concat(hashed));
    hashed = [];
    send({ kind: 'mac', status: macStatusOk, mac: upperHex(mac) });
  };

  const obey = (message: TillMessage): void => {
    switch (message.kind) {
      case 'connectionTest':
        return sendControl('eot');
      case 'readSerial':
        return send({ kind: 'serial', text: serialNumber });
      case 'readPermanentSerial':
        return send({ kind: 'permanentSerial', text: serialNumber });
      case 'selfTest':
        return send({ kind: 'selfTested', code: tampered ? refusal.tampered : selfTestPassed });
      case 'checkKey':
        return send({ kind: 'keyState', loaded: masterKey(message.slot) !== null });
      case 'selectKey':
        slot = message.slot;
        return send({ kind: 'keySelected', code: masterKey(slot) ? '0' : refusal.noKey });
      case 'show':
        show(message.lines.every((each) => each === '') ? idle : message.lines);
        return sendControl('eot');
      case 'askPin':
        return askPin(message);
      case 'cancel':
        return endWithEot();
      case 'askKey':
        dropWish();
        wish = {
          kind: 'key',
          stopClock: clock.after(message.timeoutS * 1_000, () => pressKey(keyTimeout)),
        };
        return;
      case 'askMac':
        return addToMac(message);
    }
  };

  const pressKey = (key: string): void => {
    dropWish();
    send({ kind: 'keyPressed', key });
  };

  const hear = (unit: LinkUnit): void => {
    if (unit.kind === 'control') return hearControl(unit.control);
    if (unit.kind === 'noise') return;
    if (unit.kind === 'bad-frame') {
      badFrames += 1;
      return sendControl(badFrames < timing.naksMax ? 'nak' : 'eot');
    }
    badFrames = 0;
    settle();
    const message = decodeTill(unit.body);
    // A message that nobody knows is dropped in silence.
    if (!message) return;
    sendControl('ack');
    obey(message);
  };

  const hearControl = (name: keyof typeof control): void => {
    if (name === 'ack' && settle()) return sendControl('eot');
    if (name === 'nak') {
      const raw = settle();
      if (raw) transmit(raw, 1);
    }
    if (name === 'eot') {
      settle();
      if (wish) endWithEot();
    }
  };

  const attach = async (transport: Transport): Promise<void> => {
    const mine = misbehaving(transport, clock, fault);
    line = mine;
    let framer: FramerState = framerStart;
    try {
      for await (const chunk of mine.bytes) {
        const folded = foldFrames(framer, chunk, limits);
        framer = folded.state;
        for (const unit of folded.units) hear(unit);
      }
    } catch {
      // The cable went: below, as when the till closes its port.
    }
    if (line === mine) {
      line = null;
      settle();
      dropWish();
      show(idle);
    }
  };

  return {
    attach: (transport) => void attach(transport),
    control: {
      display: () => display,
      typePin: (digits) => {
        if (wish?.kind === 'key' && digits !== '') return pressKey(digits.slice(0, 1));
        if (wish?.kind !== 'pin') return;
        typed = (typed + digits.replace(/\D/g, '')).slice(0, pinDigitsMax);
        showPinEntry(wish.ask.amountMinor);
      },
      pressEnter: () => {
        if (wish?.kind === 'pin') enterPin(wish.ask);
        else if (wish) pressKey('#');
      },
      pressCancel: () => {
        if (wish?.kind === 'pin') endWithEot();
        else if (wish) pressKey('*');
      },
      wantsPin: () => wish?.kind === 'pin',
      tamper: () => {
        tampered = true;
        dropWish();
        show(['TAMPERED']);
      },
      restore: () => {
        tampered = false;
        show(idle);
      },
      serialNumber: () => serialNumber,
      setSerialNumber: (next) => {
        serialNumber = next;
      },
      onDisplay: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
