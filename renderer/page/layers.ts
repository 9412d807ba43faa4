/**
 * What lies over what: the screen, and the sheets over it, one over the other. Keys and focus belong to what is on top;
 * all that is under it is inert.
 */
import { createContext, type RefObject, useContext, useLayoutEffect, useState } from 'react';

/** How many sheets lie under whoever asks, its own included: 0 is the screen. */
const Depth = createContext(0);
export const LayerProvider = Depth.Provider;
export const useDepth = (): number => useContext(Depth);

type Layer = Readonly<{ depth: number; element: HTMLElement }>;

let screen: HTMLElement | null = null;
let sheets: readonly Layer[] = [];

/** How deep what is on top lies. */
export const topDepth = (): number => sheets.at(-1)?.depth ?? 0;

/** A `ref` for what every sheet lies over. */
export function holdScreen(element: HTMLElement | null): void {
  screen = element;
  settle();
}

/**
 * Puts a sheet on top while it is mounted, with the focus inside, and gives the focus back where it came from. Answers
 * how deep it lies.
 */
export function useSheet(sheet: RefObject<HTMLElement | null>): number {
  const depth = useDepth() + 1;
  // Before anything of the sheet takes the focus for itself.
  const [before] = useState(() => document.activeElement);
  useLayoutEffect(() => {
    const { current: element } = sheet;
    if (element === null) return;
    const layer = { depth, element };
    // A sheet within a sheet mounts first where both come at once.
    sheets = [...sheets, layer].sort((one, other) => one.depth - other.depth);
    settle();
    if (!element.contains(document.activeElement)) element.focus();
    return () => {
      sheets = sheets.filter((one) => one !== layer);
      settle();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [sheet, depth, before]);
  return depth;
}

/**
 * A press does what it does and leaves the focus where it was: Enter stays with the expected next act, and does not press
 * again what a finger has touched. Call once, before the first render.
 */
export function keepFocusWhenPressed(): void {
  window.addEventListener(
    'mousedown',
    (event) => {
      if (event.target instanceof Element && event.target.closest('button')) event.preventDefault();
    },
    true,
  );
}

function settle(): void {
  const top = sheets.at(-1)?.element ?? screen;
  for (const element of [screen, ...sheets.map((layer) => layer.element)]) {
    if (element !== null) element.inert = element !== top;
  }
}
