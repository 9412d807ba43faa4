/**
 * Many items changed at one moment, by work in slices that keeps nobody waiting.
 *
 * What is to change is staged beside the catalogue first; then one row decides, and from there on `catalogue` says it;
 * the staged rows move into `items` afterwards. Cut before the decision nothing has happened, cut after it the rest moves
 * later: by the next that asks for the whole catalogue, changes it, or starts the server.
 */
import type { Item } from '../../domain/goods/item.ts';
import { breathing } from '../basics/breath.ts';
import { badRequest } from '../basics/refusal.ts';
import { type AdminContext, versioned } from '../changes/context.ts';
import { atOneMoment } from '../store/snapshot.ts';
import type { Database, Work } from '../store/tables.ts';
import { type ItemColumns, itemRows, writeItems } from './write-items.ts';

/** Some milliseconds of one transaction. */
const sliceRows = 500;
/** Staging takes seconds: whose server has died meanwhile is not waited for. */
const abandonedMs = 3_600_000;

/** Changes with every change of an item. */
export async function catalogueMark(
  db: Pick<Database, 'selectFrom'>,
  store: string,
): Promise<string> {
  const newest = async (table: 'items' | 'item_imports') => {
    const { version } = await db
      .selectFrom(table)
      .select(({ fn }) => fn.max<number | null>('version').as('version'))
      .where('store_id', '=', store)
      .executeTakeFirstOrThrow();
    return version ?? 0;
  };
  return String(Math.max(await newest('items'), await newest('item_imports')));
}

/**
 * Adds and changes, all or nothing; what is the same as before is not sent to the tills again. With a `mark`: false, and
 * nothing is changed, where the catalogue is not the one of it any more. `also` happens at the moment of the decision. Throws ZodError where one is no item.
 */
export async function importItems(
  { db, clock }: AdminContext,
  store: string,
  items: readonly Item[],
  mark: string | null,
  also: (work: Work) => Promise<void> = async () => undefined,
): Promise<boolean> {
  const id = await begin(db, store, clock.now());
  try {
    await stage(db, store, id, items);
    if (!(await decide(db, store, id, mark, also))) return false;
  } finally {
    await dropUndecided(db, store, id);
  }
  await settle(db, store);
  return true;
}

/** Moves what imports have decided; of every store where none is named. */
export async function settle(db: Database, store?: string): Promise<void> {
  const breath = breathing();
  for (;;) {
    const pending = await db
      .selectFrom('item_imports')
      .select(['store_id', 'id'])
      .where('version', 'is not', null)
      .$if(store !== undefined, (query) => query.where('store_id', '=', store ?? ''))
      .limit(1)
      .executeTakeFirst();
    if (!pending) return;
    await db.transaction().execute((work) => moveSlice(work, pending.store_id, pending.id));
    await breath();
  }
}

/** `read` finds all of the catalogue in `items`, as it was at one moment. */
export async function wholeCatalogue<Result>(
  db: Database,
  store: string,
  read: (work: Work) => Promise<Result>,
): Promise<Result> {
  for (;;) {
    await settle(db, store);
    const found = await atOneMoment(db, async (work) =>
      (await decidedOf(work, store)) ? null : { result: await read(work) },
    );
    if (found) return found.result;
  }
}

/** Before one of these items is changed by itself: what was decided about it before. */
export async function settleItem(work: Work, store: string, sku: string): Promise<void> {
  const decided = await decidedOf(work, store);
  if (!decided) return;
  const rows = await stagedOf(work, store, decided.id).where('sku', '=', sku).execute();
  await move(work, store, decided, rows);
}

type Decided = Readonly<{ id: number; version: number }>;

/** There is one at a time. */
async function decidedOf(work: Pick<Work, 'selectFrom'>, store: string): Promise<Decided | null> {
  const row = await work
    .selectFrom('item_imports')
    .select(['id', 'version'])
    .where('store_id', '=', store)
    .where('version', 'is not', null)
    .executeTakeFirst();
  return row ? { id: row.id, version: row.version ?? 0 } : null;
}

/** Takes a number, and sweeps up after those who never came to an end. */
async function begin(db: Database, store: string, now: number): Promise<number> {
  const { id, abandoned } = await db.transaction().execute(async (work) => {
    await holdStore(work, store);
    const rows = await work
      .selectFrom('item_imports')
      .select(['id', 'began_at', 'version'])
      .where('store_id', '=', store)
      .execute();
    const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
    await work
      .insertInto('item_imports')
      .values({ store_id: store, id, began_at: now, version: null })
      .execute();
    const old = rows.filter(
      ({ version, began_at }) => version === null && now - began_at > abandonedMs,
    );
    return { id, abandoned: old.map((row) => row.id) };
  });
  for (const one of abandoned) await dropUndecided(db, store, one);
  return id;
}

