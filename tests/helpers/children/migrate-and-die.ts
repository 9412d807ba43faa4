/** Migrates the database of the back office, and is killed in the last migration, after all the others were done. */
import { Kysely } from 'kysely';
import { migrate, migrations } from '../../../server/store/migrate.ts';
import { postgres } from '../../../server/store/postgres.ts';
import { sqlite } from '../../../server/store/sqlite.ts';
import type { Tables } from '../../../server/store/tables.ts';

const [where = ''] = process.argv.slice(2);
const dialect = where.startsWith('postgres:') ? postgres(where) : sqlite(where);
const db = new Kysely<Tables>({ dialect });
await migrate(db, {
  ...migrations,
  '9999-dies': {
    up: async () => {
      process.stdout.write('dying\n', () => process.kill(process.pid, 'SIGKILL'));
      await new Promise(() => undefined);
    },
  },
});
