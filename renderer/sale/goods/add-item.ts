/** Puts an item into the basket by hand. */
import { isCounted } from '../../../domain/basics/unit.ts';
import type { Item } from '../../../domain/goods/item.ts';
import { call } from '../../page/bridge.ts';
import { openDialog, useTill } from '../../page/use-till.ts';
import { changeBasket } from '../acts.ts';

/** Adds one piece; what is sold by weight asks for the weight once it is in the basket. */
export async function addItem(item: Item): Promise<void> {
  const added = await changeBasket(call('basket.add', { sku: item.sku, quantity: 1_000 }));
  const line = useTill.getState().selectedLine;
  if (added && !isCounted(item.unit) && line !== null) openDialog({ kind: 'quantity', line });
}
