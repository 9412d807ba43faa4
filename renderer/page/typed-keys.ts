/** Keys that are typed into what is no text field: a number, a PIN, the digit of a list. */
import { useEffect, useRef } from 'react';
import { topDepth, useDepth } from './layers.ts';

/** How deep each lies that takes digits wherever the focus is. */
const takers = new Set<Readonly<{ depth: number }>>();

/** Whether digits go somewhere though no text field has the focus. */
export const takesDigits = (): boolean => [...takers].some(({ depth }) => depth === topDepth());

/**
 * Keys typed while no text field has the focus and nothing lies over whoever calls. `handle` gets the `key` of each
 * KeyboardEvent and answers whether it used it; a used key goes no further.
 */
export function useTypedKeys(
  handle: (key: string, event: KeyboardEvent) => boolean,
  active = true,
): void {
  const latest = useRef(handle);
  latest.current = handle;
  const depth = useDepth();
  useEffect(() => {
    if (!active) return;
    const listener = (event: KeyboardEvent) => {
      if (depth !== topDepth() || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target instanceof HTMLInputElement) return;
      if (!latest.current(event.key, event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const taker = { depth };
    takers.add(taker);
    window.addEventListener('keydown', listener, true);
    return () => {
      takers.delete(taker);
      window.removeEventListener('keydown', listener, true);
    };
  }, [active, depth]);
}

/** Whether Enter would press a button that has the focus. */
export function isOnButton(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest('button, a') !== null;
}
