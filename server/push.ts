/**
 * Takes a batch of a till's journal, whole or not at all.
 *
 * Idempotent on (store, till, seq): what is known already is compared and accepted. The till's row is locked first, so
 * two pushes of one till come one after the other, and entries, books and head commit together.
 */
import type { Clock } from '../domain/clock.ts';
import {
  type ChainHead,
  type ChainVerdict,
  checkChain,
  type ExportedEntry,
} from '../domain/journal-chain.ts';
import { Problem } from '../domain/problems.ts';
import { sha256 } from './hashing.ts';
import { project } from './project.ts';
import { insertSales, saveTotals, totalsOn } from './store/books.ts';
import { hashesBetween, insertEntries, setAside } from './store/journal.ts';
import { loadStore } from './store/stores.ts';
import type { Db } from './store/tables.ts';
import { lockTill, moveTill, type Till, type TillKey } from './store/tills.ts';

/** The head after the batch. Throws Problem chain-refused with `seq`, `why` and `acknowledged`; bad-request. */
export async function push(
  db: Db,
  clock: Clock,
  key: TillKey,
  entries: readonly ExportedEntry[],
): Promise<ChainHead> {
  for (const entry of entries) refuseUnkeepable(entry);
  return db.transaction().execute(async (transaction) => {
    const till = await lockTill(transaction, key, clock.now());
    const head = await checkContinues(transaction, till, entries);
    const fresh = entries.filter((entry) => entry.seq > till.head.seq);
    if (fresh.length === 0) return till.head;
    await insertEntries(transaction, key, fresh);
    await keepBooks(transaction, till, head, fresh);
    return head;
  });
}

/** JSON can say it, but PostgreSQL keeps no text with a zero character, and no till of ours writes one there. */
function refuseUnkeepable({ kind, operator }: ExportedEntry): void {
  if (`${kind}${operator ?? ''}`.includes('\0')) {
    throw new Problem('bad-request', { what: 'zero-character' });
  }
}

/** The batch's last head, or the refusal that names the first entry that does not fit what is here. */
async function checkContinues(
  db: Db,
  till: Till,
  entries: readonly ExportedEntry[],
): Promise<ChainHead> {
  const first = entries[0]?.seq ?? 0;
  const last = entries.at(-1)?.seq ?? 0;
  const refuse = (seq: number, why: string): Problem =>
    new Problem('chain-refused', { seq, why, acknowledged: till.head.seq });
  if (first > till.head.seq + 1) throw refuse(first, 'gap');
  const known = await hashesBetween(db, till, first - 1, Math.min(last, till.head.seq));
  const verdict = verdictOf({ seq: first - 1, hash: known.get(first - 1) ?? '' }, till, entries);
  const fork = entries.find(({ seq, hash }) => known.has(seq) && known.get(seq) !== hash);
  if (fork && (verdict.kind === 'whole' || fork.seq < verdict.seq)) throw refuse(fork.seq, 'fork');
  if (verdict.kind === 'broken') throw refuse(verdict.seq, verdict.why);
  return verdict.head.seq > till.head.seq ? verdict.head : till.head;
}

function verdictOf(
  head: ChainHead,
  { till }: Till,
  entries: readonly ExportedEntry[],
): ChainVerdict {
  try {
    return checkChain(head, till, entries, sha256);
  } catch (thrown) {
    // A number or a text that has no canonical form, so nobody can have hashed it.
    if (thrown instanceof RangeError) {
      throw new Problem('bad-request', { what: 'not-canonical' }, thrown);
    }
    throw thrown;
  }
}

async function keepBooks(
  db: Db,
  till: Till,
  head: ChainHead,
  fresh: readonly ExportedEntry[],
): Promise<void> {
  const { settings } = await loadStore(db, till.store);
  const dates = [...new Set(fresh.map(({ businessDate }) => businessDate))];
  const before = { ...till, totals: await totalsOn(db, till, dates) };
  const { day, signIn, totals, sales, aside } = project(before, fresh, settings.zone);
  await saveTotals(db, till, totals);
  await insertSales(db, till, sales);
  await setAside(db, till, aside);
  await moveTill(db, till, { head, day, signIn });
}
