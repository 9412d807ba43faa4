/** What a later version's program has written into a till's file, before this one came back. */
import Database from 'better-sqlite3';
import { sha256 } from '../../db/file/rows.ts';
import { canonicalJson, entryHash } from '../../domain/journal/chain.ts';
import { context } from './facts.ts';

type Later = Readonly<{ kind: string; body: Record<string, unknown> }>;

/** As the later version's program would: the chain goes on. */
export function writeLater(file: string, facts: readonly Later[], newId: () => string): void {
  const raw = new Database(file);
  const { till } = raw.prepare('SELECT till FROM till').get() as { till: string };
  for (const { kind, body } of facts) {
    const last = raw.prepare('SELECT max(seq) AS seq, hash FROM journal').get() as {
      seq: number;
      hash: Uint8Array;
    };
    const { at, businessDate, operator } = context;
    const content = { at, businessDate, operator, kind, body, id: newId(), seq: last.seq + 1 };
    const hash = entryHash(last.hash, { ...content, till }, sha256);
    const { seq, id } = content;
    raw
      .prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(seq, id, at, businessDate, operator, kind, canonicalJson(body), last.hash, hash);
  }
  raw.close();
}
