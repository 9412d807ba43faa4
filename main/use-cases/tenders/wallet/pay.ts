/** A payment by the code that a customer's phone shows. Channels: `sale.payWallet`, `sale.askWallet`. */

import { isKnown } from '../../../../domain/basics/growing.ts';
import type { ChannelInput, ToldUpTo } from '../../../../domain/contract/ipc.ts';
import { readCode } from '../../../../domain/goods/code.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { settingsOf } from '../../../till/business-day.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { payBy } from '../pay-by.ts';
import { hasEnded, paymentOf } from '../under-way.ts';
import { walletAtAcquirer } from './at-acquirer.ts';

/**
 * Takes what is owed for the basket from a wallet, or a part of it, and answers when the attempt has ended one way or another.
 * Throws `Problem` only where nothing was begun: as `payBy`, `payment-code-wrong`, `wallet-not-taken`, `wallet-off`.
 */
export function payWallet(
  till: OpenTill,
  { code, ...named }: ChannelInput<'sale.payWallet'>,
): Promise<ToldUpTo> {
  const read = readCode(code, 'wallet');
  if (read.kind !== 'payment-code') throw new Problem('payment-code-wrong');
  const { wallet, digits } = read;
  const { wallets } = settingsOf(till);
  if (wallets.length > 0 && !isKnown(wallets, wallet)) {
    throw new Problem('wallet-not-taken', { wallet });
  }
  return payBy(till, walletAtAcquirer, named, digits);
}

/** The cashier wants to know now. Harmless where the attempt has ended. Throws `Problem` `sale-changed` for another. */
export async function askWallet(
  till: OpenTill,
  { attemptId }: ChannelInput<'sale.askWallet'>,
): Promise<Record<string, never>> {
  const payment = paymentOf(till);
  if (!payment || hasEnded(payment)) return {};
  if (payment.attemptId !== attemptId) throw new Problem('sale-changed');
  await till.ports.devices.request('walletAsk', { attemptId });
  return {};
}
