/** The last act on the basket, undone. Channel: `basket.undo`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { type Basket, findLine } from '../../../domain/sale/basket.ts';
import type { Done } from '../../../domain/sale/done.ts';
import { isLess } from '../../../domain/sale/take-back.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { lineDone, undone, wasTakenBack } from '../../../domain/sale/undo.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkNotInPayment, keepWith, lineOf, undoable } from './basket.ts';
import { counter, dueMinor, priced } from './counter.ts';
import { checkSaleNamed } from './named-sale.ts';
import { goDown } from './take-back.ts';

/**
 * What that takes off the customer's bill is goods taken back, within the same limit. Throws `Problem`:
 * `nothing-to-undo`, `sale-changed` where another act is the last by now, and as `removeLine`.
 */
export function undo(
  till: OpenTill,
  { saleId, act, reasonId }: ChannelInput<'basket.undo'>,
  call: Call,
): ToldUpTo {
  checkNotInPayment(till);
  checkSaleNamed(till, saleId);
  const { basket } = counter(till);
  const last = undoable(till);
  if (!last) throw new Problem('nothing-to-undo');
  if (act !== basket.acts) throw new Problem('sale-changed');
  const next = undone(basket);
  const down = lineDown(basket, next, last);
  if (down !== null)
    return goDown(till, next, lineOf(till, down), { reasonId, call }, { undone: true });
  const about = lineDone(basket, last);
  const body = {
    saleId,
    act: last.kind,
    ...(about ? { sku: about.sku, name: about.name } : {}),
    amountMinor: totalsOf(priced(till, next)).dueMinor - dueMinor(till),
    ...(wasTakenBack(last) ? { putBack: true as const } : {}),
  };
  return keepWith(till, { kind: 'act-undone', body }, next);
}

/** The line of which there is less in `next`. */
function lineDown(basket: Basket, next: Basket, last: Done): number | null {
  if (last.kind !== 'add' && last.kind !== 'set-quantity') return null;
  const [line, left] = [findLine(basket, last.line), findLine(next, last.line)];
  return line && (!left || isLess(line, left)) ? last.line : null;
}
