/** A basket at rest, on the counter or put aside: it says its version, and one of the version before is still read. */
import { kind } from '../journal/fact.ts';
import { type Basket, basketSchema } from './basket.ts';
import { counterLineOf, olderBasketSchema } from './older.ts';

/** Nothing of it could be undone. */
const secondSchema = basketSchema.omit({ done: true });

const versions = kind(olderBasketSchema)
  .next(secondSchema, ({ lines, ...basket }) => ({ ...basket, lines: lines.map(counterLineOf) }))
  .next(basketSchema, (basket) => ({ ...basket, done: [] }));

/** Null where this version cannot read it. */
export function readBasket(stored: unknown): Basket | null {
  try {
    return versions.read(stored);
  } catch {
    return null;
  }
}

export function basketAtRest(basket: Basket): Readonly<Record<string, unknown>> {
  return { ...basket, v: versions.version };
}
