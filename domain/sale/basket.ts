/**
 * The basket: what the customer has put on the counter so far. A pure fold of commands.
 *
 * A line keeps the name and price of the moment it was added: a price change from the back office does not alter a
 * sale in progress.
 */
import { z } from 'zod';
import { assert, assertNever } from '../basics/assert.ts';
import { extend, isSellable, one } from '../basics/quantity.ts';
import type { Item } from '../goods/item.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { type BasketLine, basketLineSchema, grossMinor } from '../prices/line.ts';
import { type TaxLine, taxByRate } from '../prices/tax.ts';

export const basketSchema = z.object({
  /** Becomes the id of the sale. */
  id: z.string(),
  lines: z.array(basketLineSchema),
  nextLine: z.int().positive(),
  /** Lines that an older till has taken out again: counted for the Z report. Now each is an entry of its own. */
  voidedLines: z.int().nonnegative(),
  /** Whose it is: who put the first goods in. Not in the baskets of older tills. */
  owner: operatorNumberSchema.optional(),
  /** What was taken back of it without an approval; absent: nothing. */
  takenBackMinor: z.int().nonnegative().optional(),
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
  | Readonly<{ kind: 'override-price'; line: number; priceMinor: number }>;

export type BasketTotals = Readonly<{
  /** Pieces, with one for each weighed line: what a cashier would count on the counter. */
  pieces: number;
  /** At list prices. */
  listMinor: number;
  discountMinor: number;
  /** What the customer owes. */
  dueMinor: number;
  tax: TaxLine[];
}>;

/** At most this many lines: a receipt longer than three metres is a mistake. */
export const linesMax = 500;

export function emptyBasket(id: string): Basket {
  return { id, lines: [], nextLine: 1, voidedLines: 0 };
}

/**
 * The basket after `command`, before promotions: applyPromotions of basket-promotions.ts follows it. The caller has
 * checked that the line exists and the quantity is sellable.
 */
export function applyToBasket(basket: Basket, command: BasketCommand): Basket {
  switch (command.kind) {
    case 'add':
      return add(basket, command);
    case 'set-quantity':
      return changeLine(basket, command.line, (line) => ({
        ...line,
        quantity: command.quantity,
        ...(line.unit === 'kg' ? { weighed: true } : {}),
      }));
    case 'override-price':
      return changeLine(basket, command.line, (line) => ({
        ...line,
        priceMinor: command.priceMinor,
      }));
    case 'remove':
      lineOf(basket, command.line);
      return {
        ...basket,
        lines: basket.lines.filter((line) => line.line !== command.line),
      };
    default:
      return assertNever(command);
  }
}

/** The line with this number, or undefined when it was removed or never was. */
export function findLine(basket: Basket, line: number): BasketLine | undefined {
  return basket.lines.find((candidate) => candidate.line === line);
}

export function basketTotals(basket: Pick<Basket, 'lines'>): BasketTotals {
  let pieces = 0;
  let listMinor = 0;
  let dueMinor = 0;
  for (const line of basket.lines) {
    pieces += line.unit === 'piece' ? line.quantity / one : 1;
    listMinor += line.labelMinor ?? extend(line.listPriceMinor, line.quantity);
    dueMinor += line.totalMinor;
  }
  return {
    pieces,
    listMinor,
    discountMinor: listMinor - dueMinor,
    dueMinor,
    tax: taxByRate(basket.lines),
  };
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
      line.unit === 'piece' &&
      line.priceMinor === item.priceMinor &&
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
  const line: BasketLine = {
    line: basket.nextLine,
    sku: item.sku,
    barcode: item.barcode,
    name: item.name,
    unit: item.unit,
    quantity,
    listPriceMinor: item.priceMinor,
    priceMinor: item.priceMinor,
    taxRate: item.taxRate,
    ...(asks === null ? {} : { labelMinor: asks }),
    ...(weighed ? { weighed } : {}),
    totalMinor: asks ?? extend(item.priceMinor, quantity),
    category: item.category,
  };
  return { ...basket, lines: [...basket.lines, line], nextLine: basket.nextLine + 1 };
}

function changeLine(
  basket: Basket,
  number: number,
  change: (line: BasketLine) => BasketLine,
): Basket {
  const before = lineOf(basket, number);
  // Whoever changes quantity or price says what the line costs; the label does so no longer.
  const { promotion, labelMinor, ...changed } = change(before);
  assert(isSellable(changed.quantity, changed.unit), `quantity ${changed.quantity}`);
  const after = { ...changed, totalMinor: grossMinor(changed) };
  return { ...basket, lines: basket.lines.map((line) => (line === before ? after : line)) };
}

function lineOf(basket: Basket, number: number): BasketLine {
  const line = findLine(basket, number);
  assert(line, `no line ${number}`);
  return line;
}
