/** One act at a time: a second press before the first is answered does nothing. */
import { useRef, useState } from 'react';

/** `run`, and whether it is under way. */
export function useOnce<Args extends readonly unknown[]>(
  run: (...args: Args) => Promise<void>,
): readonly [(...args: Args) => void, boolean] {
  // Two presses may come before what the first has changed is drawn.
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const once = async (...args: Args): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    try {
      await run(...args);
    } finally {
      underWay.current = false;
      setBusy(false);
    }
  };
  return [(...args) => void once(...args), busy];
}
