/**
 * `npm run backup -- --from FILE --to COPY`: a copy of a back office on SQLite while its server writes.
 *
 * Of one moment, checked, and there whole or not at all. Exit code 0: copied; 1: not copied, and why; 2: usage. How to
 * restore it, and how PostgreSQL is backed up: docs/store.md.
 */
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import Sqlite from 'better-sqlite3';
import { syncFile, syncFolder } from '../db/file/whole-file.ts';
import { say } from './exec.ts';
import { openSnapshot } from './move/snapshot.ts';

/** A server may be migrating it. */
const busyMsMax = 60_000;

process.exitCode = main(process.argv.slice(2));

function main(argv: string[]): number {
  const wanted = readArguments(argv);
  if (!wanted) {
    say('Say what is copied where: npm run backup -- --from back-office.db --to copy.db');
    return 2;
  }
  const { from, to } = wanted;
  try {
    backUp(from, to);
  } catch (cause) {
    say(`${from} was not copied: ${cause instanceof Error ? cause.message : String(cause)}`);
    return 1;
  }
  const copy = openSnapshot(to);
  for (const table of copy.tables) {
    process.stdout.write(`${table.padEnd(24)}${String(copy.count(table)).padStart(12)}\n`);
  }
  copy.close();
  say(`Copied and checked: ${statSync(to).size.toLocaleString('en')} bytes in ${to}.`);
  return 0;
}

function readArguments(argv: string[]): { from: string; to: string } | null {
  try {
    const text = { type: 'string' } as const;
    const { from, to } = parseArgs({ args: argv, options: { from: text, to: text } }).values;
    return from && to ? { from, to } : null;
  } catch {
    return null;
  }
}

/** Throws. SQLite's own backup begins anew with each write of another process; `VACUUM INTO` reads one moment once. */
function backUp(from: string, to: string): void {
  // A copy that is there already may be the only good one.
  if (existsSync(to)) throw new Error(`${to} exists.`);
  openSnapshot(from).close();
  const part = `${to}.part`;
  rmSync(part, { force: true });
  try {
    const source = new Sqlite(from, { fileMustExist: true, timeout: busyMsMax });
    try {
      source.prepare('vacuum into ?').run(part);
    } finally {
      source.close();
    }
    check(part);
    // `VACUUM INTO` leaves it to the system when the copy reaches the disk.
    syncFile(part);
    renameSync(part, to);
    syncFolder(dirname(to));
  } finally {
    rmSync(part, { force: true });
  }
}

function check(file: string): void {
  const copy = new Sqlite(file, { readonly: true });
  const verdict = copy.pragma('integrity_check', { simple: true });
  copy.close();
  if (verdict !== 'ok') throw new Error(`the copy is damaged: ${verdict}`);
}
