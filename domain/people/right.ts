/**
 * What somebody may do, and up to how much. Who holds what is data, role.ts; every channel of the page names a right, and
 * whoever does not hold it asks somebody who does.
 */
import { z } from 'zod';
import { growing, isKnown } from '../basics/growing.ts';

export const rights = [
  'sell',
  'receipt.reprint',
  'price.override',
  'sale.discount',
  'sale.discount.basket',
  'sale.refund',
  'goods.take-back',
  'drawer.open',
  'cash.pay-in',
  'cash.pay-out',
  'cash.safe-drop',
  'cash.difference',
  'report.x',
  'report.sign-ins',
  'day.close',
  'attempt.resolve',
  'operator.unlock',
  'offline.lift',
  'stop.lift',
  'devices.view',
  'devices.test',
  'devices.raw',
  'devices.register',
  'devices.confirm',
  'till.lock',
  'till.sign-out',
  'own.secrets',
] as const;
export type Right = (typeof rights)[number];
/** As it is kept and sent: a later version may have more of them. */
export const anyRightSchema = growing(rights);

/** Basis points: hundredths of a percent. Minor: minor units of the store's currency. Inclusive. */
export const limitsSchema = z.object({
  /** Of the price of a line, or of the basket. */
  discountBasisPoints: z.int().nonnegative().max(10_000).optional(),
  /** Of the list price, up or down. */
  priceChangeBasisPoints: z.int().nonnegative().optional(),
  refundMinor: z.int().nonnegative().optional(),
  payOutMinor: z.int().nonnegative().optional(),
  /** Between what was counted and what was expected, either way. */
  cashDifferenceMinor: z.int().nonnegative().optional(),
});
export type Limits = z.infer<typeof limitsSchema>;
export type LimitName = keyof Limits;

/** What somebody has been given; a limit that is not there is none. */
export const holdsSchema = z.object({
  rights: z.array(anyRightSchema).readonly(),
  limits: limitsSchema,
});
export type Holds = Readonly<z.infer<typeof holdsSchema>>;

/** A right that is missing here has no limit. */
export const limitNames: Readonly<Partial<Record<Right, LimitName>>> = {
  'price.override': 'priceChangeBasisPoints',
  'sale.discount': 'discountBasisPoints',
  'sale.discount.basket': 'discountBasisPoints',
  'sale.refund': 'refundMinor',
  'cash.pay-out': 'payOutMinor',
  'cash.difference': 'cashDifferenceMinor',
};

/** Whether it lies within what they hold; `amount` in the unit of the right's limit. */
export function mayDo(holds: Holds, right: Right, amount = 0): boolean {
  if (!holds.rights.includes(right)) return false;
  const limit = limitOf(holds, right);
  return limit === null || amount <= limit;
}

/** Up to how much they may by themselves; null for no limit. */
export function limitOf({ limits }: Holds, right: Right): number | null {
  const name = limitNames[right];
  return (name === undefined ? undefined : limits[name]) ?? null;
}

/** Whether `holds` reaches further than `other` in anything, as far as this version knows the rights. */
export function exceeds(holds: Holds, other: Holds): boolean {
  return holds.rights.some(
    (right) =>
      isKnown(rights, right) && !mayDo(other, right, limitOf(holds, right) ?? Number.MAX_VALUE),
  );
}
