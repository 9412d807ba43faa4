/** The slow way to project a batch, for when the fast one failed: whatever cannot be projected is put aside alone. */
import { sql } from 'kysely';
import type { ExportedEntry } from '../../domain/journal/chain.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { Caller } from '../door/signature.ts';
import type { Work } from '../store/tables.ts';
import { type Books, project } from './project.ts';

/** As `project`; an entry over which it throws is kept and put aside, and what follows it goes on. */
export async function projectOneByOne(
  work: Work,
  caller: Caller,
  zone: string,
  before: Books,
  entries: readonly ExportedEntry[],
): Promise<Books> {
  let books = before;
  for (const entry of entries) {
    await sql`savepoint one_entry`.execute(work);
    try {
      books = await project(work, caller, zone, books, [entry]);
    } catch (cause) {
      if (!isAboutEntries(cause)) throw cause;
      await sql`rollback to savepoint one_entry`.execute(work);
      books = await project(work, caller, zone, books, [entry], new Set([entry.seq]));
    }
    await sql`release savepoint one_entry`.execute(work);
  }
  return books;
}

/** Classes 22 and 23 of PostgreSQL: data that does not fit, a constraint that is broken. */
const dataCodes = /^(2[23][0-9A-Z]{3}|SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)\w*|ERR_\w+)$/;

/** Whether what was thrown comes from what stands in the entries: a database that is away or full says nothing of them. */
export function isAboutEntries(cause: unknown): boolean {
  if (!(cause instanceof Error) || cause instanceof Problem) return false;
  return !('code' in cause) || dataCodes.test(String(cause.code));
}
