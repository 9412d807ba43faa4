/**
 * The code that a customer's wallet shows to be scanned and paid with: whose it is, told by how it begins and how long it is.
 *
 * WeChat Pay: 10 to 15, eighteen digits. Alipay: 25 to 30, sixteen to twenty-four. UnionPay: 62, nineteen. For the minute
 * in which it holds, such a code is money: whoever keeps it keeps the wallet and the last four digits.
 */

import type { Unknown } from './growing.ts';

export const wallets = ['wechat', 'alipay', 'unionpay'] as const;
export type Wallet = (typeof wallets)[number];

/** `other` where only a later version knows it. */
export function knownWallet(wallet: Wallet | Unknown): Wallet | 'other' {
  return wallets.find((known) => known === wallet) ?? 'other';
}

const shapes: Readonly<Record<Wallet, RegExp>> = {
  wechat: /^1[0-5]\d{16}$/,
  alipay: /^(?:2[5-9]|30)\d{14,22}$/,
  unionpay: /^62\d{17}$/,
};

/** Whose payment code the whole of `digits` may be; null where it is none. A card or a label of a scale may look the same. */
export function walletOf(digits: string): Wallet | null {
  return wallets.find((wallet) => shapes[wallet].test(digits)) ?? null;
}

/** A payment code as it may be kept: `************1234`, in the form of a masked card. */
export function maskPaymentCode(digits: string): string {
  return '*'.repeat(12) + digits.slice(-4);
}
