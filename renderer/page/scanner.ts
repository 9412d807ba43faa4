/**
 * A scanner that types: tells its bursts from a person's keys.
 *
 * A wedge scanner sends a code as key presses a few milliseconds apart and ends with Enter. Nobody types eight digits
 * that fast. A payment card reader in wedge mode does the same with `%B…` or `;…`: what looks like a card is forgotten
 * at once and never handed on.
 */

import { isGtin, readCode } from '../../domain/goods/code.ts';
import { readBadge } from '../../domain/people/badge.ts';

/** Scanners on slow USB hubs were seen at 30 ms a key; quick typists stay above 80 ms. */
const keyGapMsMax = 50;
/** GTIN-8 is the shortest code on a package; fewer quick keys may be a person's PIN or amount. */
const codeLengthMin = 8;
const codeLengthMax = 128;

/** Where a key sits and whether Shift was down: what a KeyboardEvent says besides `key`. */
export type KeyPlace = Readonly<{ code: string; shiftKey: boolean }>;

export type WedgeState = Readonly<{
  /** As this machine's keyboard layout reads the keys. */
  text: string;
  /** As a US layout reads them: what readers and scanners are delivered with. */
  byPlace: string;
  lastMs: number;
}>;

export type WedgeResult =
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'code'; code: string }>
  /** Somebody's way in: `length` keys must be taken back from a field. */
  | Readonly<{ kind: 'badge'; badge: string; length: number }>
  /** Holds how many keys to take back from a field, and nothing of the card. */
  | Readonly<{ kind: 'card'; length: number }>;

export const noKeys: WedgeState = { text: '', byPlace: '', lastMs: Number.NEGATIVE_INFINITY };

/**
 * A burst that has stopped this long without an Enter has ended: a reader without a terminator, or one that was cut off.
 */
export const burstEndsMs = 100;

const modifiers = ['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock'];

/**
 * One key further. `key` is that of a KeyboardEvent, `timeMs` its time stamp; shift and the like change nothing. `place`
 * tells tracks apart where the layout is not the reader's: a German one makes other characters of `;` `=` `?` and `^`,
 * one of them a dead key.
 */
export function foldWedgeKey(
  state: WedgeState,
  key: string,
  timeMs: number,
  place?: KeyPlace,
): Readonly<{ state: WedgeState; result: WedgeResult }> {
  const quick = timeMs - state.lastMs <= keyGapMsMax;
  if (key === 'Enter') return { state: noKeys, result: judgeBurst(quick ? state : noKeys) };
  const placed = place ? usCharacter(place) : null;
  const typed = key.length === 1 ? key : placed;
  if (typed === null) {
    return { state: modifiers.includes(key) ? state : noKeys, result: { kind: 'nothing' } };
  }
  const before = quick ? state : noKeys;
  const text = (before.text + typed).slice(0, codeLengthMax);
  const byPlace = (before.byPlace + (placed ?? typed)).slice(0, codeLengthMax);
  return { state: { text, byPlace, lastMs: timeMs }, result: { kind: 'nothing' } };
}

/**
 * What a burst was that ended without an Enter. A card is one all the same; a code only if it is whole, for half of one
 * may be another's.
 */
export function flushWedge(state: WedgeState): WedgeResult {
  const result = judgeBurst(state);
  if (result.kind !== 'code') return result;
  return result.code.length === wholeCodeLength && isGtin(result.code)
    ? result
    : { kind: 'nothing' };
}

/** GTIN-13: the one length that a part of a longer code has not by chance. */
const wholeCodeLength = 13;

function judgeBurst({ text, byPlace }: WedgeState): WedgeResult {
  if (text.length < codeLengthMin) return { kind: 'nothing' };
  if (isCard(text) || isCard(byPlace)) return { kind: 'card', length: text.length };
  const badge = readBadge(byPlace) ?? readBadge(text);
  if (badge !== null) return { kind: 'badge', badge, length: text.length };
  const digits = [byPlace, text].find((each) => /^\d+$/.test(each));
  return digits === undefined ? { kind: 'nothing' } : { kind: 'code', code: digits };
}

/** A key that came before the start sentinel, or one that was lost, does not make a track of something else. */
const trackPart = /[%;]B?\d{12,19}[\^=]|\d{12,19}=\d{7}/;

const isCard = (text: string): boolean =>
  readCode(text).kind === 'payment-card' || trackPart.test(text);

/** Positions of a US keyboard that tracks and codes use; Caps Lock makes no difference to them. */
const shifted: Readonly<Record<string, string>> = {
  Digit1: '!',
  Digit2: '@',
  Digit3: '#',
  Digit4: '$',
  Digit5: '%',
  Digit6: '^',
  Digit7: '&',
  Digit8: '*',
  Digit9: '(',
  Digit0: ')',
  Equal: '+',
  Semicolon: ':',
  Slash: '?',
};
const plain: Readonly<Record<string, string>> = {
  Equal: '=',
  Semicolon: ';',
  Slash: '/',
  Space: ' ',
  Period: '.',
  Minus: '-',
};

/** Null for a position that means nothing here. */
function usCharacter({ code, shiftKey }: KeyPlace): string | null {
  if (shiftKey && shifted[code] !== undefined) return shifted[code];
  return plain[code] ?? /^(?:Digit|Numpad|Key)([0-9A-Z])$/.exec(code)?.[1] ?? null;
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
