/** Brings a database forward to the newest tables. Never back: a newer database is refused. */
import { type Migration, Migrator } from 'kysely/migration';
import { lockSchema, lockTables, whileNobodyHolds } from './lock.ts';
import { up as first } from './migrations/0001-first.ts';
import { up as guarded } from './migrations/0002-guarded.ts';
import { up as partitions } from './migrations/0003-partitions.ts';
import { up as accounts } from './migrations/0004-accounts.ts';
import { up as catalogue } from './migrations/0005-catalogue.ts';
import { up as anomalies } from './migrations/0006-anomalies.ts';
import { up as successors } from './migrations/0105-successors.ts';
import { up as labels } from './migrations/0115-labels.ts';
import { up as secretChanges } from './migrations/0125-secret-changes.ts';
import { up as foldVersion } from './migrations/0135-fold-version.ts';
import { up as pastPrices } from './migrations/0145-past-prices.ts';
import { up as locks } from './migrations/0155-locks.ts';
import { up as stagedItems } from './migrations/0165-staged-items.ts';
import { up as categories } from './migrations/0175-categories.ts';
import { up as roles } from './migrations/0185-roles.ts';
import type { Database } from './tables.ts';

export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first': { up: first },
  '0002-guarded': { up: guarded },
  '0003-partitions': { up: partitions },
  '0004-accounts': { up: accounts },
  '0005-catalogue': { up: catalogue },
  '0006-anomalies': { up: anomalies },
  '0105-successors': { up: successors },
  '0115-labels': { up: labels },
  '0125-secret-changes': { up: secretChanges },
  '0135-fold-version': { up: foldVersion },
  '0145-past-prices': { up: pastPrices },
  '0155-locks': { up: locks },
  '0165-staged-items': { up: stagedItems },
  '0175-categories': { up: categories },
  '0185-roles': { up: roles },
};

/**
 * All of `wanted` that is missing, in one transaction: a crash leaves the old tables or the new ones. Of several servers
 * that start at once one migrates, the others wait; beside an older server that goes on serving it waits for the moment
 * when nobody holds a table. Throws an Error with a sentence for whoever starts the server.
 */
export async function migrate(db: Database, wanted = migrations): Promise<void> {
  try {
    await whileNobodyHolds(db, async (work) => {
      await lockSchema(work);
      const provider = { getMigrations: async () => wanted };
      const migrator = new Migrator({ db: work, provider });
      const all = await migrator.getMigrations();
      if (all.some(({ executedAt }) => executedAt === undefined)) await lockTables(work);
      const { error } = await migrator.migrateToLatest();
      if (error !== undefined) throw error;
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      why.includes('is missing')
        ? 'The database was made by a newer version of the server. Start that version.'
        : `The database could not be brought up to date: ${why}`,
      { cause },
    );
  }
}
