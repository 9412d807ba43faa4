/** Keyboard: shortcuts of a screen, keys typed into a number, and the scanner that types. */
import { useEffect, useRef } from 'react';
import { type KeybindingsMap, tinykeys } from 'tinykeys';
import {
  burstEndsMs,
  flushWedge,
  foldWedgeKey,
  noKeys,
  type WedgeResult,
  type WedgeState,
} from './scanner.ts';

/** Shortcuts while `active`. They work in text fields too: only F-keys and the like are used for them. */
export function useShortcuts(bindings: KeybindingsMap, active = true): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  const names = Object.keys(bindings).join('\n');
  useEffect(() => {
    if (!active) return;
    const map: KeybindingsMap = {};
    for (const name of names.split('\n')) {
      map[name] = (event) => {
        if (event.repeat) return;
        latest.current[name]?.(event);
      };
    }
    return tinykeys(window, map, { ignore: () => false });
  }, [names, active]);
}

/**
 * Keys typed while no text field has the focus. `handle` gets the `key` of each KeyboardEvent and answers whether it
 * used it; a used key goes no further.
 */
export function useTypedKeys(
  handle: (key: string, event: KeyboardEvent) => boolean,
  active = true,
): void {
  const latest = useRef(handle);
  latest.current = handle;
  useEffect(() => {
    if (!active) return;
    const listener = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof HTMLInputElement) return;
      if (!latest.current(event.key, event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener('keydown', listener, true);
    return () => window.removeEventListener('keydown', listener, true);
  }, [active]);
}

/** Whether Enter would press a button that has the focus. */
export function isOnButton(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest('button, a') !== null;
}

export type ScanHandlers = Readonly<{
  /** Absent where codes mean nothing: then the burst is left alone. */
  onCode?: (code: string) => void;
  /** Somebody's badge came through the keyboard; as `onCard` where it signs nobody in. */
  onBadge?: (badge: string, length: number) => void;
  /** A payment card came through the keyboard: `length` keys must be taken back. */
  onCard: (length: number) => void;
}>;

const scanHandlers: ScanHandlers[] = [];
let wedge: WedgeState = noKeys;

/** Listens before every other listener of the page. Call once, before the first render. */
export function listenToScanner(): void {
  let flush: ReturnType<typeof setTimeout> | undefined;
  window.addEventListener(
    'keydown',
    (event) => {
      clearTimeout(flush);
      const folded = foldWedgeKey(wedge, event.key, event.timeStamp, event);
      wedge = folded.state;
      if (hand(folded.result)) swallow(event);
      else if (wedge.text !== '') flush = setTimeout(endBurst, burstEndsMs);
    },
    true,
  );
}

/** A code from a scanner that does not type goes where a typed one would. */
export function hearScan(code: string): void {
  scanHandlers.at(-1)?.onCode?.(code);
}

function endBurst(): void {
  const result = flushWedge(wedge);
  wedge = noKeys;
  hand(result);
}

/** Whether somebody took it. */
function hand(result: WedgeResult): boolean {
  const handlers = scanHandlers.at(-1);
  if (!handlers || result.kind === 'nothing') return false;
  if (result.kind === 'card') handlers.onCard(result.length);
  else if (result.kind === 'badge') {
    if (!handlers.onBadge) return false;
    handlers.onBadge(result.badge, result.length);
  } else if (handlers.onCode) handlers.onCode(result.code);
  else return false;
  return true;
}

/** The component mounted last hears the scanner. */
export function useScanner(handlers: ScanHandlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  const hearsCodes = handlers.onCode !== undefined;
  const hearsBadges = handlers.onBadge !== undefined;
  useEffect(() => {
    const entry: ScanHandlers = {
      onCard: (length) => latest.current.onCard(length),
      ...(hearsBadges
        ? {
            onBadge: (badge: string, length: number) => latest.current.onBadge?.(badge, length),
          }
        : {}),
      ...(hearsCodes ? { onCode: (code: string) => latest.current.onCode?.(code) } : {}),
    };
    scanHandlers.push(entry);
    return () => {
      scanHandlers.splice(scanHandlers.indexOf(entry), 1);
    };
  }, [hearsCodes, hearsBadges]);
}

function swallow(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}
