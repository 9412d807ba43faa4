/**
 * The journal: append-only, chained, the truth. The only writer of its table.
 *
 * One call of `append` is one transaction and one sync: the entries, what is folded from them and the day's totals are
 * all on the disk when it returns, or none of them is anywhere.
 */
import { assert } from '../../domain/basics/assert.ts';
import type { NewId } from '../../domain/basics/random.ts';
import { bodyAtRest, checkFact, type Entry, type Fact } from '../../domain/contract/entry.ts';
import {
  type ChainHead,
  type ChainVerdict,
  canonicalJson,
  checkChain,
  type ExportedEntry,
  entryHash,
  fromHex,
  genesisHead,
  toHex,
} from '../../domain/journal/chain.ts';
import { saleFault } from '../../domain/sale/sums.ts';
import { Problem } from '../../domain/words/problem.ts';
import { findIdentity, insertIdentity, type TillIdentity } from '../file/identity.ts';
import type { Readable, Writable } from '../file/open.ts';
import { broken, readEntries, sha256, soundEntries } from '../file/rows.ts';
import { sql } from '../file/sql.ts';
import { removeBasketOf } from '../sale/basket.ts';
import { project } from './projections.ts';

/** When, on which business date and by whom; `operator` is a number, or null where nobody is signed in. */
export type WriteContext = Readonly<{ at: number; businessDate: string; operator: string | null }>;

export type Journal = Readonly<{
  /**
   * Adds the facts in order; `also` writes in the same transaction.
   * Throws Problem disk-full, disk-failing, journal-broken or sale-sums-wrong with nothing written, commit-unknown where
   * that is not known.
   */
  append(facts: readonly Fact[], context: WriteContext, newId: NewId, also?: () => void): Entry[];
  head(): ChainHead;
  /** At most `limit` entries after `afterSeq`, as they travel to the back office. */
  read(afterSeq: number, limit: number): ExportedEntry[];
  /** Every entry after `afterSeq`, checked as it comes. Throws Problem journal-broken with the entry's number. */
  since(afterSeq: number): Iterable<Entry>;
  /** Walks the chain, from the entry after `afterSeq` on. */
  check(afterSeq?: number): ChainVerdict;
  /** The latest time of any entry from `fromSeq` on, ms UTC; null where there is none. */
  latestAt(fromSeq: number): number | null;
}>;

export type JournalWriter = Journal &
  Readonly<{
    /** The first entry of a new till, and whose journal this is. */
    enrol(identity: TillIdentity, fact: Fact, context: WriteContext, id: string): void;
  }>;

/** Rows in memory at a time while the chain is walked. */
const pageSize = 500;

export function openJournal(db: Writable): JournalWriter {
  // Remembered from commit to commit: if the file says otherwise, somebody else has written to it.
  let known = findHead(db);

  /** What was written, and the head after it. */
  type Written = Readonly<{ entries: Entry[]; head: ChainHead }>;

  const write = (facts: readonly Fact[], context: WriteContext, newId: NewId): Written => {
    const identity = findIdentity(db);
    assert(identity, 'a till writes nothing before it has joined a store');
    const stored = findHead(db);
    if (stored.seq !== known.seq || stored.hash !== known.hash) {
      throw new Problem('journal-broken', { file: db.file, seq: known.seq });
    }
    let head = known;
    const entries = facts.map((fact) => {
      const entry = { ...checked(fact), ...context, seq: head.seq + 1, id: newId() };
      head = insertEntry(db, head, entry, identity.till);
      project(db, entry, identity.zone);
      // In the same transaction: a crash must not bring back goods that are paid for.
      if (entry.kind === 'sale-completed' || entry.kind === 'sale-abandoned') {
        removeBasketOf(db, entry.body.saleId);
      }
      return entry;
    });
    return { entries, head };
  };

  const commit = (work: () => Written): Entry[] => {
    const { entries, head } = db.transaction(work);
    known = head;
    return entries;
  };

  return {
    append: (facts, context, newId, also) => {
      assert(facts.length > 0, 'there is something to write down');
      return commit(() => {
        const written = write(facts, context, newId);
        also?.();
        return written;
      });
    },
    enrol: (identity, fact, context, id) => {
      assert(known.seq === 0, 'enrolment comes first');
      assert(fact.kind === 'till-enrolled', 'enrolment is the first fact');
      commit(() => {
        insertIdentity(db, identity);
        return write([fact], context, () => id);
      });
    },
    head: () => known,
    read: (afterSeq, limit) => readEntries(db, afterSeq, limit),
    since: (afterSeq) => soundEntries(db, afterSeq),
    check: (afterSeq = 0) => checkJournal(db, afterSeq),
    latestAt: (fromSeq) =>
      db.get<{ at: number | null }>(sql`SELECT max(at) AS at FROM journal WHERE seq >= ${fromSeq}`)
        ?.at ?? null,
  };
}

/** Checks what is written before it is written: a full card number would be refused here, and sums that are wrong. */
function checked(fact: Fact): Fact {
  const parsed = checkFact(fact);
  const what = parsed.kind === 'sale-completed' ? saleFault(parsed.body) : null;
  if (what !== null) throw new Problem('sale-sums-wrong', { what });
  return parsed;
}

function insertEntry(db: Writable, head: ChainHead, entry: Entry, till: string): ChainHead {
  const { at, businessDate, id, kind, operator, seq } = entry;
  const body = bodyAtRest(entry);
  const prev = fromHex(head.hash);
  const content = { at, body, businessDate, id, kind, operator, seq, till };
  const bodyText = canonicalJson(body);
  const hash = entryHash(prev, content, sha256, bodyText);
  const changes = db.run(
    sql`INSERT INTO journal (seq, id, at, business_date, operator, kind, body, prev, hash)
        VALUES (${seq}, ${id}, ${at}, ${businessDate}, ${operator}, ${kind},
                ${bodyText}, ${prev}, ${hash})`,
  );
  assert(changes === 1, 'an entry is one row');
  return { seq, hash: toHex(hash) };
}

function findHead(db: Readable): ChainHead {
  const row = db.get<{ seq: number; hash: Uint8Array }>(
    sql`SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1`,
  );
  if (!row) return genesisHead;
  if (!(row.hash instanceof Uint8Array)) throw broken(db, row.seq);
  return { seq: row.seq, hash: toHex(row.hash) };
}

function checkJournal(db: Readable, afterSeq: number): ChainVerdict {
  const till = findIdentity(db)?.till ?? '';
  const [before] = afterSeq === 0 ? [] : readEntries(db, afterSeq - 1, 1);
  let head: ChainHead = before ? { seq: afterSeq, hash: before.hash } : genesisHead;
  for (;;) {
    const page = readEntries(db, head.seq, pageSize);
    const verdict = checkChain(head, till, page, sha256);
    if (verdict.kind === 'broken' || page.length === 0) return verdict;
    head = verdict.head;
  }
}
