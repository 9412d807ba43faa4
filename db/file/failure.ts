/** What SQLite and the file system complain about, as problems a person can do something about. */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { Problem, type ProblemKind } from '../../domain/words/problem.ts';

/** Runs `work`; an expected failure of the disk or the file comes out as a `Problem` that names the file. */
export function withProblems<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (isUnloadable(thrown)) {
      throw new Problem('native-module-missing', { module: 'better-sqlite3' }, thrown);
    }
    const kind = problemKindOf(thrown);
    if (kind === null) throw thrown;
    // SQLite calls what cannot be read malformed as well; only a look at the bytes tells a dying disk from a damaged file.
    const isUnreadable = kind === 'database-corrupt' && !canBeRead([file, `${file}-wal`]);
    throw new Problem(isUnreadable ? 'disk-failing' : kind, { file }, thrown);
  }
}

/**
 * The same for one of our own statements. Each is tried by tests: where a table or column is missing the schema in the
 * file is damaged, and so it is where it refuses what it has always taken, or holds a number larger than any written.
 */
export function withStatement<T>(file: string, work: () => T): T {
  try {
    return withProblems(file, work);
  } catch (thrown) {
    const isDamage =
      thrown instanceof RangeError ||
      codeOf(thrown) === 'SQLITE_CONSTRAINT_CHECK' ||
      (codeOf(thrown) === 'SQLITE_ERROR' && /no such|malformed|no column/.test(String(thrown)));
    throw isDamage ? new Problem('database-corrupt', { file }, thrown) : thrown;
  }
}

/** Whether the disk gives every byte of them. */
function canBeRead(files: readonly string[]): boolean {
  const bytes = Buffer.allocUnsafe(1 << 20);
  for (const file of files) {
    if (!existsSync(file)) continue;
    try {
      const descriptor = openSync(file, 'r');
      try {
        for (let at = 0, read = 1; read > 0; at += read) {
          read = readSync(descriptor, bytes, 0, bytes.length, at);
        }
      } finally {
        closeSync(descriptor);
      }
    } catch (thrown) {
      if (codeOf(thrown) === 'EIO') return false;
    }
  }
  return true;
}

/** Its machine code is loaded with the first database: not there, or built for another machine. */
function isUnloadable(thrown: unknown): boolean {
  const code = codeOf(thrown);
  return code === 'ERR_DLOPEN_FAILED' || code === 'MODULE_NOT_FOUND';
}

/**
 * Whether a commit that answered so may have happened all the same. A full disk is a plain no: the last frame of the
 * commit is not whole then; where the WAL's index finds no room, the frames are.
 */
export function isDoubtful(thrown: unknown): boolean {
  return /^SQLITE_(IOERR|NOMEM)/.test(codeOf(thrown) ?? '');
}

/** Null for what nobody expects: a bug. */
function problemKindOf(thrown: unknown): ProblemKind | null {
  const code = codeOf(thrown);
  if (code === null) return null;
  // Extended codes of SQLite begin with the primary one: SQLITE_CORRUPT_INDEX.
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'database-corrupt';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'database-locked';
  // The index of the WAL is a file as well, and is made longer while it is written.
  if (['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT'].includes(code)) {
    return 'disk-full';
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO') return 'disk-failing';
  const denied = /^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/;
  return denied.test(code) ? 'database-readonly' : null;
}

function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !('code' in thrown)) return null;
  return typeof thrown.code === 'string' ? thrown.code : null;
}
