/** One till of the fleet, reduced to what the back office sees of it: a key, a journal in memory, and the sync of main. */
import { createHash } from 'node:crypto';
import type { NewId } from '../../../domain/basics/random.ts';
import { bodyAtRest, type Fact } from '../../../domain/contract/entry.ts';
import { type BackOffice, pushEntriesMax } from '../../../domain/contract/sync.ts';
import {
  type ChainHead,
  type ExportedEntry,
  entryHash,
  fromHex,
  genesisHead,
  type Sha256,
  toHex,
} from '../../../domain/journal/chain.ts';
import { type DayDigest, readDigest } from '../../../domain/office/reconcile.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { signHead, type TillKey } from '../../../main/machine/till-key.ts';
import type { SeededRandom } from '../random.ts';
import { type Books, openBooks } from './books.ts';

/** What a till does to its batches that the back office must bear. */
export type Habits = Readonly<{
  /** Share of batches that are sent twice at the same time. */
  doubled: number;
  /** Share of batches before which an old one is sent again. */
  resent: number;
}>;

export type Moment = Readonly<{ at: number; businessDate: string; operator: string | null }>;

export type FleetTill = Readonly<{
  till: string;
  store: string;
  /** SPKI, base64. */
  publicKey: string;
  books: Books;
  head(): ChainHead;
  /** Entries that the back office has not acknowledged. */
  waiting(): number;
  write(moment: Moment, facts: readonly Fact[]): void;
  /** As main/use-cases/office/sync.ts does at a sign-in: agree on the head, push, pull, push the signed head, compare. */
  syncAtSignIn(moment: Moment): Promise<void>;
  push(): Promise<void>;
  /** A head signed by this till, as a Z carries it. */
  signedHead(): ReturnType<typeof signHead>;
}>;

export type FleetTillOptions = Readonly<{
  till: string;
  store: string;
  key: TillKey;
  backOffice: BackOffice;
  habits: Habits;
  random: SeededRandom;
  newId: NewId;
}>;

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

export function createFleetTill(options: FleetTillOptions): FleetTill {
  const { till, store, key, backOffice, habits, random, newId } = options;
  const books = openBooks();
  let head = genesisHead;
  let unsent: ExportedEntry[] = [];
  let before: ExportedEntry[] = [];
  let cursor = '';

  const write = (moment: Moment, facts: readonly Fact[]): void => {
    for (const fact of facts) {
      const body = bodyAtRest(fact);
      const content = { ...moment, kind: fact.kind, body, id: newId(), seq: head.seq + 1, till };
      const hash = toHex(entryHash(fromHex(head.hash), content, sha256));
      unsent.push({ ...content, prev: head.hash, hash });
      head = { seq: content.seq, hash };
      books.note(moment.businessDate, head.seq, fact);
    }
  };

  const acknowledge = (theirs: ChainHead): void => {
    const index = unsent.findIndex(({ seq }) => seq > theirs.seq);
    const taken = index === -1 ? unsent : unsent.slice(0, index);
    const last = taken.at(-1);
    if (last && last.seq === theirs.seq && last.hash !== theirs.hash) {
      throw new Problem('chain-refused', { seq: theirs.seq });
    }
    if (taken.length > 0) before = taken.slice(-pushEntriesMax);
    unsent = index === -1 ? [] : unsent.slice(index);
  };

  const push = async (): Promise<void> => {
    while (unsent.length > 0) {
      const entries = unsent.slice(0, pushEntriesMax);
      const tries = [backOffice.call('push', { entries })];
      if (random.chance(habits.doubled)) tries.push(backOffice.call('push', { entries }));
      if (before.length > 0 && random.chance(habits.resent)) {
        tries.push(backOffice.call('push', { entries: before }));
      }
      const ended = await Promise.allSettled(tries);
      const heads = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const newest = heads.sort((a, b) => b.seq - a.seq)[0];
      if (newest) acknowledge(newest);
      const [first] = ended;
      if (first?.status === 'rejected') throw first.reason;
    }
  };

  const compare = async (from: string): Promise<void> => {
    const { digests } = await backOffice.call('digests', { from });
    const differing = digests.map(readDigest).find((digest) => !books.agree(digest));
    if (differing) throw new Problem('books-differ', differenceOf(differing, books));
  };

  return {
    till,
    store,
    publicKey: key.publicKey,
    books,
    head: () => head,
    waiting: () => unsent.length,
    write,
    push,
    signedHead: () => signHead(key, head),
    syncAtSignIn: async (moment) => {
      acknowledge(await backOffice.call('head', head));
      await push();
      cursor = (await backOffice.call('pull', { cursor })).cursor;
      write(moment, [{ kind: 'journal-pushed', body: { head: signHead(key, head) } }]);
      await push();
      await compare(moment.businessDate);
    },
  };
}

function differenceOf({ businessDate, entries }: DayDigest, books: Books) {
  return { businessDate, what: 'entries', here: books.of(businessDate).entries, there: entries };
}
