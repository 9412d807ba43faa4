/** Where things are: the repository, and the cache that survives a fresh clone. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Downloads and things built from them, by version; `ROLLCALL_CACHE` moves it. */
export const cacheDir = process.env.ROLLCALL_CACHE ?? join(homedir(), '.cache', 'rollcall');
