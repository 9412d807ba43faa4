/** A card payment, and what whoever pays is asked for meanwhile. Channels: `sale.payCard`, `sale.cancelCard`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { DeviceEvent } from '../../../domain/devices/verbs.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { cardPort } from './means.ts';
import { payBy } from './pay-by.ts';
import { show } from './payment-course.ts';
import { hasEnded, paymentOf } from './under-way.ts';

/**
 * Takes what is owed for the basket by card, or a part of it, and answers when the attempt has ended one way or another.
 * Throws `Problem` only where nothing was begun: as `payBy`, `host-sign-on-needed`, `device-unconfirmed`.
 */
export async function payCard(
  till: OpenTill,
  named: ChannelInput<'sale.payCard'>,
): Promise<ToldUpTo> {
  return payBy(till, cardPort(till), named);
}

/**
 * The cashier gives up: ends the wait for card, PIN or phone. Once the host is asked it only can answer. Harmless where the attempt
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

/** Shows on the screen what pad, terminal or phone ask the customer for. */
export function onPaymentStage(
  till: OpenTill,
  event: Extract<DeviceEvent, { kind: 'payment-stage' }>,
): void {
  const payment = paymentOf(till);
  if (!payment || hasEnded(payment) || payment.attemptId !== event.attemptId) return;
  const { stage, maskedPan, hint = '' } = event;
  show(till, payment, { stage, maskedPan: maskedPan ?? payment.maskedPan, hint });
}
