/** Scans: heard among the keys or from a line, and given to whoever on the screen can use them. */
import { useEffect, useRef } from 'react';
import { readCode } from '../../domain/goods/code.ts';
import { type KeysGoTo, runGapMs } from './rhythm.ts';
import {
  endsRun,
  flushWedge,
  foldWedgeKey,
  mayBeTrack,
  noKeys,
  restGapMs,
  runEndsMs,
  type WedgeResult,
  type WedgeState,
} from './scanner.ts';
import { forgetTakeBack, noteTakeBack, takeBackLast } from './take-back.ts';
import { isOnButton, takesDigits } from './typed-keys.ts';

export type ScanHandlers = Readonly<{
  /** Absent where codes mean nothing: then the scan is taken back, and somebody is told. */
  onCode?: (code: string) => void;
  /** What a customer's phone shows to pay with. Where it is waited for, nothing else that looks the same is meant. */
  onPaymentCode?: (digits: string) => void;
  /** Somebody's badge came through the keyboard; as `onCard` where it signs nobody in. */
  onBadge?: (badge: string) => void;
  /** A payment card came through the keyboard. */
  onCard: () => void;
}>;

const scanHandlers: ScanHandlers[] = [];
let wedge: WedgeState = noKeys;
/** Until then a key that ends a scan is the second one of the same scan. */
let deafUntilMs = Number.NEGATIVE_INFINITY;
let tellUnused: () => void = () => undefined;
let alone: ReturnType<typeof setTimeout> | undefined;

const modifiers = ['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock'];

/**
 * Listens before every other listener of the page. Call once, before the first render. `onUnused` is told of a scan that
 * nothing on the screen can use.
 */
export function listenToScanner(onUnused: () => void): void {
  tellUnused = onUnused;
  let flush: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener(
    'keydown',
    (event) => {
      clearTimeout(flush);
      if (!modifiers.includes(event.key)) clearTimeout(alone);
      const ends = endsRun(event.key, event);
      if (ends && event.timeStamp < deafUntilMs) return swallow(event);
      if (!ends && !modifiers.includes(event.key)) deafUntilMs = Number.NEGATIVE_INFINITY;
      const before = wedge.keys.length;
      const folded = foldWedgeKey(wedge, event.key, event.timeStamp, event, keysGoTo());
      const [first] = folded.state.keys;
      const begins = first !== undefined && first !== wedge.keys[0];
      // A very long run drops its first keys, which is no new one.
      if (begins && folded.state.keys.length <= 2 && folded.state.track === null) forgetTakeBack();
      wedge = folded.state;
      const { length } = wedge.keys;
      if (begins || length > before) noteTakeBack();
      if (folded.result.kind === 'rest-of-card') {
        if (ends) deafUntilMs = event.timeStamp + 2 * runGapMs;
        swallow(event);
      } else if (hand(folded.result)) {
        deafUntilMs = event.timeStamp + 2 * runGapMs;
        swallow(event);
      } else if (isPressInRun(event, before)) swallow(event);
      if (length === 0) forgetTakeBack();
      else flush = setTimeout(endRun, runEndsMs);
    },
    true,
  );
}

/** A code from a scanner that does not type goes where a typed one would; nothing that was typed is touched. */
export function hearScan(code: string): void {
  const handlers = scanHandlers.at(-1);
  const awaited = handlers?.onPaymentCode;
  const read = readCode(code, awaited ? 'wallet' : 'goods');
  if (read.kind === 'payment-code' && awaited) awaited(read.digits);
  else if (read.kind === 'payment-card') handlers?.onCard();
  else if (handlers?.onCode) handlers.onCode(code);
  else tellUnused();
}

/** For a handler that hears codes but cannot use one now. */
export function scanIsUnused(): void {
  tellUnused();
}

/**
 * Does `act` once a moment has passed in which no other key followed: what it is bound to is then a key by itself, and
 * not part of a scan. `begins`: nor may it follow another key.
 */
export function whenAlone(act: () => void, begins: boolean): void {
  const { keys } = wedge;
  const [last, previous] = [keys.at(-1), keys.at(-2)];
  const gapMs = last && previous ? last.timeMs - previous.timeMs : runGapMs;
  if (begins ? keys.length > 1 : gapMs < burstLikeMs) return;
  clearTimeout(alone);
  // The digits of a card may come slower than those of a code.
  alone = setTimeout(act, mayBeTrack(wedge) ? restGapMs : runEndsMs);
}

const burstLikeMs = 60;

/** A space presses the button that has the focus; within a scan it is part of the code. */
function isPressInRun(event: KeyboardEvent, before: number): boolean {
  return event.key === ' ' && before > 0 && wedge.keys.length > before && isOnButton(event);
}

function keysGoTo(): KeysGoTo {
  const field = document.activeElement;
  if (field instanceof HTMLInputElement) return field.inputMode === 'numeric' ? 'digits' : 'text';
  return takesDigits() ? 'digits' : 'nothing';
}

/**
 * No key came for a while. If the run is no scan so far it stays as it is: a busy machine hears the rest late, and only
 * the time stamp of the next key says whether it belongs to the run.
 */
function endRun(): void {
  const last = wedge.keys.at(-1);
  if (!hand(flushWedge(wedge, keysGoTo()))) return;
  if (last) deafUntilMs = last.timeMs + 2 * runEndsMs;
  wedge = noKeys;
  forgetTakeBack();
}

/** Whether it was a scan: then what its keys have typed is taken back, and it goes to whoever can use it. */
function hand(result: WedgeResult): boolean {
  if (result.kind === 'nothing' || result.kind === 'rest-of-card') return false;
  takeBackLast(result.length);
  const handlers = scanHandlers.at(-1);
  if (result.kind === 'card') handlers?.onCard();
  else if (result.kind === 'badge') handlers?.onBadge?.(result.badge);
  else hearScan(result.code);
  return true;
}

/** The component mounted last hears the scanner. */
export function useScanner(handlers: ScanHandlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  const hearsCodes = handlers.onCode !== undefined;
  const hearsPaymentCodes = handlers.onPaymentCode !== undefined;
  const hearsBadges = handlers.onBadge !== undefined;
  useEffect(() => {
    const entry: ScanHandlers = {
      onCard: () => latest.current.onCard(),
      ...(hearsBadges
        ? {
            onBadge: (badge: string) => latest.current.onBadge?.(badge),
          }
        : {}),
      ...(hearsCodes ? { onCode: (code: string) => latest.current.onCode?.(code) } : {}),
      ...(hearsPaymentCodes
        ? { onPaymentCode: (digits: string) => latest.current.onPaymentCode?.(digits) }
        : {}),
    };
    scanHandlers.push(entry);
    return () => {
      scanHandlers.splice(scanHandlers.indexOf(entry), 1);
    };
  }, [hearsCodes, hearsPaymentCodes, hearsBadges]);
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
