/**
 * A card payment, from key to paper. Channels: `sale.payCard`, `sale.cancelCard`.
 *
 * Each turn of the attempt is on the disk before the act it announces: `prepared` before the first byte to the pad,
 * `requested` before the first byte to the host, the sale before the cashier sees success. Who is asked for the money
 * stands behind port.ts.
 */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { DeviceEvent } from '../../../domain/devices/verbs.ts';
import { mayTake } from '../../../domain/sale/settlement.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { attached } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkNoneUnderWay } from '../sale/basket.ts';
import { basketBegun } from '../sale/counter.ts';
import { checkAmountNamed } from '../sale/named-sale.ts';
import { owedMinor, settlementOf } from '../sale/settlement.ts';
import { cardPort } from './means.ts';
import { runCourse, show } from './payment-course.ts';
import { beginPayment, endPayment, hasEnded, paymentOf } from './under-way.ts';

/**
 * Takes what is owed for the basket by card, or a part of it, and answers when the attempt has ended one way or another.
 * Throws `Problem` only where nothing was begun: `basket-empty`, `sale-changed`, `sale-in-payment`, `attempt-open`,
 * `tender-over-owed`, `host-sign-on-needed`, `device-unconfirmed`, `disk-full`.
 */
export async function payCard(
  till: OpenTill,
  named: ChannelInput<'sale.payCard'>,
): Promise<ToldUpTo> {
  const { saleId } = named;
  const amountMinor = named.partMinor ?? named.amountMinor;
  checkMayBegin(till, named, amountMinor);
  const port = cardPort(till);
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
    await runCourse({ till, payment, port }, { attemptId, amountMinor, stan, batch });
    return { seq: till.told().payment };
  } finally {
    endPayment(till);
    till.changed('tenders');
    till.wantSync();
  }
}

/**
 * The cashier gives up: ends the wait for card or PIN. Once the host is asked it only can answer. Harmless where the attempt
 * has ended. Throws `Problem` `sale-changed` where another is under way.
 */
export async function cancelCard(
  till: OpenTill,
  { attemptId }: ChannelInput<'sale.cancelCard'>,
): Promise<Record<string, never>> {
  const payment = paymentOf(till);
  if (!payment || hasEnded(payment)) return {};
  if (payment.attemptId !== attemptId) throw new Problem('sale-changed');
  await till.ports.devices.request('cancel', { attemptId });
  return {};
}

/** Shows on the screen what the pad asks the customer for. */
export function onPaymentStage(
  till: OpenTill,
  event: Extract<DeviceEvent, { kind: 'payment-stage' }>,
): void {
  const payment = paymentOf(till);
  if (!payment || hasEnded(payment) || payment.attemptId !== event.attemptId) return;
  const { stage, maskedPan, hint = '' } = event;
  show(till, payment, { stage, maskedPan: maskedPan ?? payment.maskedPan, hint });
}

function checkMayBegin(
  till: OpenTill,
  named: ChannelInput<'sale.payCard'>,
  amountMinor: number,
): void {
  checkNoneUnderWay(till);
  if (!basketBegun(till)) throw new Problem('basket-empty');
  checkAmountNamed(till, named, owedMinor(till));
  const settlement = settlementOf(till);
  const refusal = mayTake(settlement, { kind: 'card', amountMinor }, 1);
  if (refusal) throw new Problem(refusal);
  if (till.db.attempts.open().length > 0) throw new Problem('attempt-open');
  checkConfirmed(till);
}

/** What one person attached and nobody else has vouched for sees no card. */
function checkConfirmed(till: OpenTill): void {
  const { devices } = attached(till);
  const row = till.db.register
    .list()
    .find(
      ({ device, unconfirmed }) =>
        unconfirmed && devices.some((config) => config.device === device),
    );
  if (!row?.unconfirmed) return;
  throw new Problem('device-unconfirmed', { device: row.device, by: row.unconfirmed.by });
}
