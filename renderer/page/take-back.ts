/**
 * What a scanner has typed before it was known to be one, taken back: each field, and each number that keys go to, is
 * as it was before the first key of the scan. What a person had typed before that stays.
 */
import { useEffect, useRef } from 'react';

type Restore = () => void;

/** Each remembers one value and answers how to bring it back. */
const rememberers = new Set<() => Restore>();
/** How things were before each key of the run. */
let notes: Restore[][] = [];

/** Call before each key of a run does what it does. */
export function noteTakeBack(): void {
  notes.push([rememberField(), ...[...rememberers].map((remember) => remember())]);
}

export function forgetTakeBack(): void {
  notes = [];
}

/** Takes back the last `count` keys of the run. */
export function takeBackLast(count: number): void {
  const first = notes[Math.max(0, notes.length - count)];
  for (const restore of first ?? []) restore();
  notes = [];
}

/** Has `value` back as it was before a scan whose keys went into it. */
export function useTakeBack<Value>(value: Value, set: (value: Value) => void): void {
  const latest = useRef({ value, set });
  latest.current = { value, set };
  useEffect(() => {
    const remember = (): Restore => {
      const was = latest.current.value;
      return () => latest.current.set(was);
    };
    rememberers.add(remember);
    return () => {
      rememberers.delete(remember);
    };
  }, []);
}

/** The field that has the focus. React hears of a value only by the setter of the element and an event. */
function rememberField(): Restore {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement)) return () => undefined;
  const was = field.value;
  return () => {
    if (field.value === was) return;
    const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
    own?.set?.call(field, was);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
}
