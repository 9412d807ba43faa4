/** A till's file for tests: in a folder of its own, enrolled. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import type { NewId } from '../../domain/basics/random.ts';
import { context, countingIds, enrolledFact, identity } from './facts.ts';

/** Removed when the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Closed when the test ends, if it is not by then. */
export function openForTest(file: string): TillDatabase {
  const db = openTillDatabase(file);
  onTestFinished(() => db.close());
  return db;
}

export function enrol(db: TillDatabase, newId: NewId): void {
  db.enrol(identity, enrolledFact, { ...context, operator: null }, newId());
}

export type TillFile = Readonly<{ file: string; db: TillDatabase; newId: NewId }>;

/** A new till that has joined its store; `file` is in a folder of its own. */
export function enrolledTill(): TillFile {
  const file = join(tempFolder(), 'till.db');
  const db = openForTest(file);
  const newId = countingIds();
  enrol(db, newId);
  return { file, db, newId };
}
