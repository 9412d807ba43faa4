/** The keyboard: one key has one meaning, on every screen and sheet. Each says beside itself which of them it takes. */
import { useEffect, useRef } from 'react';
import { tinykeys } from 'tinykeys';
import type { PageId } from '../../words/ids.ts';
import { topDepth, useDepth } from './layers.ts';
import { runGapMs } from './rhythm.ts';
import { whenAlone } from './scans.ts';
import { useTypedKeys } from './typed-keys.ts';

/** Meaning → key as the keyboard has it printed. No key stands twice. */
export const keyFor = {
  cash: 'F1',
  /** The code on the customer's phone. */
  wallet: 'F2',
  card: 'F3',
  more: 'F4',
  count: 'F5',
  price: 'F6',
  print: 'F7',
  /** Somebody who may decides. */
  manager: 'F8',
  /** Away with it; no, it is not well. */
  reject: 'F9',
  /** Odd, but right. */
  odd: 'F10',
  check: 'F11',
  /** Done with it: lock, hand over, open or close the day. */
  finish: 'F12',
  confirm: 'Enter',
  back: 'Esc',
  remove: 'Del',
  undo: 'Ctrl Z',
  quantity: '*',
  /** Puts the basket aside; with an empty counter, takes one up. */
  hold: '-',
  discount: '%',
  /** Several tenders for one sale. */
  split: '+',
  search: '/',
  previous: '↑',
  next: '↓',
  newer: 'PageUp',
  older: 'PageDown',
  /** One of what stands on the screen, by its place. */
  pick: 'Alt 1–9',
  /** The same in a menu, where nothing else takes digits. */
  entry: '1–9',
  /** In a menu of groups: the group, then what is in it. Quickly typed they come as one number. */
  grouped: '1–9 1–9',
  /** The notice has been read. */
  noticed: 'Alt 0',
  keys: '?',
} as const;
export type Meaning = keyof typeof keyFor;

/** What the keys of a screen or sheet are called there. */
export type Keys = Readonly<Partial<Record<Meaning, PageId>>>;

/** `nth`: which, of `pick`, `entry` and `grouped`. Answers false where it has no use for the key now, which then does what it does. */
type Handler = (nth: number) => unknown;
/** Null: not now. Absent: the focus or a field takes the key. */
export type KeyHandlers<Of extends Keys = Keys> = Readonly<
  Partial<Record<keyof Of, Handler | null>>
>;

type Taking = Readonly<{
  depth: number;
  now: () => Readonly<{ keys: Keys; handlers: KeyHandlers }>;
}>;
const taking = new Set<Taking>();

/** Takes `keys` while nothing lies over whoever calls. */
export function useKeys<Of extends Keys>(keys: Of, handlers?: KeyHandlers<Of>): void {
  const latest = useRef<Readonly<{ keys: Keys; handlers: KeyHandlers }>>({
    keys,
    handlers: handlers ?? {},
  });
  latest.current = { keys, handlers: handlers ?? {} };
  const depth = useDepth();
  useEffect(() => {
    const mine = { depth, now: () => latest.current };
    taking.add(mine);
    return () => {
      taking.delete(mine);
    };
  }, [depth]);
  const entry: Handler | null | undefined = latest.current.handlers.entry;
  useTypedKeys(
    (key) => {
      // A digit by itself: the first of a scan is one, too, until the next one comes.
      if (/^[1-9]$/.test(key)) whenAlone(() => latest.current.handlers.entry?.(Number(key)), true);
      return /^[1-9]$/.test(key);
    },
    entry !== undefined && entry !== null,
  );
  useGrouped((digits) => latest.current.handlers.grouped?.(digits), latest.current.handlers);
}

/** A digit, or two before anybody could say that the first was alone; more are a scan's. */
function useGrouped(press: (digits: number) => unknown, { grouped }: KeyHandlers): void {
  const run = useRef({ digits: '', lastMs: 0 });
  useTypedKeys(
    (key, { timeStamp }) => {
      if (!/^[1-9]$/.test(key)) return false;
      const { digits, lastMs } = run.current;
      const before = timeStamp - lastMs > runGapMs ? '' : digits;
      run.current = { digits: before + key, lastMs: timeStamp };
      const typed = before + key;
      if (typed.length <= 2) whenAlone(() => press(Number(typed)), false);
      return true;
    },
    grouped !== undefined && grouped !== null,
  );
}

export type KeyRow = Readonly<{ meaning: Meaning; says: PageId }>;

/** The keys that do something now, each once. */
export function keysNow(): readonly KeyRow[] {
  const rows = onTop().flatMap(({ keys, handlers }) =>
    meanings
      .filter((meaning) => handlers[meaning] !== null)
      .flatMap((meaning) => {
        const says = keys[meaning];
        return says === undefined ? [] : [{ meaning, says }];
      }),
  );
  return meanings.flatMap((meaning) =>
    rows.filter(
      (row, at) =>
        row.meaning === meaning &&
        at === rows.findIndex((one) => one.meaning === meaning && one.says === row.says),
    ),
  );
}

const meanings = Object.keys(keyFor) as Meaning[];

/** What came last comes first. */
const onTop = () =>
  [...taking]
    .filter(({ depth }) => depth === topDepth())
    .map(({ now }) => now())
    .reverse();

/** Call once, before the first render. `askForKeys` shows what the keys do now; `noticed` puts the notice away. */
export function listenToKeys(always: Readonly<{ keys: () => void; noticed: () => void }>): void {
  const press = (meaning: Meaning, nth: number) => (event: KeyboardEvent) => {
    if (event.repeat) return;
    const isUsed = onTop().some(({ handlers }) => {
      const handler = handlers[meaning];
      return handler !== undefined && handler !== null && handler(nth) !== false;
    });
    if (isUsed) event.preventDefault();
  };
  tinykeys(
    window,
    {
      ...Object.fromEntries(
        meanings.flatMap((meaning) =>
          (namesOf[meaning] ?? [keyFor[meaning]]).map((name, index) => [
            name,
            press(meaning, index + 1),
          ]),
        ),
      ),
      ...Object.fromEntries(both('?').map((name) => [name, whereNoTextIs(always.keys)])),
      'Alt+Digit0': () => always.noticed(),
    },
    { ignore: () => false },
  );
}

/** A key that is typed with Shift on some keyboards, and without on others. */
const both = (key: string): readonly string[] => [key, `Shift+${key}`];

/** Names of tinykeys, where the printed one is none. */
const namesOf: Readonly<Partial<Record<Meaning, readonly string[]>>> = {
  back: ['Escape'],
  remove: ['Delete'],
  undo: ['Control+KeyZ'],
  quantity: both('*'),
  hold: ['-', 'Shift+-'],
  discount: both('%'),
  split: both('+'),
  search: both('/'),
  previous: ['ArrowUp'],
  next: ['ArrowDown'],
  pick: Array.from({ length: 9 }, (_, index) => `Alt+Digit${index + 1}`),
  // These come by other ways: useTypedKeys, and below.
  entry: [],
  grouped: [],
  keys: [],
  noticed: [],
};

/** In a text it is a character, and a card's track ends with it. */
function whereNoTextIs(act: () => void) {
  return (event: KeyboardEvent) => {
    const { target } = event;
    if (target instanceof HTMLInputElement && (target.value !== '' || target.type === 'password'))
      return;
    event.preventDefault();
    whenAlone(act, true);
  };
}
