/**
 * Baskets that this version cannot read: put aside at the start, told, and seen to by whoever rings the goods up again.
 * What was taken of one that was half paid has its own way out: tenders/stray-parts.ts. Channel: `basket.seenTo`.
 */

import type { UnreadBasket } from '../../../db/sale/unread.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { bookingDate } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** Those of this start. */
export function findUnread(till: OpenTill): UnreadBasket[] {
  const { db, ports } = till;
  const operator = db.day().operator ?? db.lastSignIn()?.operator ?? '';
  const at = ports.clock.now();
  return db.unreadBaskets.find({ operator, businessDate: bookingDate(till), at });
}

export function asFact({ id, heldAs }: UnreadBasket): Fact {
  return { kind: 'basket-unread', body: { saleId: id, ...(heldAs ? { name: heldAs } : {}) } };
}

/** Throws `Problem`: `hold-gone`, `disk-full` …. */
export function seenTo(
  till: OpenTill,
  { saleId }: ChannelInput<'basket.seenTo'>,
): Record<string, never> {
  const isThere = till.db.unreadBaskets.list().some(({ id }) => id === saleId);
  if (!isThere) throw new Problem('hold-gone');
  record(till, [{ kind: 'basket-seen-to', body: { saleId } }], till.db.day().operator, {
    also: () => till.db.unreadBaskets.drop(saleId),
  });
  return {};
}
