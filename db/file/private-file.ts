/** Files that only this user reads, whatever the user's umask: a journal says who was where, and its copies do too. */
import { closeSync, fchmodSync, fstatSync, openSync } from 'node:fs';

/** What others may do is taken away. Windows knows no such modes and keeps its own. */
const ownerOnly = 0o600;
const others = 0o077;

/**
 * Makes `file` if it is not there, readable by this user only. What SQLite makes beside a database has the modes of the
 * database, so this comes first. Throws what the file system throws.
 */
export function makePrivate(file: string): void {
  const handle = openSync(file, 'a', ownerOnly);
  try {
    // One that an older version made; somebody else's is left as it is.
    const { mode, uid } = fstatSync(handle);
    if ((mode & others) !== 0 && uid === process.getuid?.()) fchmodSync(handle, ownerOnly);
  } finally {
    closeSync(handle);
  }
}
