/**
 * A scanner that types: tells its scans from a person's keys (rhythm.ts says how), and puts their characters together.
 *
 * A payment card reader in wedge mode types `%B…` or `;…`: a card's track is forgotten as soon as it is known, at any
 * pace, and the rest of it is dropped key by key.
 */
import { isGtin, readCode } from '../../domain/goods/code.ts';
import { readBadge } from '../../domain/people/badge.ts';
import { isScanned, type KeysGoTo, runGapMs } from './rhythm.ts';

/** Between two keys of a burst, which may follow what a person has just typed. */
const burstGapMs = 50;
/** A card's track is longer than any PIN, and a badge too. */
const secretLengthMin = 8;
/** Readers send a key at least each second; after the end sentinel only Enter follows, if anything. */
export const restGapMs = 1_000;
const restEndsMs = 400;
/** Longer than any track (ISO/IEC 7811-2: 79 characters). */
const trackLengthMax = 128;
/** As much of a code as is handed on, and as many keys as are kept to be taken back. */
const codeLengthMax = 128;
const keysMax = 1_024;

/** Where a key sits and which others were down: what a KeyboardEvent says besides `key`. */
export type KeyPlace = Readonly<{
  code: string;
  shiftKey: boolean;
  altKey?: boolean;
  ctrlKey?: boolean;
}>;

type TypedKey = Readonly<{
  /** As this machine's keyboard layout reads the key. */
  text: string;
  /** As a US layout reads it: what readers and scanners are delivered with. */
  byPlace: string;
  timeMs: number;
}>;

export type WedgeState = Readonly<{
  /** Of the run so far, the oldest first. */
  keys: readonly TypedKey[];
  /** Digits on the keypad since Alt went down: Windows makes one character of them. Null while it is up. */
  alt: string | null;
  /** What came since a track's start sentinel, however slowly. */
  track: Track | null;
  /** A card is being dropped: a key before this is the rest of it. */
  dropsUntilMs: number;
}>;

type Track = Readonly<{ text: string; byPlace: string }>;

/** `length`: how many characters of the run are the scanner's, and must be taken back from wherever they went. */
export type WedgeResult =
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'code'; code: string; length: number }>
  /** Somebody's way in. */
  | Readonly<{ kind: 'badge'; badge: string; length: number }>
  /** Holds nothing of the card. */
  | Readonly<{ kind: 'card'; length: number }>
  /** A key of a card that was told already. */
  | Readonly<{ kind: 'rest-of-card' }>;

export const noKeys: WedgeState = {
  keys: [],
  alt: null,
  track: null,
  dropsUntilMs: Number.NEGATIVE_INFINITY,
};

/** A run that has stopped this long without Enter or Tab has ended: a scanner without a suffix, or one that was cut off. */
export const runEndsMs = runGapMs + 20;

const modifiers = ['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock'];

/** Enter, Tab, and line ends as Ctrl+J and Ctrl+M: what scanners are set up to end a code with. */
export function endsRun(key: string, place?: KeyPlace): boolean {
  if (key === 'Enter' || key === 'Tab') return true;
  return place?.ctrlKey === true && (place.code === 'KeyJ' || place.code === 'KeyM');
}

/**
 * One key further. `key` is that of a KeyboardEvent, `timeMs` its time stamp; shift and the like change nothing. `place`
 * tells tracks apart where the layout is not the reader's: a German one makes other characters of `;` `=` `?` and `^`,
 * one of them a dead key.
 */
export function foldWedgeKey(
  before: WedgeState,
  key: string,
  timeMs: number,
  place?: KeyPlace,
  goTo: KeysGoTo = 'text',
): Readonly<{ state: WedgeState; result: WedgeResult }> {
  if (timeMs < before.dropsUntilMs) return dropRest(before, key, timeMs, place);
  const state = endAlt(before, key, timeMs);
  if (key === 'Alt') return { state: { ...state, alt: '' }, result: { kind: 'nothing' } };
  const keypad = /^Numpad(\d)$/.exec(place?.code ?? '')?.[1];
  if (state.alt !== null && keypad !== undefined && place?.altKey !== false) {
    return { state: { ...state, alt: state.alt + keypad }, result: { kind: 'nothing' } };
  }
  const kept = isLate(state, timeMs) ? { ...noKeys, track: state.track } : state;
  if (endsRun(key, place)) return { state: noKeys, result: judge(kept, timeMs, goTo) };
  const placed = place ? usCharacter(place) : null;
  const typed = key.length === 1 ? key : placed;
  if (typed === null) {
    return { state: modifiers.includes(key) ? state : noKeys, result: { kind: 'nothing' } };
  }
  const one = { text: typed, byPlace: placed ?? typed, timeMs };
  const track = trackWith(kept.track, one);
  if (track !== null && (isTrack(track.text) || isTrack(track.byPlace))) {
    // This key has done nothing yet.
    const result = { kind: 'card', length: track.text.length - 1 } as const;
    return { state: { ...noKeys, dropsUntilMs: timeMs + restGapMs }, result };
  }
  return {
    state: { ...noKeys, keys: [...kept.keys, one].slice(-keysMax), track },
    result: { kind: 'nothing' },
  };
}

