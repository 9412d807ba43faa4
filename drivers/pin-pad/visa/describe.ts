/** VISA-style PIN pad: the line of the trace, and which bytes of a frame a person must not see. */
import type { LinkUnit, Wrapper } from '../../codecs/stx-etx-lrc.ts';
import type { ByteRange } from '../../tap.ts';
import { decodePad } from './codec-pad.ts';
import { decodeTill, isBinary } from './codec-till.ts';
import type { PadMessage, TillMessage } from './messages.ts';
import { keyTimeout, neverSent, separator } from './spec.ts';

type Description = Readonly<{ meaning: string; hidden?: readonly ByteRange[] }>;

/** One line for a person about a unit from either side. */
export function describeUnit(unit: LinkUnit, from: 'till' | 'pad'): Description {
  if (unit.kind === 'control') return { meaning: unit.control.toUpperCase(), hidden: [] };
  if (unit.kind === 'noise') return { meaning: `noise, ${unit.raw.length} bytes` };
  if (unit.kind === 'bad-frame') return { meaning: `bad frame: ${unit.reason}` };
  const injection = injectionIn(unit.wrapper, unit.body);
  // Behind the id there are keys.
  if (injection) return { meaning: injection, hidden: [[3, unit.raw.length]] };
  const message = from === 'till' ? decodeTill(unit.body) : decodePad(unit.body);
  if (!message) return { meaning: 'unknown message' };
  return { meaning: meaningOf(message), hidden: hiddenIn(message, unit.raw, unit.body) };
}

/** The name of a message that carries or erases keys; null for every other. */
export const injectionIn = (wrapper: Wrapper, body: string): string | null =>
  neverSent.find((each) => each.wrapper === wrapper && body.startsWith(each.id))?.name ?? null;

function meaningOf(message: TillMessage | PadMessage): string {
  switch (message.kind) {
    case 'checkKey':
    case 'selectKey':
      return `${message.kind} ${message.slot}`;
    case 'diagnose':
      return `diagnose ${message.test}`;
    case 'setLine':
    case 'lineSet':
      return `${message.kind} ${message.rate}${message.mode ?? ''}`;
    case 'show':
      return `show ${JSON.stringify(message.lines)}`;
    case 'askPin':
      return `ask PIN, amount ${message.amountMinor}, ${keyWords(message.wrappedKey)}`;
    case 'askPinOnly':
    case 'askPinPrompted':
    case 'askPinEchoed':
      return `ask PIN, ${keyWords(message.wrappedKey)}`;
    case 'askKey':
      return `ask key press within ${message.timeoutS} s`;
    case 'askDigits':
      return `ask up to ${message.digitsMax} digits within ${message.timeoutS} s`;
    case 'askMac':
      return `ask MAC, packet ${message.sequence}, flag ${message.flag}${isBinary(message.flag) ? ' binary' : ''}`;
    default:
      return 'text' in message ? `${message.kind} ${message.text}` : padMeaning(message);
  }
}

const keyWords = (key: string | null): string =>
  key === null ? 'DUKPT' : `${key.length * 4}-bit key`;

function padMeaning(message: Exclude<TillMessage | PadMessage, { text: string }>): string {
  switch (message.kind) {
    case 'keyState':
      return message.loaded ? 'key present' : 'key absent';
    case 'keySelected':
    case 'selfTested':
    case 'pinRefused':
      return `${message.kind} ${message.code}`;
    case 'pin':
      return message.length === 0 ? 'no PIN' : 'PIN block';
    case 'dukptPin':
      return message.ksn === null ? 'no PIN' : `PIN block, KSN ${message.ksn}`;
    case 'keyPressed':
      // A key shown here could be a digit of something: only that the wait ended is told.
      return message.key === keyTimeout ? 'no key pressed' : 'key pressed';
    case 'digits':
      return message.digits === null ? 'no digits typed' : 'digits typed';
    case 'initialKeyLoaded':
      return `initial key loaded, status ${message.status}`;
    case 'mac':
      return `MAC, status ${message.status}`;
    default:
      return message.kind;
  }
}

/** PAN, keys, MAC input, digits and PIN block: whatever follows the id of these messages. */
function hiddenIn(message: TillMessage | PadMessage, raw: Uint8Array, body: string): ByteRange[] {
  const toEnd = (from: number): ByteRange[] => [[1 + from, raw.length]];
  switch (message.kind) {
    case 'askPin':
      return toEnd(message.wrappedKey === null ? 2 : 3);
    case 'askPinOnly':
    case 'askPinPrompted':
    case 'askPinEchoed':
      return toEnd(3);
    case 'askMac':
      return toEnd(body.indexOf(separator.fs) + 1);
    case 'pin':
      return toEnd(4);
    case 'dukptPin':
      return toEnd(body.length - 16);
    case 'keyPressed':
    case 'digits':
      return toEnd(3);
    case 'mac':
      // Also the answer to a key check and to a track to be enciphered.
      return toEnd(5);
    default:
      return [];
  }
}
