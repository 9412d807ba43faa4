/** `npm run export -- FILE OUT.ndjson`: a till's journal as text for auditors. `-` writes to stdout. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { syncFolder } from '../db/file/whole-file.ts';
import { exportJournal } from '../db/journal/export.ts';
import { Problem } from '../domain/words/problem.ts';
import { say } from './exec.ts';

const [file, out, ...rest] = process.argv.slice(2);
if (file === undefined || out === undefined || rest.length > 0) {
  say('Say what to export and where to: npm run export -- FILE OUT.ndjson');
  process.exitCode = 2;
} else {
  await write(file, out);
}

async function write(from: string, to: string): Promise<void> {
  try {
    const lines = Readable.from(exportJournal(from));
    if (to === '-') {
      await pipeline(lines, process.stdout);
      return;
    }
    // A half-written export would look like a journal that ends early.
    await pipeline(lines, createWriteStream(`${to}.part`, { flush: true }));
    await rename(`${to}.part`, to);
    syncFolder(dirname(to));
  } catch (thrown) {
    await rm(`${to}.part`, { force: true });
    const why = thrown instanceof Problem ? thrown.kind : String(thrown);
    say(`${from} was not exported: ${why}.`);
    process.exitCode = 1;
  }
}
