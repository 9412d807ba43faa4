/**
 * Every fact that can be written down, as a discriminated union by `kind`: each room says its own in `facts.ts`.
 *
 * Names are in the past tense. Schemas only ever grow by optional fields: the back office must read last year's till.
 */
import type { z } from 'zod';
import { anomaliesFacts } from '../anomalies/facts.ts';
import { holdsPan } from '../basics/mask.ts';
import { cashFacts } from '../cash/facts.ts';
import { dayFacts } from '../day/facts.ts';
import { devicesFacts } from '../devices/facts.ts';
import type { FactOf, Place } from '../journal/fact.ts';
import { journalFacts } from '../journal/facts.ts';
import { officeFacts } from '../office/facts.ts';
import { peopleFacts } from '../people/facts.ts';
import { reportsFacts } from '../reports/facts.ts';
import { saleFacts } from '../sale/facts.ts';
import { signInFacts } from '../sign-in/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';

/** Kind → schema of its body. */
export const bodySchemas = {
  ...journalFacts,
  ...peopleFacts,
  ...saleFacts,
  ...tendersFacts,
  ...cashFacts,
  ...devicesFacts,
  ...signInFacts,
  ...dayFacts,
  ...reportsFacts,
  ...officeFacts,
  ...anomaliesFacts,
} as const;

export type EntryKind = keyof typeof bodySchemas;
export type BodyOf<Kind extends EntryKind> = z.infer<(typeof bodySchemas)[Kind]>;

export type Fact = FactOf<typeof bodySchemas>;

/** A fact with its place and time. */
export type Entry = Fact & Place;

/**
 * Checks a fact before it is written and after it is read. Throws ZodError where the body is not of its kind, TypeError
 * where there is no such kind, RangeError where a full card number stands anywhere in it, a reason typed by a person
 * included.
 */
export function parseFact(kind: string, body: unknown): Fact {
  const schema = bodySchemas[kind as EntryKind] as z.ZodType | undefined;
  if (!schema || !Object.hasOwn(bodySchemas, kind)) {
    throw new TypeError(`no journal kind ${kind}`);
  }
  const parsed = schema.parse(body);
  if (holdsPan(parsed)) throw new RangeError(`a full card number in ${kind}`);
  return { kind, body: parsed } as Fact;
}
