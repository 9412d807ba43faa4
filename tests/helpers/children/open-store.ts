/** Opens the database of the back office as a server does, says so, and stays until it is told to go. */
import { openStore } from '../../../server/store/open.ts';

const [where = ''] = process.argv.slice(2);
process.stdout.write('opening\n');
const store = await openStore(
  where.startsWith('postgres:') ? { databaseUrl: where } : { sqliteFile: where },
);
process.stdout.write('opened\n');
await store.close();
