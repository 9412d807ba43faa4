/** What is asked about goods. */
import type { Names } from '../../domain/basics/names.ts';
import { itemSchema } from '../../domain/goods/item.ts';
import type { Database } from '../store/tables.ts';

const nameSchema = itemSchema.pick({ name: true });

/** sku → name, of these items of one store; withdrawn ones too. */
export async function readItemNames(
  db: Database,
  store: string,
  skus: readonly string[],
): Promise<Map<string, Names>> {
  if (skus.length === 0) return new Map();
  const rows = await db
    .selectFrom('items')
    .select(['sku', 'body'])
    .where('store_id', '=', store)
    .where('sku', 'in', [...new Set(skus)])
    .execute();
  return new Map(rows.map(({ sku, body }) => [sku, nameSchema.parse(JSON.parse(body)).name]));
}
