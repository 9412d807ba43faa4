/** The words on paper, in both languages. What stands on the screen is in renderer/locales. */
import type { Locale } from '../basics/languages.ts';

export type ReceiptWords = Readonly<{
  receipt: string;
  copy: string;
  number: string;
  till: string;
  operator: string;
  time: string;
  businessDate: string;
  pieces: string;
  discount: string;
  rounding: string;
  total: string;
  cash: string;
  change: string;
  card: string;
  cardNumber: string;
  authorisation: string;
  reference: string;
  taxIncluded: string;
  xReport: string;
  zReport: string;
  sales: string;
  float: string;
  expectedCash: string;
  countedCash: string;
  exact: string;
  short: string;
  over: string;
  reason: string;
  voidedLines: string;
  abandoned: string;
  overrides: string;
  drawerOpened: string;
  declined: string;
  reversed: string;
  settledCharged: string;
  settledNotCharged: string;
  journal: string;
  digest: string;
  signature: string;
}>;

export const receiptWords: Readonly<Record<Locale, ReceiptWords>> = {
  'zh-CN': {
    receipt: '购物小票',
    copy: '补打',
    number: '单号',
    till: '收银台',
    operator: '操作员',
    time: '时间',
    businessDate: '营业日',
    pieces: '件数',
    discount: '优惠',
    rounding: '抹零',
    total: '合计',
    cash: '现金',
    change: '找零',
    card: '银行卡',
    cardNumber: '卡号',
    authorisation: '授权码',
    reference: '参考号',
    taxIncluded: '含税',
    xReport: '班中报表 X',
    zReport: '日结报表',
    sales: '销售',
    float: '备用金',
    expectedCash: '应有现金',
    countedCash: '清点现金',
    exact: '相符',
    short: '短款',
    over: '长款',
    reason: '原因',
    voidedLines: '作废行',
    abandoned: '放弃的单',
    overrides: '改价',
    drawerOpened: '开钱箱',
    declined: '刷卡未成',
    reversed: '冲正',
    settledCharged: '人工认定已扣',
    settledNotCharged: '人工认定未扣',
    journal: '流水',
    digest: '摘要',
    signature: '签名',
  },
  en: {
    receipt: 'Receipt',
    copy: 'Copy',
    number: 'No.',
    till: 'Till',
    operator: 'Operator',
    time: 'Time',
    businessDate: 'Business date',
    pieces: 'Items',
    discount: 'Discount',
    rounding: 'Rounding',
    total: 'Total',
    cash: 'Cash',
    change: 'Change',
    card: 'Card',
    cardNumber: 'Card number',
    authorisation: 'Authorisation',
    reference: 'Reference',
    taxIncluded: 'Tax included',
    xReport: 'X report',
    zReport: 'Z report',
    sales: 'Sales',
    float: 'Float',
    expectedCash: 'Cash expected',
    countedCash: 'Cash counted',
    exact: 'Exact',
    short: 'Short',
    over: 'Over',
    reason: 'Reason',
    voidedLines: 'Lines voided',
    abandoned: 'Sales abandoned',
    overrides: 'Prices changed',
    drawerOpened: 'Drawer opened',
    declined: 'Cards declined',
    reversed: 'Cards reversed',
    settledCharged: 'By hand, charged',
    settledNotCharged: 'By hand, not charged',
    journal: 'Journal',
    digest: 'Digest',
    signature: 'Signature',
  },
};
