/** What every part of the admin works with. */
import type { z } from 'zod';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { Database, Work } from '../store/tables.ts';
import { together } from '../store/transaction.ts';
import { type Keyed, nextVersion } from './versioned.ts';

export type AdminContext = Readonly<{ db: Database; clock: Clock; random: Random }>;

/** One transaction that counts the store's version on: tills pull what `change` wrote with `version`. */
export function versioned<Result>(
  db: Database,
  store: string,
  change: (work: Work, version: number) => Promise<Result>,
): Promise<Result> {
  return together(db, async (work) => change(work, await nextVersion(work, store)));
}

/** Values as rows of a versioned table. Throws ZodError where one does not fit. */
export function keyed<Schema extends z.ZodType>(
  schema: Schema,
  values: readonly z.input<Schema>[],
  key: (value: z.output<Schema>) => Keyed,
): Keyed[] {
  return values.map((value) => {
    const parsed = schema.parse(value);
    return { ...key(parsed), body: JSON.stringify(parsed) };
  });
}
