/** Files that a power cut leaves whole, as the till's are (db/file/whole-file.ts): what is read at every start. */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Puts `content` in the place of `file`, readable by this user only; on the disk, name and all, when it returns. */
export function writeWhole(file: string, content: string): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, content, { mode: 0o600, flush: true });
  renameSync(fresh, file);
  // Windows opens no folders, and keeps a journal of names itself.
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
