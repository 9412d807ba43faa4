/** A close as a manager does it who has read every warning. */
import type { ChannelOutput } from '../../domain/contract/ipc.ts';
import type { Shop } from './shop.ts';

type How = Readonly<{ businessDate?: string; reasonId?: string }>;

/** Counts the drawer and closes `businessDate`, or what stands to be closed. Throws `Problem` as `day.close`. */
export async function closeDay(
  shop: Shop,
  denominations: Readonly<Record<string, number>>,
  { businessDate, reasonId }: How = {},
): Promise<ChannelOutput<'day.close'>> {
  const date = businessDate ?? (await shop.call('day.preview', {})).businessDate;
  await shop.call('day.count', { businessDate: date, denominations: { ...denominations } });
  return shop.call('day.close', {
    businessDate: date,
    reasonId: reasonId ?? null,
    accepts: ['hour', 'holds'],
  });
}
