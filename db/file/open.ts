/**
 * Opens the till's file and gives out handles: the only file that imports better-sqlite3.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { assert } from '../../domain/basics/assert.ts';
import { Problem } from '../../domain/words/problem.ts';
import { createDoubt, overwrite } from './doubt.ts';
import { withProblems, withStatement } from './failure.ts';
import { makePrivate } from './private-file.ts';
import type { Sql } from './sql.ts';

/** What a report may do. */
export type Readable = Readonly<{
  file: string;
  get<Row>(query: Sql): Row | undefined;
  all<Row>(query: Sql): Row[];
  close(): void;
}>;

export type Writable = Readable &
  Readonly<{
    /** Returns how many rows changed. */
    run(query: Sql): number;
    /** Several statements without values, for migrations. */
    script(text: string): void;
    /**
     * All of `work` or nothing of it; never nested, never asynchronous. Throws Problem `commit-unknown` where the disk
     * failed at the commit itself and nobody can say yet; from then on every write is refused so, until `settle`.
     */
    transaction<T>(work: () => T): T;
    /**
     * Ends a doubt about the last commit; true where there was one, and then that commit has not happened and never
     * will have. Throws Problem `commit-unknown` while the disk still fails.
     */
    settle(): boolean;
    /**
     * For when nobody waits: moves what is in the WAL into the file and begins the WAL anew, so that what is committed
     * next is written over it. A file that is written over needs no new blocks, and a commit's sync has less to do by a
     * third; a WAL begun anew has its header synced, which is done here and not by the next sale. Where a reader is in
     * the way the WAL grows on until the next time. Throws Problem as `transaction` does; what was committed stays.
     */
    tidy(): void;
  }>;

/** `full`: a commit is on the disk when it returns. `normal`: it is with the next full one. */
export type Durability = 'full' | 'normal';

/** Marks the file as ours (`PRAGMA application_id`): "Roca" in ASCII. */
export const applicationId = 0x526f_6361;

/** Only a writer waits for a writer, and there is one process of them; this covers a checkpoint of a reader's end. */
const busyTimeoutMs = 1_000;

/**
 * Pages in the WAL at which a commit moves them into the file whether it suits or not (40 MB). Usually `tidy` has done
 * so long before, at a moment when nobody waits.
 */
const walPagesMax = 10_000;

/** A sync flag as `PRAGMA synchronous` answers it. */
const synchronousLevel: Readonly<Record<Durability, number>> = { normal: 1, full: 2 };

/**
 * Opens `file` for writing, made with its folder if it is not there.
 * Throws Problem database-corrupt, database-readonly, database-locked or disk-full.
 */
export function openWritable(file: string, durability: Durability): Writable {
  return withProblems(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    makePrivate(file);
    const database = new Database(file, { timeout: busyTimeoutMs });
    try {
      refuseForeign(database, file);
      setUp(database, file, durability);
      return writable(database, file);
    } catch (thrown) {
      database.close();
      throw thrown;
    }
  });
}

/** Opens `file` for reading, beside the till that owns it if need be. Throws as `openWritable` does. */
export function openReadable(file: string): Readable {
  return withProblems(file, () =>
    writable(new Database(file, { readonly: true, timeout: busyTimeoutMs }), file),
  );
}

/** Another program's database is not ours to write to, however healthy. */
function refuseForeign(database: Database.Database, file: string): void {
  const tables = database.prepare('SELECT count(*) FROM sqlite_master').pluck().get();
  const id = database.pragma('application_id', { simple: true });
  if (tables !== 0 && id !== applicationId) throw new Problem('database-corrupt', { file });
  if (tables === 0) database.pragma(`application_id = ${applicationId}`);
}

function setUp(database: Database.Database, file: string, durability: Durability): void {
  // A file system without shared memory (some network shares) answers with another mode.
  if (database.pragma('journal_mode = WAL', { simple: true }) !== 'wal') {
    throw new Problem('database-readonly', { file });
  }
  // The library's default in WAL is NORMAL, which loses the last commits in a power cut.
  const level = synchronousLevel[durability];
  database.pragma(`synchronous = ${level}`);
  assert(database.pragma('synchronous', { simple: true }) === level, 'synchronous was not set');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  database.pragma(`wal_autocheckpoint = ${durability === 'full' ? walPagesMax : 0}`);
  refuseReadOnly(database);
}

/** SQLite opens a file it may not write to, and even begins a transaction; only a write tells. Nothing is kept of it. */
function refuseReadOnly(database: Database.Database): void {
  const version = database.pragma('user_version', { simple: true });
  database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${version}; ROLLBACK`);
}

function writable(database: Database.Database, file: string): Writable {
  const statements = new Map<string, Database.Statement<unknown[], unknown>>();
  const prepared = (text: string) => {
    let statement = statements.get(text);
    if (!statement) {
      statement = database.prepare<unknown[], unknown>(text);
      statements.set(text, statement);
    }
    return statement;
  };
  const doubt = createDoubt(database, file);
  const transaction = <T>(work: () => T): T => {
    assert(!database.inTransaction, 'a transaction in a transaction');
    doubt.refuse();
    prepared('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      doubt.committing(() => prepared('COMMIT').run());
      return result;
    } catch (thrown) {
      // A full disk has already rolled it back.
      if (database.inTransaction) prepared('ROLLBACK').run();
      throw thrown;
    }
  };
  const run = ({ text, values }: Sql): number => {
    const write = () => prepared(text).run(...values).changes;
    if (database.inTransaction) return write();
    doubt.refuse();
    return doubt.committing(write);
  };
  return {
    file,
    get: <Row>(query: Sql) =>
      withStatement(file, () => prepared(query.text).get(...query.values) as Row | undefined),
    all: <Row>(query: Sql) =>
      withStatement(file, () => prepared(query.text).all(...query.values) as Row[]),
    run: (query) => withStatement(file, () => run(query)),
    script: (text) => {
      withProblems(file, () => database.exec(text));
    },
    transaction: (work) => withProblems(file, () => transaction(work)),
    settle: doubt.settle,
    tidy: () => {
      withProblems(file, () => {
        // While a commit is unknown its frames stay where they can be written over.
        doubt.refuse();
        database.pragma('wal_checkpoint(PASSIVE)');
        doubt.committing(() => overwrite(database));
      });
    },
    close: () => {
      database.close();
    },
  };
}

/** Takes `file` for this process until the returned function is called, or the process ends, however it ends. */
export function takeLock(file: string): () => void {
  return withProblems(file, () => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    makePrivate(file);
    const database = new Database(file, { timeout: 0 });
    try {
      // The write is never committed; without it, a file that may not be written to would not be locked at all.
      database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1');
    } catch (thrown) {
      database.close();
      throw thrown;
    }
    return () => {
      database.close();
    };
  });
}
