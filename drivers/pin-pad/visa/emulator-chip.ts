/** The secure chip of the emulated pad: master keys, DUKPT keys, MACs; empty once the case was opened. */
import {
  type DukptKeys,
  nextSerialNumber,
  transactionKey,
  variantOf,
} from '../../emulators/dukpt.ts';
import { encryptBlock, unwrapKey, upperHex } from '../../emulators/keys.ts';
import { retailMac } from '../../emulators/macs.ts';
import { clearPinBlock } from '../../emulators/pin-blocks.ts';
import { isBinary } from './codec-till.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { macFlags, macStatusOk } from './spec.ts';

export type ChipKeys = Readonly<{
  /** By slot, hex. */
  masterKeys: Readonly<Record<string, string>>;
  dukpt?: DukptKeys;
}>;

type AskMac = Extract<TillMessage, { kind: 'askMac' }>;
/** The manuals' tables of these differ, so drivers rely on the good answer only. */
const macRefusal = { noKey: '01', outOfOrder: '02', flag: '03' } as const;
const noPinBlock = '0'.repeat(16);

export class PadChip {
  readonly #keys: ChipKeys;
  #ksn: string | null;
  #hashed: Buffer[] = [];
  #tampered = false;

  constructor(keys: ChipKeys) {
    this.#keys = keys;
    this.#ksn = keys.dukpt?.serialNumber ?? null;
  }

  tampered(): boolean {
    return this.#tampered;
  }

  setTampered(tampered: boolean): void {
    this.#tampered = tampered;
  }

  masterKey(slot: string): string | null {
    return this.#tampered ? null : this.#keys.masterKeys[slot] || null;
  }

  hasDukpt(): boolean {
    return !this.#tampered && this.#ksn !== null && nextSerialNumber(this.#ksn) !== null;
  }

  /** The serial number of the last transaction. */
  serialNumber(): string | null {
    return this.#ksn;
  }

  /** Format 0 under the session key; zeros without a PIN. Null when the master key is gone. */
  sessionBlock(slot: string, wrappedKey: string, pin: string, pan: string): PadMessage | null {
    const key = this.masterKey(slot);
    if (!key) return null;
    const block =
      pin === ''
        ? noPinBlock
        : upperHex(encryptBlock(unwrapKey(key, wrappedKey), clearPinBlock(pin, pan)));
    return { kind: 'pin', length: pin.length, block };
  }

  /** Format 0 under the next DUKPT key; leading F of the serial number left out as pads do. */
  dukptBlock(id: 'pin' | 'dukptPin', pin: string, pan: string): PadMessage | null {
    const initialKey = this.#keys.dukpt?.initialKey;
    if (!this.hasDukpt() || !initialKey || this.#ksn === null) return null;
    if (pin === '') return { kind: 'dukptPin', id, ksn: null, block: noPinBlock };
    const ksn = nextSerialNumber(this.#ksn) ?? this.#ksn;
    this.#ksn = ksn;
    const key = variantOf(transactionKey(initialKey, ksn), 'pin');
    const block = upperHex(encryptBlock(key, clearPinBlock(pin, pan)));
    return { kind: 'dukptPin', id, ksn: ksn.replace(/^F{1,10}/, ''), block };
  }

  /** What to answer; null for a packet that others follow. */
  addToMac(ask: AskMac): PadMessage | null {
    const key = this.masterKey(ask.slot);
    const refuse = (status: string): PadMessage => ({ kind: 'mac', status, mac: null });
    if (!key) return refuse(macRefusal.noKey);
    const flags = macFlags[isBinary(ask.flag) ? 'binary' : 'ascii'];
    if (ask.flag !== flags.last && ask.flag !== flags.more) return refuse(macRefusal.flag);
    if (ask.sequence === 0) this.#hashed = [];
    if (ask.sequence !== this.#hashed.length) return refuse(macRefusal.outOfOrder);
    this.#hashed.push(Buffer.from(ask.data, isBinary(ask.flag) ? 'hex' : 'latin1'));
    if (ask.flag === flags.more) return null;
    const mac = retailMac(unwrapKey(key, ask.wrappedKey), Buffer.concat(this.#hashed));
    this.#hashed = [];
    return { kind: 'mac', status: macStatusOk, mac: upperHex(mac) };
  }
}