/** Whether a card's track may have begun, whose next key then comes within `restGapMs`. */
export const mayBeTrack = ({ track }: WedgeState): boolean =>
  track !== null &&
  [track.text, track.byPlace].some((text) => /^[%;][A-Za-z]?\d{1,19}$/.test(text));

/** Account number, then the field separator: ISO/IEC 7813. Nobody types so much after a sentinel. */
const isTrack = (text: string): boolean => /^[%;][A-Za-z]?\d{12,19}[\^=]/.test(text);

function trackWith(track: Track | null, { text, byPlace }: TypedKey): Track | null {
  if (/[%;]/.test(text) || /[%;]/.test(byPlace)) return { text, byPlace };
  if (track === null || track.text.length > trackLengthMax) return null;
  return { text: track.text + text, byPlace: track.byPlace + byPlace };
}

function dropRest(
  state: WedgeState,
  key: string,
  timeMs: number,
  place?: KeyPlace,
): Readonly<{ state: WedgeState; result: WedgeResult }> {
  const result = { kind: 'rest-of-card' } as const;
  // Track 2 may follow track 1: each ends with its sentinel, both with Enter.
  if (endsRun(key, place)) return { state: noKeys, result };
  const isLast = key === '?' || (place !== undefined && usCharacter(place) === '?');
  const untilMs = timeMs + (isLast ? restEndsMs : restGapMs);
  return { state: { ...state, dropsUntilMs: untilMs }, result };
}

/** What a run was that ended without Enter or Tab. A code only if it is whole, for half of one may be another's. */
export function flushWedge(state: WedgeState, goTo: KeysGoTo = 'text'): WedgeResult {
  return judge(state, null, goTo);
}

/** The character that Alt and the keypad made, put to the run once another key comes. */
function endAlt(state: WedgeState, key: string, timeMs: number): WedgeState {
  if (state.alt === null || state.alt === '' || /^\d$/.test(key)) return state;
  const text = String.fromCharCode(Number(state.alt) % 256);
  const keys = isLate(state, timeMs) ? [] : state.keys;
  return { ...state, keys: [...keys, { text, byPlace: text, timeMs }], alt: null };
}

/** Either way: a key that went down long before the last one is another keyboard's. */
const isLate = ({ keys }: WedgeState, timeMs: number): boolean =>
  Math.abs(timeMs - (keys.at(-1)?.timeMs ?? Number.NEGATIVE_INFINITY)) > runGapMs;

/** The burst at the end of the run, after what a person had typed; else the whole run. `endMs` null: by silence. */
function judge({ keys }: WedgeState, endMs: number | null, goTo: KeysGoTo): WedgeResult {
  const times = [...keys.map(({ timeMs }) => timeMs), ...(endMs === null ? [] : [endMs])];
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const burst = gaps.findLastIndex((gap) => gap > burstGapMs) + 1;
  for (const start of new Set([burst, 0])) {
    const part = keys.slice(start);
    const text = part.map((one) => one.text).join('');
    const byPlace = part.map((one) => one.byPlace).join('');
    const secret = secretOf(text, byPlace, start === burst);
    if (secret) return secret;
    const code = ([byPlace, text].find(isReadable) ?? text).slice(0, codeLengthMax);
    const run = { text: code, gapsMs: gaps.slice(start), ended: endMs !== null, goTo };
    if (isScanned(run)) return { kind: 'code', code, length: part.length };
  }
  return { kind: 'nothing' };
}

const mayPay = (code: string): boolean => readCode(code, 'wallet').kind === 'payment-code';

const isReadable = (code: string): boolean => readCode(code).kind !== 'unreadable';

/**
 * A card's number alone may be typed, and is then a code, as is one that a customer's phone may be showing; nobody types a
 * whole track or badge at any pace of a machine.
 */
function secretOf(text: string, byPlace: string, isBurst: boolean): WedgeResult | null {
  if (text.length < secretLengthMin) return null;
  const isCard = (one: string) =>
    trackPart.test(one) || (isBurst && readCode(one).kind === 'payment-card' && !mayPay(one));
  if (isCard(text) || isCard(byPlace)) return { kind: 'card', length: text.length };
  const badge = readBadge(byPlace) ?? readBadge(text);
  return badge === null ? null : { kind: 'badge', badge, length: text.length };
}

/** A key that came before the start sentinel, or one that was lost, does not make a track of something else. */
const trackPart = /[%;]B?\d{12,19}[\^=]|\d{12,19}=\d{7}/;

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
 * The code that was meant, of a scan and of what stands in the search field before it: where a key came late, the scan is
 * only the end of the code.
 */
export function wholeCode(field: string, scanned: string): string {
  const whole = field + scanned;
  return isGtin(whole) && !isGtin(scanned) ? whole : scanned;
}
