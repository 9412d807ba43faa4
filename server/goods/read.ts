/** What is asked about goods. */
import type { Names } from '../../domain/basics/names.ts';
import { type Item, itemSchema } from '../../domain/goods/item.ts';
import { breathing } from '../basics/breath.ts';
import type { Database, Work } from '../store/tables.ts';

const nameSchema = itemSchema.pick({ name: true });

/** Items that are objects at a time, and what is read at a stretch. */
const pageRows = 250;

/** All of a store, in pages by number; within `wholeCatalogue`. */
export async function* itemsBySku(work: Work, store: string): AsyncGenerator<Item[]> {
  const breath = breathing();
  let after = '';
  for (;;) {
    const rows = await work
      .selectFrom('items')
      .select(['sku', 'body'])
      .where('store_id', '=', store)
      .where('sku', '>', after)
      .orderBy('sku')
      .limit(pageRows)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ body }) => itemSchema.parse(JSON.parse(body)));
    after = last.sku;
    await breath();
  }
}

/** Those that changed after the version `since`, as they changed; within `wholeCatalogue`. */
export async function* itemsSince(
  work: Work,
  store: string,
  since: number,
): AsyncGenerator<Item[]> {
  const breath = breathing();
  let after = { version: since + 1, sku: '' };
  for (;;) {
    const rows = await work
      .selectFrom('items')
      .select(['sku', 'version', 'body'])
      .where('store_id', '=', store)
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('version', 'sku'), '>', tuple(after.version, after.sku)),
      )
      .orderBy('version')
      .orderBy('sku')
      .limit(pageRows)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(({ body }) => itemSchema.parse(JSON.parse(body)));
    after = last;
    await breath();
  }
}

/** sku → name, of these items of one store; withdrawn ones too. */
export async function readItemNames(
  db: Database,
  store: string,
  skus: readonly string[],
): Promise<Map<string, Names>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .selectFrom('catalogue')
    .select(['sku', 'body'])
    .where('store_id', '=', store)
    .where('sku', 'in', [...new Set(skus)])
    .execute();
  return new Map(rows.map(({ sku, body }) => [sku, nameSchema.parse(JSON.parse(body)).name]));
}
