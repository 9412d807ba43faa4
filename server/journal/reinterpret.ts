/**
 * What was put aside and can be read now, after an upgrade: the books of such a till are folded anew from its journal,
 * so that every entry counts where it stands. Entries, and what others own by now, stay as they are.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { newTillDay } from '../../domain/day/day.ts';
import type { ExportedEntry } from '../../domain/journal/chain.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { noLocks } from '../../domain/sign-in/locks.ts';
import { createAudit } from '../audit/audit.ts';
import { type Caller, readPublicKey } from '../door/signature.ts';
import { forgetTotals } from '../reports/day-totals.ts';
import { isPostgres } from '../store/postgres.ts';
import type { AsideReason, Database, Tables, Work } from '../store/tables.ts';
import { type Books, isReadable, projectAgain } from './project.ts';
import { isAboutEntries } from './project-one-by-one.ts';

/** The others say that something is wrong with the entry, which no upgrade changes. */
const mayChange: readonly AsideReason[] = ['unknown kind', 'body does not fit its kind'];
/** May end as it did before: tried by itself, so that it does not stand in the way of the rest. */
const failedBefore: AsideReason = 'projection failed';
const pageRows = 1_000;

/**
 * Answers how many entries count from now on; `hearFault` hears of a till whose books could not be folded. Once
 * `ending` is aborted no further till is begun; those left are folded at the next start.
 */
export async function reinterpret(
  db: Database,
  { clock, random }: Readonly<{ clock: Clock; random: Random }>,
  hearFault: (cause: unknown) => void,
  ending: AbortSignal,
): Promise<number> {
  const audit = createAudit(clock, random);
  const tills = await db
    .selectFrom('put_aside')
    .select(['store_id', 'till_id'])
    .where('reason', 'in', [...mayChange, failedBefore])
    .groupBy(['store_id', 'till_id'])
    .execute();
  let found = 0;
  for (const { store_id: store, till_id: till } of tills) {
    for (const reasons of [mayChange, [failedBefore]]) {
      if (ending.aborted) return found;
      try {
        found += await db.transaction().execute(async (work) => {
          const count = await reinterpretTill(work, store, till, reasons);
          const params = { till, count };
          const event = {
            store,
            who: 'head-office',
            what: 'entries-reinterpreted',
            params,
          } as const;
          if (count > 0) await audit.did(work, event);
          return count;
        });
      } catch (cause) {
        // It fails as it failed before, and stays aside.
        if (!isAboutEntries(cause)) hearFault(cause);
      }
    }
  }
  return found;
}

async function reinterpretTill(
  work: Work,
  store: string,
  till: string,
  reasons: readonly AsideReason[],
): Promise<number> {
  const row = await work
    .selectFrom('tills')
    .innerJoin('stores', 'stores.store_id', 'tills.store_id')
    .select(['public_key', 'settings'])
    .where('tills.store_id', '=', store)
    .where('till_id', '=', till)
    // Nothing is pushed meanwhile; in SQLite a transaction holds the whole file.
    .$if(isPostgres(work), (query) => query.forNoKeyUpdate('tills'))
    .executeTakeFirstOrThrow();
  const key = readPublicKey(row.public_key ?? '');
  if (!key) return 0;
  const caller = { store, till, key };
  const aside = await work
    .selectFrom('put_aside')
    .select(['seq', 'reason'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
  const wanted = aside.filter(({ reason }) => reasons.includes(reason)).map(({ seq }) => seq);
  const news = new Set<number>();
  for (const seq of wanted) {
    const [entry] = await page(work, caller, seq - 1, 1);
    if (entry && isReadable(entry, key)) news.add(seq);
  }
  if (news.size === 0) return 0;
  const still = new Set(aside.map(({ seq }) => seq).filter((seq) => !news.has(seq)));
  await forget(work, caller, news);
  const { zone } = storeSettingsSchema.parse(JSON.parse(row.settings));
  const books = await fold(work, caller, zone, still, news);
  await work
    .updateTable('tills')
    .set({
      day: JSON.stringify(books.day),
      sign_in: books.signIn === null ? null : JSON.stringify(books.signIn),
      locks: JSON.stringify(books.locks),
    })
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
  return news.size;
}

/** Everything that is folded, and that `news` were put aside. */
async function forget(work: Work, caller: Caller, news: ReadonlySet<number>): Promise<void> {
  const { store, till } = caller;
  await forgetTotals(work, caller);
  await work
    .deleteFrom('sales')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
  for (const seq of news) {
    await work
      .deleteFrom('put_aside')
      .where('store_id', '=', store)
      .where('till_id', '=', till)
      .where('seq', '=', seq)
      .execute();
  }
}

async function fold(
  work: Work,
  caller: Caller,
  zone: string,
  aside: ReadonlySet<number>,
  news: ReadonlySet<number>,
): Promise<Books> {
  let books: Books = { day: newTillDay, signIn: null, locks: noLocks };
  let after = 0;
  for (;;) {
    const entries = await page(work, caller, after, pageRows);
    const last = entries.at(-1);
    if (!last) return books;
    books = await projectAgain(work, caller, zone, books, entries, { aside, news });
    after = last.seq;
  }
}

async function page(
  work: Work,
  { store, till }: Caller,
  after: number,
  limit: number,
): Promise<ExportedEntry[]> {
  const rows = await work
    .selectFrom('entries')
    .selectAll()
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(entryOf);
}

function entryOf(row: Tables['entries']): ExportedEntry {
  const { seq, id, at, operator, kind, prev, hash } = row;
  const { till_id: till, business_date: businessDate } = row;
  return {
    seq,
    id,
    at,
    operator,
    kind,
    prev,
    hash,
    till,
    businessDate,
    body: JSON.parse(row.body),
  };
}
