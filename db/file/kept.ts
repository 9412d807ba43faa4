/** Folds whose whole state is one small value, kept as JSON by name and read back by its schema. */
import { z } from 'zod';
import { allowedSchema } from '../../domain/day/allowed.ts';
import { dayFoldSchema } from '../../domain/day/day.ts';
import { halfPaidSchema } from '../../domain/sale/settlement.ts';
import { checksOfDaySchema } from '../../domain/sign-in/checks-of-day.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';
import { createLastRead, type LastRead } from './stored.ts';

/** Name → what is kept under it. */
const keptSchemas = {
  /** Projection → its version when it was folded. */
  folded: z.record(z.string(), z.int()),
  day: dayFoldSchema,
  allowed: allowedSchema,
  'checks-of-day': checksOfDaySchema,
  'last-sign-in': z.object({ at: z.int(), operator: z.string() }),
  'last-stan': z.int(),
  'last-batch': z.string(),
  'last-z': z.int(),
  /** Sales of which something is taken and more is owed. */
  'half-paid': z.array(halfPaidSchema).readonly(),
  /** How many entries only a later version can read. */
  unread: z.int(),
  /** How many of them belong to the sums of a date. */
  'unread-in-books': z.int(),
} as const;
export type KeptName = keyof typeof keptSchemas;
type Kept = { [Name in keyof typeof keptSchemas]: z.infer<(typeof keptSchemas)[Name]> };

const lastRead = Object.fromEntries(
  Object.keys(keptSchemas).map((name) => [name, createLastRead()]),
) as unknown as { [Name in KeptName]: LastRead<Kept[Name]> };

/** Throws Problem database-corrupt where it is not what is kept under that name. */
export function findKept<Name extends keyof Kept>(db: Readable, name: Name): Kept[Name] | null {
  const row = db.get<{ body: string }>(sql`SELECT body FROM projections WHERE name = ${name}`);
  const parse = (value: unknown) => keptSchemas[name].parse(value) as Kept[Name];
  return row ? lastRead[name].read(db, row.body, parse) : null;
}

export function keep<Name extends keyof Kept>(db: Writable, name: Name, value: Kept[Name]): void {
  const body = JSON.stringify(value);
  db.run(
    sql`INSERT INTO projections (name, body) VALUES (${name}, ${body})
        ON CONFLICT (name) DO UPDATE SET body = excluded.body`,
  );
  lastRead[name].remember(db, body, value);
}
