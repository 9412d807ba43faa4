/**
 * A payment that somebody else is asked for, from key to paper.
 *
 * Each turn of the attempt is on the disk before the act it announces: `prepared` before the first byte to a device,
 * `requested` before the first byte to whoever has the money, the sale before the cashier sees success. Who is asked for
 * it stands behind port.ts.
 */

import type { ToldUpTo } from '../../../domain/contract/ipc.ts';
import { mayTake } from '../../../domain/sale/settlement.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkNoneUnderWay } from '../sale/basket.ts';
import { basketBegun } from '../sale/counter.ts';
import { checkAmountNamed } from '../sale/named-sale.ts';
import { owedMinor, settlementOf } from '../sale/settlement.ts';
import { runCourse, show } from './payment-course.ts';
import type { TakesMoney } from './port.ts';
import { beginPayment, endPayment } from './under-way.ts';

/** `amountMinor`: what is owed, as shown; `partMinor`: only so much of it. */
type Named = Readonly<{ saleId: string; amountMinor: number; partMinor?: number | undefined }>;

/**
 * Takes what is owed for the basket, or a part of it, and answers when the attempt has ended one way or another. `code`: what
 * pays, where that was scanned. Throws `Problem` only where nothing was begun: `basket-empty`, `sale-changed`,
 * `sale-in-payment`, `attempt-open`, `tender-over-owed`, `disk-full`, and what the port's `prepare` throws.
 */
export async function payBy(
  till: OpenTill,
  port: TakesMoney,
  named: Named,
  code?: string,
): Promise<ToldUpTo> {
  const { saleId } = named;
  const amountMinor = named.partMinor ?? named.amountMinor;
  checkMayBegin(till, port, named, amountMinor);
  const { batch } = port.prepare(till);
  const attemptId = till.ports.newId();
  const payment = beginPayment(till, { attemptId, amountMinor, saleId });
  try {
    const stan = till.db.numbers.nextStan();
    const { currency } = till.identity;
    const { means } = port;
    const body = { attemptId, saleId, amountMinor, currency, stan, batch, means };
    record(till, [{ kind: 'attempt-prepared', body }]);
    show(till, payment, {});
    const asking = { attemptId, amountMinor, stan, batch, ...(code === undefined ? {} : { code }) };
    await runCourse({ till, payment, port }, asking);
    return { seq: till.told().payment };
  } finally {
    endPayment(till);
    till.changed('tenders');
    till.wantSync();
  }
}

function checkMayBegin(
  till: OpenTill,
  { pays: kind }: TakesMoney,
  named: Named,
  amountMinor: number,
): void {
  checkNoneUnderWay(till);
  if (!basketBegun(till)) throw new Problem('basket-empty');
  checkAmountNamed(till, named, owedMinor(till));
  const refusal = mayTake(settlementOf(till), { kind, amountMinor }, 1);
  if (refusal) throw new Problem(refusal);
  if (till.db.attempts.open().length > 0) throw new Problem('attempt-open');
}
