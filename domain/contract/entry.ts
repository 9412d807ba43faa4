/**
 * Every fact that can be written down, as a discriminated union by `kind`: each room says its own in `facts.ts`.
 *
 * Names are in the past tense. A body grows by optional fields, or its kind gets a version more, with an upgrade from the one
 * before: the back office must read last year's till. docs/journal.md
 */
import { anomaliesFacts } from '../anomalies/facts.ts';
import { holdsPan } from '../basics/mask.ts';
import { cashFacts } from '../cash/facts.ts';
import { dayFacts } from '../day/facts.ts';
import { devicesFacts } from '../devices/facts.ts';
import {
  type BodyIn,
  type FactOf,
  isVersioned,
  type Kind,
  LaterFact,
  type Place,
} from '../journal/fact.ts';
import { journalFacts } from '../journal/facts.ts';
import { officeFacts } from '../office/facts.ts';
import { peopleFacts } from '../people/facts.ts';
import { reportsFacts } from '../reports/facts.ts';
import { saleFacts } from '../sale/facts.ts';
import { signInFacts } from '../sign-in/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';

/** Kind → schema of its body, or its versions. */
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
export type BodyOf<Name extends EntryKind> = BodyIn<(typeof bodySchemas)[Name]>;

export type Fact = FactOf<typeof bodySchemas>;

/** A fact with its place and time. */
export type Entry = Fact & Place;

/**
 * Reads a fact as it lies in a journal, in whatever version of its kind. Throws ZodError where the body is not of its kind,
 * `LaterFact` where there is no such kind or version of it here, RangeError where a full card number stands anywhere in
 * it, a reason typed by a person included.
 */
export function parseFact(kind: string, body: unknown): Fact {
  const said = kindOf(kind);
  return withoutPan(kind, isVersioned(said) ? said.read(body) : said.parse(body));
}

/** Stands for an entry that only a later version can read: it is one of its date, and about nothing. */
export const unreadFact = unread('');

function unread(of: string): Fact {
  return { kind: 'of-later', body: { of } } as unknown as Fact;
}

export function isUnread({ kind }: Readonly<{ kind: string }>): boolean {
  return kind === unreadFact.kind;
}

/** The same of a kind that this version sums up, in another version of it: without it no Z of the date is right. */
export function isUnreadInBooks(fact: Readonly<{ kind: string; body: object }>): boolean {
  return isUnread(fact) && 'of' in fact.body && Object.hasOwn(summed, String(fact.body.of));
}

const summed = {
  ...saleFacts,
  ...tendersFacts,
  ...cashFacts,
  'day-closed': dayFacts['day-closed'],
} as const;

/** The same, with what only a later version can read as `unreadFact`: a journal is not broken by it. */
export function factOrUnread(kind: string, body: unknown): Fact {
  try {
    return parseFact(kind, body);
  } catch (thrown) {
    if (thrown instanceof LaterFact) return unread(kind);
    throw thrown;
  }
}

/** Checks a fact that is about to be written. Throws as `parseFact`. */
export function checkFact({ kind, body }: Fact): Fact {
  const said = kindOf(kind);
  return withoutPan(kind, isVersioned(said) ? said.check(body) : said.parse(body));
}

/** The body as it is hashed and kept: from the second version of its kind on it says which. */
export function bodyAtRest({ kind, body }: Fact): Readonly<Record<string, unknown>> {
  const said = kindOf(kind);
  return isVersioned(said) && said.version > 1 ? { ...body, v: said.version } : body;
}

function kindOf(kind: string): Kind {
  if (!Object.hasOwn(bodySchemas, kind)) throw new LaterFact(`no journal kind ${kind}`);
  return bodySchemas[kind as EntryKind];
}

function withoutPan(kind: string, body: unknown): Fact {
  if (holdsPan(body)) throw new RangeError(`a full card number in ${kind}`);
  return { kind, body } as Fact;
}
