/** How rooms speak of what is written down: a fact, an entry, and the entries that are a room's business. */
import { z } from 'zod';

/**
 * A kind whose body has changed since it first came. From its second version on a body at rest says which it is, `v`;
 * whoever reads one gets the newest shape, whatever lies there. What was written is never written again: a version and
 * its upgrade stay for as long as there are journals.
 */
export type Versioned<Body> = Readonly<{
  version: number;
  /** What a body of it is now, without its `v`. */
  newest: z.ZodType<Body>;
  /** Throws ZodError, or `LaterFact` for a version after the newest. */
  read(body: unknown): Body;
  /** What is about to be written, without its `v`. Throws ZodError. */
  check(body: unknown): Body;
  /** The version after this one. */
  next<Newer>(schema: z.ZodType<Newer>, upgrade: (body: Body) => Newer): Versioned<Newer>;
}>;

/** What is said of a kind: the schema of its body, or its versions where there is more than one. */
export type Kind = z.ZodType | Versioned<unknown>;
export function isVersioned(said: Kind): said is Versioned<unknown> {
  return 'version' in said;
}

/** Kind → what is said of it. */
export type Bodies = Readonly<Record<string, Kind>>;
export type BodyIn<Said extends Kind> =
  Said extends Versioned<infer Body> ? Body : Said extends z.ZodType ? z.infer<Said> : never;

/** An entry that only a later version can read: its kind, or the version of it, is not known here. */
export class LaterFact extends Error {}

const versionSchema = z.object({ v: z.int().positive().default(1) });

/** The first version of a kind; the next follows with `.next`. */
export function kind<Body>(first: z.ZodType<Body>): Versioned<Body> {
  return versioned(1, first, (body) => first.parse(body));
}

function versioned<Body>(
  version: number,
  newest: z.ZodType<Body>,
  readOld: (body: unknown, v: number) => Body,
): Versioned<Body> {
  const read = (body: unknown, v: number): Body => {
    if (v > version) throw new LaterFact(`version ${v} after ${version}`);
    return v === version ? newest.parse(body) : readOld(body, v);
  };
  return {
    version,
    newest,
    read: (body) => read(body, versionSchema.parse(body).v),
    check: (body) => newest.parse(body),
    next: (schema, upgrade) =>
      versioned(version + 1, schema, (body, v) => schema.parse(upgrade(read(body, v)))),
  };
}

/** A fact that is about to be written: what the journal does not know by itself. */
export type FactOf<Own extends Bodies> = {
  [Name in keyof Own & string]: { kind: Name; body: BodyIn<Own[Name]> };
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
