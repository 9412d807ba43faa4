/** Where things are: the repository, and the cache that survives a fresh clone. */
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Downloads and things built from them, by version; `ROLLCALL_CACHE` moves it. */
export const cacheDir = process.env.ROLLCALL_CACHE ?? join(homedir(), '.cache', 'rollcall');

/** Latin and Chinese, for PDFs; the build puts a copy beside the till's main process. */
export const reportFont =
  'node_modules/@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff';
