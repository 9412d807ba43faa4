/** How rooms speak of what is written down: a fact, an entry, and the entries that are a room's business. */
import type { z } from 'zod';

/** Kind → schema of its body. */
export type Bodies = Readonly<Record<string, z.ZodType>>;

/** A fact that is about to be written: what the journal does not know by itself. */
export type FactOf<Own extends Bodies> = {
  [Kind in keyof Own & string]: { kind: Kind; body: z.infer<Own[Kind]> };
}[keyof Own & string];

/** Its place and time. `operator` is a number or null where nobody was signed in. */
export type Place = Readonly<{
  seq: number;
  id: string;
  at: number;
  businessDate: string;
  operator: string | null;
}>;

/** An entry of any room: it was parsed when it was written or read, by domain/contract/entry.ts. */
export type AnyFact = Readonly<{ kind: string; body: unknown }>;

/** The entry as a fact of these rooms, null where it is another's: what a fold is not about, it need not know. */
export function factOf<Own extends Bodies, Told>(
  own: Own,
  entry: AnyFact & Told,
): (FactOf<Own> & Told) | null {
  return Object.hasOwn(own, entry.kind) ? (entry as unknown as FactOf<Own> & Told) : null;
}
