/**
 * Files that a power cut leaves whole: as they were before, or as they are now. A name is on the disk only when its
 * folder is, so a rename is nothing that may be promised before the folder is synced as well.
 */
import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const ownerOnly = 0o600;

/** Puts `content` in the place of `file`, readable by this user only; on the disk, name and all, when it returns. */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const fresh = `${file}.new`;
  const handle = openSync(fresh, 'w', ownerOnly);
  try {
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
  syncFolder(dirname(file));
}

/** What was written into `file` by others is on the disk when it returns. Throws what the file system throws. */
export function syncFile(file: string): void {
  sync(file, 'r+');
}

/** The names in `folder` are on the disk when it returns. Windows opens no folders, and keeps a journal of names itself. */
export function syncFolder(folder: string): void {
  if (process.platform !== 'win32') sync(folder, 'r');
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
