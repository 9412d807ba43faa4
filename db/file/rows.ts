/** Entries as they stand in the file, and as they may be believed. */
import { createHash } from 'node:crypto';
import { type Entry, factOrUnread } from '../../domain/contract/entry.ts';
import {
  canonicalJson,
  checkChain,
  type ExportedEntry,
  entryHash,
  genesisHead,
  type Sha256,
  toHex,
} from '../../domain/journal/chain.ts';
import { Problem } from '../../domain/words/problem.ts';
import { findIdentity } from './identity.ts';
import type { Readable } from './open.ts';
import { sql } from './sql.ts';

type JournalRow = Readonly<{
  seq: number;
  id: string;
  at: number;
  business_date: string;
  operator: string | null;
  kind: string;
  body: string;
  prev: Uint8Array;
  hash: Uint8Array;
}>;

/** Rows in memory at a time. */
const pageSize = 500;

export const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Entries after `afterSeq` as an export has them; a body that is no canonical JSON any more comes as text. */
export function readEntries(db: Readable, afterSeq: number, limit: number): ExportedEntry[] {
  const till = findIdentity(db)?.till ?? '';
  const rows = db.all<JournalRow>(
    sql`SELECT seq, id, at, business_date, operator, kind, body, prev, hash
        FROM journal WHERE seq > ${afterSeq} ORDER BY seq LIMIT ${limit}`,
  );
  return rows
    .map((row) => whole(db, row))
    .map((row) => ({
      at: row.at,
      body: readBody(row, till),
      businessDate: row.business_date,
      id: row.id,
      kind: row.kind,
      operator: row.operator,
      seq: row.seq,
      till,
      prev: toHex(row.prev),
      hash: toHex(row.hash),
    }));
}

/** Every entry after `afterSeq`, checked as a chain. */
export function* soundEntries(db: Readable, afterSeq: number): Generator<Entry> {
  const till = findIdentity(db)?.till ?? '';
  const [before] = afterSeq === 0 ? [] : readEntries(db, afterSeq - 1, 1);
  let head = before ? { seq: before.seq, hash: before.hash } : genesisHead;
  for (;;) {
    const page = readEntries(db, head.seq, pageSize);
    const verdict = checkChain(head, till, page, sha256);
    if (verdict.kind === 'broken') throw broken(db, verdict.seq);
    for (const entry of page) yield asEntry(db, entry);
    if (page.length === 0) return;
    head = verdict.head;
  }
}

/** The entry with this number, as it was written. Throws Problem journal-broken where it is not that any more. */
export function soundEntry(db: Readable, seq: number): Entry {
  const [entry] = readEntries(db, seq - 1, 1);
  const till = findIdentity(db)?.till ?? '';
  const head = { seq: seq - 1, hash: entry?.prev ?? '' };
  if (!entry || checkChain(head, till, [entry], sha256).kind === 'broken') throw broken(db, seq);
  return asEntry(db, entry);
}

export function broken(db: Readable, seq: number, cause?: unknown): Problem {
  return new Problem('journal-broken', { file: db.file, seq }, cause);
}

/**
 * The chain holds, so it is what was written; but not every file was written by this program. What a later version wrote,
 * before the program went back to this one, is an entry of its date and says nothing here.
 */
function asEntry(db: Readable, { kind, body, ...place }: ExportedEntry): Entry {
  try {
    return { ...factOrUnread(kind, body), ...place };
  } catch (thrown) {
    throw broken(db, place.seq, thrown);
  }
}

/** A damaged row may hold anything. */
function whole(db: Readable, row: JournalRow): JournalRow {
  const texts = [row.id, row.business_date, row.kind, row.body, row.operator ?? ''];
  const isWhole =
    texts.every((text) => typeof text === 'string') &&
    typeof row.at === 'number' &&
    [row.prev, row.hash].every((bytes) => bytes instanceof Uint8Array);
  if (!isWhole) throw broken(db, row.seq);
  return row;
}

/** Whatever is not exactly what was written must not hash as if it were. */
function readBody(row: JournalRow, till: string): Record<string, unknown> {
  const { body: text } = row;
  try {
    const body: unknown = JSON.parse(text);
    if (isAsHashed(row, text, till) || canonicalJson(body) === text) {
      return body as Record<string, unknown>;
    }
  } catch {
    // Told by the hash, which cannot be right.
  }
  return { unreadable: text };
}

/** A text that gives the stored hash is the one that was written: cheaper to find out than its canonical form. */
function isAsHashed(row: JournalRow, text: string, till: string): boolean {
  const { at, id, kind, operator, seq, prev, hash } = row;
  const content = {
    at,
    body: null,
    businessDate: row.business_date,
    id,
    kind,
    operator,
    seq,
    till,
  };
  return Buffer.compare(entryHash(prev, content, sha256, text), hash) === 0;
}
