/** A PostgreSQL for one benchmark, with the disk it gets in a shop: every commit is synced. */
import { findPostgres, type Postgres, startPostgres } from '../postgres.ts';

/** `bin` holds its programs. Throws where there is no PostgreSQL on this machine. */
export async function withPostgres<T>(
  use: (postgres: Pick<Postgres, 'newDatabase'> & Readonly<{ bin: string }>) => Promise<T>,
): Promise<T> {
  const found = findPostgres();
  if (found.bin === null) throw new Error(found.reason);
  const postgres = await startPostgres(found.bin);
  try {
    return await use({ newDatabase: postgres.newDatabase, bin: found.bin });
  } finally {
    await postgres.stop();
  }
}
