/** A basket at rest, on the counter or put aside: it says its version, and one of the version before is still read. */
import { z } from 'zod';
import { kind } from '../journal/fact.ts';
import { type Basket, basketSchema } from './basket.ts';
import { counterLineOf, heldBasket, looseBasketSchema, olderBasketSchema } from './older.ts';

const versions = kind(olderBasketSchema)
  .next(looseBasketSchema, ({ lines, ...basket }) => ({
    ...basket,
    lines: lines.map((line) => ({ ...counterLineOf(line), hand: undefined })),
  }))
  .next(looseBasketSchema.extend({ done: z.array(z.unknown()) }), (basket) => ({
    ...basket,
    done: [],
  }))
  .next(basketSchema, heldBasket);

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
