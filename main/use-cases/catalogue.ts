/** What can be picked by hand. Channels: `catalogue.*`, behind the gate. */
import type { Item } from '../../domain/catalogue.ts';
import type { ChannelInput } from '../../domain/contract/ipc.ts';
import type { OpenTill } from '../session.ts';

/** As many as a screen with a scroll bar is any good for. */
const itemsMax = 200;

export function favourites(till: OpenTill): Item[] {
  return till.db.catalogue.favourites();
}

export function inCategory(till: OpenTill, input: ChannelInput<'catalogue.category'>): Item[] {
  return till.db.catalogue.inCategory(input.category, itemsMax);
}

export function search(till: OpenTill, input: ChannelInput<'catalogue.search'>): Item[] {
  return till.db.catalogue.search(input.text, itemsMax);
}
