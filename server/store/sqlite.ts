/** SQLite: the database of one shop, in one file. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import { assert } from '../../domain/basics/assert.ts';

/** Another process may hold the file: a server that migrates, a backup that begins. */
const busyMsMax = 30_000;

/** The file and its folder are made where they are missing. Throws what better-sqlite3 throws. */
export function sqlite(file: string): Dialect {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new Sqlite(file, { timeout: busyMsMax });
  database.pragma('journal_mode = WAL');
  // The library is compiled so that WAL alone means NORMAL: a power cut could then lose what was acknowledged.
  database.pragma('synchronous = FULL');
  assert(database.pragma('synchronous', { simple: true }) === 2, 'synchronous is not FULL');
  database.pragma('foreign_keys = ON');
  return new ForwardSqliteDialect(database);
}

/** For reading alone, beside whoever writes. Throws where there is no such file. */
export function sqliteReader(file: string): Dialect {
  return new SqliteDialect({ database: new Sqlite(file, { readonly: true, timeout: busyMsMax }) });
}

/** SQLite can make tables in a transaction, whatever Kysely says of it: a crash leaves no half of a migration. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Takes the lock at once: a transaction that reads first and writes later is refused where another wrote meanwhile. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class ForwardSqliteDialect extends SqliteDialect {
  readonly #database: Sqlite.Database;

  constructor(database: Sqlite.Database) {
    super({ database });
    this.#database = database;
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver({ database: this.#database });
  }
}
