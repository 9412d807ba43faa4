/**
 * What a store's own labels mean is a setting now. Until here tills took 20 to 29 for grams: the stores that there are
 * keep that, as a setting that head office sees and changes; a new store has none, and its tills refuse such labels.
 */
import type { Kysely } from 'kysely';

type Before = { stores: { store_id: string; settings: string; version: number } };

const asBefore = Array.from({ length: 10 }, (_, digit) => `2${digit}IIIIIWWWWWC`);

export async function up(db: Kysely<unknown>): Promise<void> {
  const shops = db as Kysely<Before>;
  for (const { store_id, settings } of await shops
    .selectFrom('stores')
    .select(['store_id', 'settings'])
    .execute()) {
    const body = JSON.parse(settings) as Readonly<Record<string, unknown>>;
    if ('labels' in body) continue;
    await shops
      .updateTable('stores')
      .set((is) => ({
        settings: JSON.stringify({ ...body, labels: asBefore }),
        version: is('version', '+', 1),
      }))
      .where('store_id', '=', store_id)
      .execute();
  }
}
