/** The journal as text that anyone can keep and check: NDJSON, a line per entry; see docs/journal.md. */
import { canonicalJson } from '../../domain/journal/chain.ts';
import { openReadable } from '../file/open.ts';
import { readEntries } from '../file/rows.ts';

/** Entries in memory at a time. */
const pageSize = 500;

/**
 * The lines of an export of `file`, each with its line feed. Takes no lock, so it works beside a selling till.
 * Throws Problem database-corrupt or database-readonly.
 */
export function* exportJournal(file: string): Generator<string> {
  const db = openReadable(file);
  try {
    for (let seq = 0; ; ) {
      const page = readEntries(db, seq, pageSize);
      for (const entry of page) yield `${canonicalJson(entry)}\n`;
      const last = page.at(-1);
      if (!last) return;
      seq = last.seq;
    }
  } finally {
    db.close();
  }
}
