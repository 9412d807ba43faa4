/** How far this till and the back office have talked. Losing a step of it costs a repeated, harmless one. */
import { z } from 'zod';
import { assert } from '../../domain/basics/assert.ts';
import { anyProblemSchema, type ProblemData, saidHere } from '../../domain/words/problem.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

const releaseSchema = z.object({ version: z.string(), mandatory: z.boolean() });
export type Release = Readonly<z.infer<typeof releaseSchema>>;

export type SyncCursor = Readonly<{
  /** The last entry the back office has said it holds; 0 for none. */
  acknowledgedSeq(): number;
  setAcknowledged(seq: number): void;
  /** Opaque, from the last pull; empty before the first. */
  cursor(): string;
  setCursor(cursor: string): void;
  /** Milliseconds UTC of the last whole sync; null before the first. */
  lastAt(): number | null;
  setLastAt(at: number): void;
  /** The release the store should run; null when there is no notice. */
  release(): Release | null;
  setRelease(release: Release | null): void;
  /** Why this till may not go on until the back office says otherwise; null where it may. */
  stop(): ProblemData | null;
  setStop(stop: ProblemData | null): void;
  /** The till's half of one-time codes, sealed (main/machine/sealed.ts); null until a pull has brought it. */
  codeKey(): string | null;
  setCodeKey(sealed: string | null): void;
}>;

type Row = Readonly<{
  acknowledgedSeq: number;
  cursor: string;
  lastAt: number | null;
  release: string | null;
  stop: string | null;
  codeKey: string | null;
}>;

export function openSyncCursor(db: Writable): SyncCursor {
  const changed = (changes: number) => assert(changes === 1, 'the cursor is one row');
  return {
    acknowledgedSeq: () => row(db).acknowledgedSeq,
    setAcknowledged: (seq) =>
      changed(db.run(sql`UPDATE sync_cursor SET acknowledged_seq = ${seq}`)),
    cursor: () => row(db).cursor,
    setCursor: (cursor) => changed(db.run(sql`UPDATE sync_cursor SET cursor = ${cursor}`)),
    lastAt: () => row(db).lastAt,
    setLastAt: (at) => changed(db.run(sql`UPDATE sync_cursor SET last_at = ${at}`)),
    release: () => {
      const { release } = row(db);
      return release === null ? null : readStored(db.file, release, releaseSchema.parse);
    },
    setRelease: (release) => {
      const text = release === null ? null : JSON.stringify(release);
      changed(db.run(sql`UPDATE sync_cursor SET release = ${text}`));
    },
    stop: () => {
      const { stop } = row(db);
      return stop === null ? null : saidHere(readStored(db.file, stop, anyProblemSchema.parse));
    },
    setStop: (stop) => {
      const text = stop === null ? null : JSON.stringify(stop);
      changed(db.run(sql`UPDATE sync_cursor SET stop = ${text}`));
    },
    codeKey: () => row(db).codeKey,
    setCodeKey: (sealed) => changed(db.run(sql`UPDATE sync_cursor SET code_key = ${sealed}`)),
  };
}

function row(db: Readable): Row {
  const found = db.get<Row>(
    sql`SELECT acknowledged_seq AS acknowledgedSeq, cursor, last_at AS lastAt, release, stop,
               code_key AS codeKey
        FROM sync_cursor`,
  );
  assert(found, 'the cursor is one row');
  return found;
}
