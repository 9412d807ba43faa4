/**
 * The basket: what people did with what the customer has put on the counter so far. A pure fold of commands; what it
 * costs is worked out from it by domain/prices/price.ts.
 *
 * A line keeps the name and price of the moment it was added: a price change from the back office does not alter a
 * sale in progress.
 */
import { z } from 'zod';
import { assert, assertNever } from '../basics/assert.ts';
import { extend, isSellable } from '../basics/quantity.ts';
import { isCounted } from '../basics/unit.ts';
import type { Item } from '../goods/item.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { type HandDiscount, handDiscountSchema } from '../prices/hand.ts';
import { type CounterLine, counterLineSchema, noteSchema } from '../prices/line.ts';
import { type Done, doneMax, doneSchema, stateOf } from './done.ts';

export const basketSchema = z.object({
  /** Becomes the id of the sale. */
  id: z.string(),
  lines: z.array(counterLineSchema),
  nextLine: z.int().positive(),
  /** What a person takes off the whole. */
  discount: handDiscountSchema.optional(),
  /** On the whole sale. */
  note: noteSchema.optional(),
  /** Lines that an older till has taken out again: counted for the Z report. Now each is an entry of its own. */
  voidedLines: z.int().nonnegative(),
  /** Whose it is: who put the first goods in. Not in the baskets of older tills. */
  owner: operatorNumberSchema.optional(),
  /** What was taken back of it without an approval; absent: nothing. */
  takenBackMinor: z.int().nonnegative().optional(),
  /** What was done to it and can be undone. */
  done: z.array(doneSchema),
  /** Rises with whatever is done and undone, and names the last of `done`: what was shown before is another. */
  acts: z.int().nonnegative(),
});
export type Basket = z.infer<typeof basketSchema>;

export type BasketCommand =
  | Readonly<{
      kind: 'add';
      item: Item;
      quantity: number;
      labelMinor?: number | null;
      weighed?: boolean;
    }>
  | Readonly<{ kind: 'set-quantity'; line: number; quantity: number }>
  | Readonly<{ kind: 'remove'; line: number }>
  | Readonly<{ kind: 'override-price'; line: number; priceMinor: number }>
  /** Goods that were sold come back, as a line of their own. */
  | Readonly<{ kind: 'return'; line: Omit<CounterLine, 'line' | 'kind'> }>
  /** Off a line, or the whole where `line` is null; `discount` null takes it away again. */
  | Readonly<{ kind: 'discount'; line: number | null; discount: HandDiscount | null }>
  /** On a line, or the whole where `line` is null; null takes it away again. */
  | Readonly<{ kind: 'note'; line: number | null; note: string | null }>;

/** At most this many lines: a receipt longer than three metres is a mistake. */
export const linesMax = 500;

export function emptyBasket(id: string): Basket {
  return { id, lines: [], nextLine: 1, voidedLines: 0, done: [], acts: 0 };
}

/** The basket after `command`. The caller has checked that the line exists and the quantity is sellable. */
export function applyToBasket(basket: Basket, command: BasketCommand): Basket {
  const after = applied(basket, command);
  const done = doneTo(basket, after, command);
  if (done === null) return after;
  return { ...after, done: [...basket.done, done].slice(-doneMax), acts: basket.acts + 1 };
}

function applied(basket: Basket, command: BasketCommand): Basket {
  switch (command.kind) {
    case 'add':
      return add(basket, command);
    case 'set-quantity':
      return changeLine(basket, command.line, (line) => ({
        ...line,
        quantity: command.quantity,
        ...(isCounted(line.unit) ? {} : { weighed: true }),
      }));
    case 'override-price':
      return changeLine(basket, command.line, ({ setPriceMinor: _, ...line }) => ({
        ...line,
        ...(command.priceMinor === line.listPriceMinor
          ? {}
          : { setPriceMinor: command.priceMinor }),
      }));
    case 'discount':
      return withDiscount(basket, command);
    case 'note':
      return withNote(basket, command);
    case 'return':
      return {
        ...basket,
        lines: [...basket.lines, { ...command.line, kind: 'return', line: basket.nextLine }],
        nextLine: basket.nextLine + 1,
      };
    case 'remove':
      lineOf(basket, command.line);
      return withoutLine(basket, command.line);
    default:
      return assertNever(command);
  }
}

/** What is off the whole, or noted on it, goes with the last of what it was for. */
export function withoutLine(basket: Basket, number: number): Basket {
  const lines = basket.lines.filter(({ line }) => line !== number);
  const { discount: _, note: __, ...bare } = basket;
  return lines.length === 0 ? { ...bare, lines } : { ...basket, lines };
}

