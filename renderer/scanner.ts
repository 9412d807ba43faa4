/**
 * A scanner that types: tells its bursts from a person's keys.
 *
 * A wedge scanner sends a code as key presses a few milliseconds apart and ends with Enter. Nobody types eight digits
 * that fast. A payment card reader in wedge mode does the same with `%B…` or `;…`: what looks like a card is forgotten
 * at once and never handed on.
 */
import { isGtin, readCode } from '../domain/barcode.ts';

/** Scanners on slow USB hubs were seen at 30 ms a key; quick typists stay above 80 ms. */
const keyGapMsMax = 50;
/** GTIN-8 is the shortest code on a package; fewer quick keys may be a person's PIN or amount. */
const codeLengthMin = 8;
const codeLengthMax = 128;

export type WedgeState = Readonly<{ text: string; lastMs: number }>;

export type WedgeResult =
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'code'; code: string }>
  /** Holds how many keys to take back from a field, and nothing of the card. */
  | Readonly<{ kind: 'card'; length: number }>;

export const noKeys: WedgeState = { text: '', lastMs: Number.NEGATIVE_INFINITY };

/** One key further. `key` is that of a KeyboardEvent, `timeMs` its time stamp; shift and the like change nothing. */
export function foldWedgeKey(
  state: WedgeState,
  key: string,
  timeMs: number,
): Readonly<{ state: WedgeState; result: WedgeResult }> {
  const quick = timeMs - state.lastMs <= keyGapMsMax;
  if (key === 'Enter') {
    const text = quick ? state.text : '';
    return { state: noKeys, result: judgeBurst(text) };
  }
  if (key.length !== 1) {
    const modifier = ['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock'].includes(key);
    return { state: modifier ? state : noKeys, result: { kind: 'nothing' } };
  }
  const text = (quick ? state.text + key : key).slice(0, codeLengthMax);
  return { state: { text, lastMs: timeMs }, result: { kind: 'nothing' } };
}

function judgeBurst(text: string): WedgeResult {
  if (text.length < codeLengthMin) return { kind: 'nothing' };
  if (readCode(text).kind === 'payment-card') return { kind: 'card', length: text.length };
  return /^\d+$/.test(text) ? { kind: 'code', code: text } : { kind: 'nothing' };
}

/**
 * The code that was meant, of the burst and of what stands in the search field since: on a busy machine a key may come
 * late, and the burst is then only the end of the code.
 */
export function wholeCode(burst: string, field: string): string {
  const holdsBurst = /^\d+$/.test(field) && field.endsWith(burst);
  if (holdsBurst && isGtin(field)) return field;
  return isGtin(burst) || !holdsBurst ? burst : field;
}