/** Held until the transaction ends, as by everybody who changes what tills pull. */
async function holdStore(work: Work, store: string): Promise<void> {
  const row = await work
    .updateTable('stores')
    .set((is) => ({ version: is.ref('version') }))
    .where('store_id', '=', store)
    .returning('version')
    .executeTakeFirst();
  if (!row) throw badRequest('no-such-store');
}

async function stage(
  db: Database,
  store: string,
  id: number,
  items: readonly Item[],
): Promise<void> {
  const breath = breathing();
  for (let from = 0; from < items.length; from += sliceRows) {
    const rows = itemRows(items.slice(from, from + sliceRows));
    await db.transaction().execute((work) => stageSlice(work, store, id, rows));
    await breath();
  }
}

async function stageSlice(
  work: Work,
  store: string,
  id: number,
  rows: readonly ItemColumns[],
): Promise<void> {
  const before = await work
    .selectFrom('catalogue')
    .select(['sku', 'body'])
    .where('store_id', '=', store)
    .where(
      'sku',
      'in',
      rows.map(({ sku }) => sku),
    )
    .execute();
  const bodies = new Map(before.map(({ sku, body }) => [sku, body]));
  const different = rows.filter(({ sku, body }) => bodies.get(sku) !== body);
  if (different.length === 0) return;
  await work
    .insertInto('staged_items')
    .values(different.map((row) => ({ ...row, store_id: store, import_id: id })))
    .onConflict((conflict) =>
      conflict.columns(['store_id', 'sku', 'import_id']).doUpdateSet((is) => ({
        body: is.ref('excluded.body'),
        words: is.ref('excluded.words'),
        category: is.ref('excluded.category'),
        withdrawn: is.ref('excluded.withdrawn'),
      })),
    )
    .execute();
}

/** The moment itself. */
async function decide(
  db: Database,
  store: string,
  id: number,
  mark: string | null,
  also: (work: Work) => Promise<void>,
): Promise<boolean> {
  for (;;) {
    await settle(db, store);
    const decided = await versioned(db, store, async (work, version) => {
      if (await decidedOf(work, store)) return null;
      if (mark !== null && mark !== (await catalogueMark(work, store))) return false;
      await work
        .updateTable('item_imports')
        .set({ version })
        .where('store_id', '=', store)
        .where('id', '=', id)
        .execute();
      await also(work);
      return true;
    });
    if (decided !== null) return decided;
  }
}

async function moveSlice(work: Work, store: string, id: number): Promise<void> {
  // Of two servers one waits here for the other, and finds what is left.
  const decided = await work
    .updateTable('item_imports')
    .set((is) => ({ version: is.ref('version') }))
    .where('store_id', '=', store)
    .where('id', '=', id)
    .returning(['id', 'version'])
    .executeTakeFirst();
  if (!decided) return;
  const rows = await stagedOf(work, store, id).orderBy('sku').limit(sliceRows).execute();
  await move(work, store, { id, version: decided.version ?? 0 }, rows);
  if (rows.length < sliceRows) await dropImport(work, store, id);
}

function stagedOf(work: Work, store: string, id: number) {
  return work
    .selectFrom('staged_items')
    .select(['sku', 'body', 'words', 'category', 'withdrawn'])
    .where('store_id', '=', store)
    .where('import_id', '=', id);
}

async function move(
  work: Work,
  store: string,
  { id, version }: Decided,
  rows: readonly ItemColumns[],
): Promise<void> {
  if (rows.length === 0) return;
  await writeItems(work, store, version, rows);
  await dropStaged(work, store, id, rows);
}

async function dropStaged(
  work: Work,
  store: string,
  id: number,
  rows: readonly Pick<ItemColumns, 'sku'>[],
): Promise<void> {
  if (rows.length === 0) return;
  await work
    .deleteFrom('staged_items')
    .where('store_id', '=', store)
    .where('import_id', '=', id)
    .where(
      'sku',
      'in',
      rows.map(({ sku }) => sku),
    )
    .execute();
}

async function dropImport(work: Work, store: string, id: number): Promise<void> {
  await work
    .deleteFrom('item_imports')
    .where('store_id', '=', store)
    .where('id', '=', id)
    .execute();
}

/** In slices as well; leaves one that was decided as it is. */
async function dropUndecided(db: Database, store: string, id: number): Promise<void> {
  const breath = breathing();
  for (;;) {
    const left = await db.transaction().execute((work) => dropSlice(work, store, id));
    if (!left) return;
    await breath();
  }
}

async function dropSlice(work: Work, store: string, id: number): Promise<boolean> {
  const row = await work
    .updateTable('item_imports')
    .set((is) => ({ began_at: is.ref('began_at') }))
    .where('store_id', '=', store)
    .where('id', '=', id)
    .where('version', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) return false;
  const rows = await stagedOf(work, store, id).orderBy('sku').limit(sliceRows).execute();
  await dropStaged(work, store, id, rows);
  if (rows.length === sliceRows) return true;
  await dropImport(work, store, id);
  return false;
}