/** The line with this number, or undefined when it was removed or never was. */
export function findLine(basket: Basket, line: number): CounterLine | undefined {
  return basket.lines.find((candidate) => candidate.line === line);
}

/** What it takes to undo what made `after` of `before`; null where nothing changed. */
function doneTo(before: Basket, after: Basket, command: BasketCommand): Done | null {
  if (command.kind === 'discount' && command.line === null) {
    const isSame = JSON.stringify(before.discount) === JSON.stringify(after.discount);
    return isSame ? null : { kind: 'discount-whole', was: before.discount ?? null };
  }
  if (command.kind === 'note' && command.line === null) {
    return before.note === after.note ? null : { kind: 'note-whole', was: before.note ?? null };
  }
  if (command.kind === 'remove') {
    const whole = after.discount ? undefined : before.discount;
    const note = after.note === undefined ? before.note : undefined;
    return {
      kind: 'remove',
      was: lineOf(before, command.line),
      ...(whole ? { whole } : {}),
      ...(note === undefined ? {} : { note }),
    };
  }
  const changed = after.lines.find((line, index) => line !== before.lines[index]);
  if (!changed) return null;
  const { line } = changed;
  const was = findLine(before, line);
  if (!was) return { kind: command.kind === 'return' ? 'return' : 'add', line, was: null };
  assert(command.kind !== 'return', 'what comes back is a line of its own');
  const state = stateOf(was);
  if (JSON.stringify(state) === JSON.stringify(stateOf(changed))) return null;
  return { kind: command.kind, line, was: state };
}

function withDiscount(
  basket: Basket,
  { line: number, discount }: Extract<BasketCommand, { kind: 'discount' }>,
): Basket {
  if (number === null) {
    const { discount: _, ...without } = basket;
    return discount ? { ...without, discount } : without;
  }
  const before = lineOf(basket, number);
  const { hand: _, ...without } = before;
  const after = discount ? { ...without, hand: discount } : without;
  return { ...basket, lines: basket.lines.map((line) => (line === before ? after : line)) };
}

function withNote(
  basket: Basket,
  { line: number, note }: Extract<BasketCommand, { kind: 'note' }>,
): Basket {
  const noted = note === null ? {} : { note };
  if (number === null) {
    const { note: _, ...without } = basket;
    return { ...without, ...noted };
  }
  const before = lineOf(basket, number);
  const { note: _, ...without } = before;
  const after = { ...without, ...noted };
  return { ...basket, lines: basket.lines.map((line) => (line === before ? after : line)) };
}

/** Pieces of the same item at the same price join one line, as a shopper would read the receipt; weighed goods do not. */
function add(
  basket: Basket,
  { item, quantity, labelMinor = null, weighed = false }: Extract<BasketCommand, { kind: 'add' }>,
): Basket {
  assert(isSellable(quantity, item.unit), `quantity ${quantity} of ${item.sku}`);
  const asks = labelMinor === extend(item.priceMinor, quantity) ? null : labelMinor;
  const same = basket.lines.find(
    (line) =>
      asks === null &&
      line.labelMinor === undefined &&
      line.sku === item.sku &&
      line.kind === 'goods' &&
      isCounted(line.unit) &&
      line.setPriceMinor === undefined &&
      line.hand === undefined &&
      line.note === undefined &&
      line.listPriceMinor === item.priceMinor &&
      line.taxRate === item.taxRate &&
      isSellable(line.quantity + quantity, line.unit),
  );
  if (same) {
    return changeLine(basket, same.line, (line) => ({
      ...line,
      quantity: line.quantity + quantity,
    }));
  }
  const line: CounterLine = {
    line: basket.nextLine,
    kind: 'goods',
    sku: item.sku,
    barcode: item.barcode,
    name: item.name,
    unit: item.unit,
    quantity,
    listPriceMinor: item.priceMinor,
    taxRate: item.taxRate,
    ...(asks === null ? {} : { labelMinor: asks }),
    ...(weighed ? { weighed } : {}),
    category: item.category,
  };
  return { ...basket, lines: [...basket.lines, line], nextLine: basket.nextLine + 1 };
}

function changeLine(
  basket: Basket,
  number: number,
  change: (line: CounterLine) => CounterLine,
): Basket {
  const before = lineOf(basket, number);
  // Whoever changes quantity or price says what the line costs; the label does so no longer.
  const { labelMinor, ...after } = change(before);
  assert(isSellable(Math.abs(after.quantity), after.unit), `quantity ${after.quantity}`);
  return { ...basket, lines: basket.lines.map((line) => (line === before ? after : line)) };
}

function lineOf(basket: Basket, number: number): CounterLine {
  const line = findLine(basket, number);
  assert(line, `no line ${number}`);
  return line;
}
