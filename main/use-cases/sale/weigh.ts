/** What lies on the scale, as a quantity. Channel: `basket.weigh`. */

import type { ChannelOutput } from '../../../domain/contract/ipc.ts';
import { wholeGrams } from '../../../domain/goods/weight.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { neededDevice } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkNotInPayment } from './basket.ts';

/**
 * Waits until the goods lie still. Touches no line: the cashier may type a weight before the scale has one. Throws
 * `Problem`: `device-not-configured` where there is no scale, `scale-…`, `device-…`, `quantity-not-sellable` for a
 * weight that would have to be rounded.
 */
export async function weigh(till: OpenTill): Promise<ChannelOutput<'basket.weigh'>> {
  checkNotInPayment(till);
  const device = neededDevice(till, 'scale');
  const weight = await till.ports.devices.request('weigh', { device });
  const quantity = wholeGrams(weight);
  if (quantity === null) throw new Problem('quantity-not-sellable', { unit: weight.unit });
  return { quantity };
}
