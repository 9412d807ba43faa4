/**
 * Why somebody did what has to be explained, by id: the store makes the lists, and the text that a person chose stands
 * beside the id in the entry, so that it reads when the list has changed.
 */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';

/** An id of any store's list. */
export const reasonIdSchema = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
/** What an id stood for when it was chosen, in the words of whoever chose it. */
export const reasonTextSchema = z.string().trim().min(1).max(200);

/** As an entry keeps it. */
export const reasonFields = { reasonId: reasonIdSchema, reason: reasonTextSchema };
export type Reason = Readonly<{ reasonId: string; reason: string }>;

export const reasonListSchema = z
  .array(z.object({ id: reasonIdSchema, name: namesSchema }))
  .min(1)
  .max(9)
  .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'an id stands twice');
export type ReasonList = z.infer<typeof reasonListSchema>;

const other = { id: 'other', name: { zh: '其他', en: 'Something else' } };

/** What a store that has not said otherwise asks by; where a list is, by what. */
export const defaultReasons = {
  /** Goods taken back before they are paid for. */
  void: [
    { id: 'customer', name: { zh: '顾客不要了', en: 'Customer changed their mind' } },
    { id: 'scanned', name: { zh: '扫错了', en: 'Scanned wrongly' } },
    { id: 'weighed', name: { zh: '称错了', en: 'Weighed wrongly' } },
    other,
  ],
  /** Something off a line or the basket. */
  discount: [
    { id: 'damaged', name: { zh: '破损', en: 'Damaged' } },
    { id: 'expiring', name: { zh: '临期', en: 'Near its date' } },
    { id: 'complaint', name: { zh: '顾客投诉', en: 'Complaint' } },
    { id: 'regular', name: { zh: '老顾客', en: 'Regular customer' } },
    other,
  ],
  /** Goods that were sold come back. */
  return: [
    { id: 'faulty', name: { zh: '质量问题', en: 'Faulty' } },
    { id: 'mistake', name: { zh: '买错了', en: 'Bought by mistake' } },
    { id: 'expired', name: { zh: '过期', en: 'Past its date' } },
    { id: 'unwanted', name: { zh: '顾客不要了', en: 'Customer changed their mind' } },
    other,
  ],
  /** Asked only where the store has made a list. */
  price: [],
  'no-sale': [
    { id: 'change', name: { zh: '换零钱', en: 'Gave change' } },
    { id: 'look', name: { zh: '查看钱箱', en: 'Looked into it' } },
    other,
  ],
  /** A part of a sale back to the customer before it is even. */
  'give-back': [
    { id: 'typed', name: { zh: '金额输错', en: 'Wrong amount' } },
    { id: 'otherwise', name: { zh: '顾客换付款方式', en: 'Customer pays another way' } },
    { id: 'goods', name: { zh: '商品有变', en: 'The goods change' } },
    other,
  ],
  'pay-in': [
    { id: 'change', name: { zh: '补充零钱', en: 'Change brought' } },
    { id: 'rest', name: { zh: '退回余款', en: 'Rest of a pay-out' } },
    other,
  ],
  'pay-out': [
    { id: 'supplier', name: { zh: '付供应商', en: 'Paid a supplier' } },
    { id: 'supplies', name: { zh: '店内用品', en: 'Bought for the store' } },
    { id: 'postage', name: { zh: '快递邮费', en: 'Postage' } },
    other,
  ],
  /** The drawer holds another sum than it should. */
  difference: [
    { id: 'change', name: { zh: '找零差错', en: 'Wrong change' } },
    { id: 'unrecorded', name: { zh: '支出未登记', en: 'Taken out, not recorded' } },
    { id: 'drawer', name: { zh: '放错钱箱', en: 'Left in another drawer' } },
    { id: 'unknown', name: { zh: '原因不明', en: 'Not known' } },
  ],
} satisfies Readonly<Record<string, ReasonList>>;

export type ReasonFor = keyof typeof defaultReasons;
export const reasonsFor = Object.keys(defaultReasons) as ReasonFor[];

/** What for → a store's reasons, in the order in which they are shown. */
export const reasonListsSchema = z.record(z.string().max(40), reasonListSchema);
export type ReasonLists = z.infer<typeof reasonListsSchema>;

/** A list that the store has not made is the shipped one. */
export function reasonsOf(lists: ReasonLists, what: ReasonFor): ReasonList {
  return (Object.hasOwn(lists, what) ? lists[what] : undefined) ?? defaultReasons[what];
}
