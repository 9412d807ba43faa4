/** VISA-style PIN pad: what the pad says, packets ↔ values, without I/O. Layouts: ../shared/protocols/devices.md §2.3. */
import { assertNever } from '../../../domain/basics/assert.ts';
import { encodeFrame } from '../../codecs/stx-etx-lrc.ts';
import type { PadMessage } from './messages.ts';
import { ids, keyTimeout, lineModes, lineRates, type MessageId, wrapperOf } from './spec.ts';

/** The whole packet of a pad. */
export function encodePad(message: PadMessage): Uint8Array {
  switch (message.kind) {
    case 'serial':
    case 'permanentSerial':
    case 'keyMode':
    case 'hardware':
    case 'engine':
    case 'diagnosis':
      return packet(idOfText[message.kind], message.text);
    case 'keyState':
      return packet('checkKey', (message.loaded ? 'F' : '0') + message.attributes);
    case 'lineSet':
      return packet('setLine', message.rate + (message.mode ?? ''));
    case 'keySelected':
      return packet('selectKey', message.code);
    case 'selfTested':
      return packet('selfTest', message.code);
    case 'pin':
      return packet('pin', `.0${String(message.length).padStart(2, '0')}01${message.block}`);
    case 'dukptPin':
      return packet(
        message.id,
        `${message.id === 'pin' ? '0' : '.00000'}${message.ksn ?? ''}${message.block}`,
      );
    case 'pinRefused':
      return packet('pin', message.code);
    case 'keyPressed':
      return packet('key', message.key);
    case 'digits':
      return packet('digits', message.digits ?? keyTimeout);
    case 'initialKeyLoaded':
      return packet('initialKeyLoaded', message.status);
    case 'mac':
      return packet('mac', message.status + (message.mac ?? ''));
    default:
      return assertNever(message);
  }
}

const packet = (id: MessageId, rest: string): Uint8Array =>
  encodeFrame(wrapperOf(id), ids[id] + rest);

const idOfText = {
  serial: 'readSerial',
  permanentSerial: 'readPermanentSerial',
  keyMode: 'readKeyMode',
  hardware: 'readHardware',
  engine: 'readEngine',
  diagnosis: 'diagnosis',
} as const;

/** Reads what a pad sent; null for what no pad of this kind says. */
export function decodePad(body: string): PadMessage | null {
  return decodePin(body) ?? decodeInput(body) ?? decodeState(body) ?? decodeText(body);
}

function decodePin(body: string): PadMessage | null {
  const pin = /^71\.0(00|0[4-9]|1[0-2])01([0-9A-F]{16})$/.exec(body);
  if (pin?.[2]) return { kind: 'pin', length: Number(pin[1]), block: pin[2] };
  const dukpt = /^(710|73\.00000)([0-9A-F]{10,20})?([0-9A-F]{16})$/.exec(body);
  if (dukpt?.[3]) {
    const id = dukpt[1] === '710' ? 'pin' : 'dukptPin';
    return { kind: 'dukptPin', id, ksn: dukpt[2] ?? null, block: dukpt[3] };
  }
  const refused = /^71([0-9A-Z])$/.exec(body)?.[1];
  return refused ? { kind: 'pinRefused', code: refused } : null;
}

function decodeInput(body: string): PadMessage | null {
  const key = /^Z43([0-9ABC*#/?])$/.exec(body)?.[1];
  if (key) return { kind: 'keyPressed', key };
  const digits = /^Z51(\d{0,49}|\?)$/.exec(body);
  if (digits)
    return { kind: 'digits', digits: digits[1] === keyTimeout ? null : (digits[1] ?? '') };
  const mac = /^Z67(\d\d)([0-9A-F]{16})?$/.exec(body);
  return mac?.[1] ? { kind: 'mac', status: mac[1], mac: mac[2] ?? null } : null;
}

function decodeState(body: string): PadMessage | null {
  const key = /^04([F0])([\x20-\x7e]{0,16})$/.exec(body);
  if (key) return { kind: 'keyState', loaded: key[1] === 'F', attributes: key[2] ?? '' };
  const [, rate, mode] = /^13(\d)(\d?)$/.exec(body) ?? [];
  if (rate && rate in lineRates && (!mode || mode in lineModes)) {
    return { kind: 'lineSet', rate, mode: mode || null };
  }
  const [, id, code] = /^(08|16)([0-9A-Z])$/.exec(body) ?? [];
  if (code) return { kind: id === ids.selectKey ? 'keySelected' : 'selfTested', code };
  const status = /^91(0|1?[0-9A-F])$/.exec(body)?.[1];
  return status ? { kind: 'initialKeyLoaded', status } : null;
}

function decodeText(body: string): PadMessage | null {
  const kinds = Object.keys(idOfText) as (keyof typeof idOfText)[];
  const kind = kinds.find((each) => body.startsWith(ids[idOfText[each]]));
  if (!kind) return null;
  const text = body.slice(ids[idOfText[kind]].length).trim();
  return /^[\x20-\x7e]{1,64}$/.test(text) ? { kind, text } : null;
}
