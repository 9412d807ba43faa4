/** Puts an item into the basket by hand. */
import { isCounted } from '../../../domain/basics/unit.ts';
import type { Item } from '../../../domain/goods/item.ts';
import { call } from '../../page/bridge.ts';
import { openDialog } from '../../page/use-till.ts';
import { changeBasket } from '../acts.ts';

/** Adds one piece; what is sold by weight is asked for it first, and is no line until it has one. */
export async function addItem(item: Item): Promise<void> {
  if (isCounted(item.unit)) {
    await changeBasket(call('basket.add', { sku: item.sku, quantity: 1_000 }));
  } else openDialog({ kind: 'weigh', item });
}
