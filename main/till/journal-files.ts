/**
 * The till's file and the one that takes its place when its journal cannot go on. The new one is written whole beside the
 * old, and only then are the two exchanged; the old one is kept under a name of its own, for good.
 */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../../db/file/whole-file.ts';

/** Of the file in the data directory. */
export const databaseName = 'till.db';
/** Of the one that is being written. */
const nextName = 'till-next.db';

/** SQLite's own files beside a database, and our lock. */
const beside = ['-wal', '-shm', '.lock'] as const;

/** A path to write the next journal to, with nothing left of an earlier try. */
export function nextDatabase(directory: string): string {
  const next = join(directory, nextName);
  remove(next);
  return next;
}

/** Both files are closed. `name` tells the old one apart; a file of that name is not written over. */
export function exchange(directory: string, name: string): void {
  const file = join(directory, databaseName);
  let kept = join(directory, `till-${name}.db`);
  for (let count = 2; existsSync(kept); count += 1) {
    kept = join(directory, `till-${name}-${count}.db`);
  }
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${kept}-wal`);
  renameSync(file, kept);
  // A power cut that kept the next rename and lost this one would leave the old journal without a name.
  syncFolder(directory);
  renameSync(join(directory, nextName), file);
  syncFolder(directory);
  remove(join(directory, nextName));
}

/** At the start: an exchange that a crash cut off is ended; a next journal that was not whole by then is given up. */
export function settleFiles(directory: string): void {
  const file = join(directory, databaseName);
  const next = join(directory, nextName);
  if (!existsSync(next)) return;
  if (existsSync(file)) takeBack(directory, file);
  else renameSync(next, file);
  syncFolder(directory);
  remove(next);
}

/** The newest entries of a journal stay with it: they may have been given the old one's later name before the rest was. */
function takeBack(directory: string, file: string): void {
  const parted = readdirSync(directory).find(
    (name) =>
      /^till-.*\.db-wal$/.test(name) &&
      name !== `${nextName}-wal` &&
      !existsSync(join(directory, name.slice(0, -'-wal'.length))),
  );
  if (parted && !existsSync(`${file}-wal`)) renameSync(join(directory, parted), `${file}-wal`);
}

function remove(file: string): void {
  for (const suffix of ['', ...beside]) rmSync(`${file}${suffix}`, { force: true });
}
