/** Brings a database forward to the newest tables. Never back: a newer database is refused. */
import { Migrator } from 'kysely/migration';
import { up as first } from './migrations/0001-first.ts';
import type { Database } from './tables.ts';

const migrations = { '0001-first': { up: first } };

/** Throws an Error with a sentence for whoever starts the server. */
export async function migrate(db: Database): Promise<void> {
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error === undefined) return;
  const why = error instanceof Error ? error.message : String(error);
  throw new Error(
    why.includes('missing')
      ? 'The database was made by a newer version of the server. Start that version.'
      : `The database could not be brought up to date: ${why}`,
    { cause: error },
  );
}
