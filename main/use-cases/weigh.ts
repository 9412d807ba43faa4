/** Goods on the scale become the quantity of their line. Channel: `basket.weigh`. */
import type { BasketView, ChannelInput } from '../../domain/contract/ipc.ts';
import { Problem } from '../../domain/problems.ts';
import { wholeGrams } from '../../domain/weight.ts';
import { checkGate } from '../gate.ts';
import type { OpenTill } from '../session.ts';
import { checkNotInPayment, setQuantity } from './sell.ts';

/**
 * Waits until the goods lie still. Throws `Problem`: `device-not-configured` where there is no scale, `scale-…`,
 * `device-…`, `line-gone`, `quantity-not-sellable` for a weight that would have to be rounded.
 */
export async function weighLine(
  till: OpenTill,
  input: ChannelInput<'basket.weigh'>,
): Promise<BasketView> {
  checkNotInPayment(till);
  const scale = till.session.devices.find(({ family }) => family === 'scale');
  if (!scale) throw new Problem('device-not-configured', { device: 'scale' });
  const weight = await till.ports.devices.request('weigh', { device: scale.device });
  const quantity = wholeGrams(weight);
  if (quantity === null) throw new Problem('quantity-not-sellable', { unit: weight.unit });
  // While the goods came to rest, the day and the basket may have moved on.
  checkGate(till);
  return setQuantity(till, { line: input.line, quantity });
}
