/** The last act on a basket taken back, any number of times: the basket as it was before, and no line number twice. */
import { assert } from '../basics/assert.ts';
import type { Names } from '../basics/names.ts';
import type { CounterLine } from '../prices/line.ts';
import { type Basket, findLine, withoutLine } from './basket.ts';
import { type Done, type LineState, stateOf } from './done.ts';

export function lastDone(basket: Basket): Done | null {
  return basket.done.at(-1) ?? null;
}

/** The line an act was about, as it lies there or as it was removed; null where it was about the whole. */
export function lineDone(basket: Basket, done: Done): CounterLine | null {
  if (done.kind === 'discount-whole' || done.kind === 'note-whole') return null;
  return done.kind === 'remove' ? done.was : (findLine(basket, done.line) ?? null);
}

/** What the item of the last act is called. */
export function nameDone(basket: Basket, done: Done): Names | null {
  return lineDone(basket, done)?.name ?? null;
}

/** `basket` before its last act. The caller has checked that there is one. */
export function undone(basket: Basket): Basket {
  const last = lastDone(basket);
  assert(last, 'nothing to undo');
  const before = freed(inverse(basket, last), last);
  return { ...before, done: basket.done.slice(0, -1), acts: basket.acts + 1 };
}

/** The last act took goods back, `freeMinor` of it without an approval. */
export function tookBack(basket: Basket, freeMinor: number): Basket {
  const last = lastDone(basket);
  const done =
    last?.kind === 'remove' || last?.kind === 'set-quantity'
      ? [...basket.done.slice(0, -1), { ...last, freeMinor }]
      : basket.done;
  return freely({ ...basket, done }, freeMinor);
}

/** `freeMinor` more was taken back without an approval. */
export function freely(basket: Basket, freeMinor: number): Basket {
  return { ...basket, takenBackMinor: (basket.takenBackMinor ?? 0) + freeMinor };
}

/** Whether the act was counted as goods taken back. */
export function wasTakenBack(done: Done): boolean {
  return 'freeMinor' in done && done.freeMinor !== undefined;
}

function inverse(basket: Basket, last: Done): Basket {
  switch (last.kind) {
    case 'discount-whole': {
      const { discount: _, ...without } = basket;
      return last.was ? { ...without, discount: last.was } : without;
    }
    case 'note-whole': {
      const { note: _, ...without } = basket;
      return last.was === null ? without : { ...without, note: last.was };
    }
    case 'remove': {
      // Lines lie in the order of their numbers.
      const lines = [...basket.lines, last.was].sort((one, other) => one.line - other.line);
      return {
        ...basket,
        lines,
        ...(last.whole ? { discount: last.whole } : {}),
        ...(last.note === undefined ? {} : { note: last.note }),
      };
    }
    default:
      return last.was === null
        ? withoutLine(basket, last.line)
        : backTo(basket, last.line, last.was);
  }
}

function backTo(basket: Basket, number: number, was: LineState): Basket {
  const lines = basket.lines.map((line) => {
    if (line.line !== number) return line;
    const {
      quantity: _,
      setPriceMinor: __,
      hand: ___,
      labelMinor: ____,
      weighed: _____,
      note: ______,
      ...item
    } = line;
    return { ...item, ...stateOf(was) };
  });
  return { ...basket, lines };
}

/** What was free to take back is free again, now that it lies there. */
function freed(basket: Basket, last: Done): Basket {
  const freeMinor = 'freeMinor' in last ? (last.freeMinor ?? 0) : 0;
  if (freeMinor === 0 || basket.takenBackMinor === undefined) return basket;
  return { ...basket, takenBackMinor: Math.max(0, basket.takenBackMinor - freeMinor) };
}
