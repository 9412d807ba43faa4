/** A secret that no till's journal vouches for is an anomaly of whoever it was said to be of. */
import { businessDateOf } from '../../domain/basics/business-date.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import type { Work } from '../store/tables.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import { shelveMore } from './shelf.ts';

/** `at`: when it came, ms UTC by the server. One for each person and day of the store. */
export async function shelveSecretDoubt(
  work: Work,
  { store, till, at }: ReviewedTill & Readonly<{ at: number }>,
  number: string,
): Promise<void> {
  const { settings } = await work
    .selectFrom('stores')
    .select('settings')
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const businessDate = businessDateOf(at, storeSettingsSchema.parse(JSON.parse(settings)));
  const place = { store, till, at, businessDate, operator: number };
  const params = { why: 'person', operator: number };
  const finding = { anomaly: 'entry-doubted', params, entries: [] } as const;
  await shelveMore(work, `person:${number}:${businessDate}`, finding, place);
}
