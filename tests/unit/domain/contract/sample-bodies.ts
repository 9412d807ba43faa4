/** One good body for each journal kind, as full as its schema allows. */
import type { BodyOf, EntryKind } from '../../../../domain/contract/entry.ts';
import type { StepOutcome } from '../../../../domain/sign-in/facts.ts';

const saleId = '0190a1b2-0000-7000-8000-000000000001';
const attemptId = '0190a1b2-0000-7000-8000-000000000002';
const head = { seq: 41, hash: 'ab'.repeat(32), signature: 'c2lnbmF0dXJl' };
const problem = { kind: 'host-silent', params: { host: 'acquirer', seconds: 30 } } as const;
const step: StepOutcome = {
  step: 'devices',
  state: 'warned',
  problems: [problem],
  tookMs: 412,
  waitedMs: 300,
};

export const sampleBodies: { [Kind in EntryKind]: BodyOf<Kind> } = {
  'till-enrolled': {
    store: 'store-1',
    tillName: '1 号收银台',
    currency: 'CNY',
    zone: 'Asia/Shanghai',
    publicKey: 'MCowBQYDK2VwAyEA',
  },
  'journal-shortened': { here: 790, there: 812 },
  'stop-lifted': {
    stop: { kind: 'journal-shortened', params: { here: 790, there: 812 } },
    by: '9001',
  },
  'till-started': { version: '0.1.0' },
  'sign-in-refused': { number: '1001', reason: 'pin-wrong', wrongTries: 1 },
  'sign-in-failed': { steps: [{ ...step, state: 'failed' }] },
  'signed-in': { role: 'cashier', offline: false, steps: [step] },
  'till-locked': {},
  'till-unlocked': {},
  'signed-out': { reason: 'operator' },
  'host-signed-on': { stan: '000001', batch: '000007', kcv: { pik: '08D7B4', mak: 'AF8C07' } },
  'float-counted': {
    amountMinor: 50_000,
    denominations: { '10000': 3, '5000': 4 },
    drawer: 'main',
  },
  'sale-completed': {
    saleId,
    number: 7,
    lines: [
      {
        line: 1,
        kind: 'goods',
        sku: '10001',
        barcode: '6901234567892',
        name: { zh: '牛奶', en: 'Milk' },
        unit: 'piece',
        quantity: 2000,
        listPriceMinor: 650,
        priceMinor: 600,
        taxRate: 1300,
        discounts: [],
        totalMinor: 1200,
        taxMinor: 138,
      },
      {
        line: 3,
        kind: 'goods',
        sku: '20012',
        barcode: null,
        name: { zh: '苹果', en: 'Apples' },
        unit: 'kg',
        quantity: 865,
        listPriceMinor: 1980,
        priceMinor: 1980,
        labelMinor: 1813,
        taxRate: 900,
        discounts: [
          { source: 'promotion', id: 'P1', name: { zh: '苹果节', en: 'Apple days' }, minor: 100 },
        ],
        totalMinor: 1713,
        taxMinor: 141,
      },
    ],
    pieces: 3,
    listMinor: 3113,
    discountMinor: 200,
    totalMinor: 2913,
    roundingMinor: -3,
    tax: [
      { rate: 1300, grossMinor: 1200, taxMinor: 138 },
      { rate: 900, grossMinor: 1713, taxMinor: 141 },
    ],
    tenders: [
      {
        kind: 'card',
        amountMinor: 2000,
        attemptId,
        maskedPan: '620000******0013',
        authorisationCode: 'A12345',
        referenceNumber: '112233445566',
        takenAs: attemptId,
      },
      { kind: 'cash', amountMinor: 910, tenderedMinor: 1000, changeMinor: 90 },
    ],
    voidedLines: 1,
    drawer: 'main',
  },
  'line-taken-back': {
    saleId,
    sku: '20012',
    name: { zh: '苹果', en: 'Apples' },
    unit: 'kg',
    quantity: 865,
    left: 1,
    amountMinor: 1711,
  },
  'sale-abandoned': { saleId, lines: 2, totalMinor: 2913 },
  'price-overridden': {
    saleId,
    sku: '10001',
    listPriceMinor: 650,
    priceMinor: 600,
    approvedBy: '9001',
  },
  'act-undone': {
    saleId,
    act: 'discount-whole',
    amountMinor: 650,
  },
  'discount-given': {
    saleId,
    amountMinor: 120,
    reasonId: 'damaged',
    approvedBy: '9001',
  },
  'discount-removed': { saleId, amountMinor: 120 },
  'cash-counted': {
    drawer: 'main',
    amountMinor: 52_000,
    denominations: { 10000: 5, 1000: 2 },
    blind: true,
  },
  'drawer-opened': { drawer: 'main' },
  'cash-paid-in': { drawer: 'main', amountMinor: 20_000, reasonId: 'change', reason: '补充零钱' },
  'cash-paid-out': {
    drawer: 'main',
    amountMinor: 3_800,
    reasonId: 'supplies',
    reason: '店内用品',
  },
  'drawer-handed-over': {
    drawer: 'main',
    countedMinor: 51_000,
    expectedMinor: 52_910,
    differenceMinor: -1_910,
  },
  'cash-dropped': { drawer: 'main', amountMinor: 400_000, bag: 'B-0412' },
  'goods-returned': {
    saleId,
    of: attemptId,
    lines: [{ sku: '10001', quantity: -1000, amountMinor: -600 }],
    amountMinor: -600,
    approvedBy: '9001',
  },
  'basket-held': { saleId, name: '红衣服', lines: 2, totalMinor: 2913 },
  'basket-recalled': { saleId },
  'receipt-printed': { saleId, copy: true },
  'secret-changed': { number: '1001' },
  'passkey-registered': {
    number: '1001',
    passkey: { credentialId: 'AQID', publicKey: 'pQECAyYgASFYIA', counter: 0, label: '1 号机' },
  },
  'passkey-removed': { number: '1001', credentialId: 'AQID' },
  'offline-lifted': {
    limit: 'days',
    by: null,
    days: 4,
    unsyncedMinor: 120_000,
  },
  'code-refused': { purpose: 'operator-unlock', challenge: '1004-XVB8-0003', wrongTries: 2 },
  'self-checked': { check: 'screen', well: true },
  'seals-checked': { devices: [{ device: 'pin-pad', seals: ['S-1', 'S-2'] }], intact: true },
  'zone-changed': { before: 'Asia/Shanghai 04:00', after: 'Asia/Urumqi 04:00' },
  'anomaly-raised': {
    anomaly: 'many-no-sales',
    params: { businessDate: '2026-11-22', count: 9, usual: 2 },
    entries: [12, 15],
  },
  'operator-unlocked': { number: '1001', by: '9001' },
  'attempt-prepared': {
    attemptId,
    saleId,
    amountMinor: 2913,
    currency: 'CNY',
    stan: '000002',
    batch: '000007',
  },
  'attempt-requested': { attemptId, maskedPan: '620000******0013', entryMode: '021' },
  'attempt-approved': {
    attemptId,
    authorisationCode: 'A12345',
    referenceNumber: '112233445566',
    responseCode: '00',
  },
  'attempt-declined': { attemptId, responseCode: '51', reason: 'host', problem },
  'attempt-unknown': { attemptId, problem },
  'attempt-reversing': { attemptId, reason: '98' },
  'attempt-reversed': { attemptId, responseCode: '00' },
  'attempt-captured': { attemptId, saleId },
  'tender-taken': {
    saleId,
    tenderId: attemptId,
    tender: { kind: 'cash', amountMinor: 1000, tenderedMinor: 1000, changeMinor: 0 },
    owedMinor: 1913,
    drawer: 'main',
  },
  'tender-given-back': {
    saleId,
    tenderId: attemptId,
    tender: { kind: 'cash', amountMinor: 1000, tenderedMinor: 1000, changeMinor: 0 },
    owedMinor: 2913,
    drawer: 'main',
  },
  'basket-unread': { saleId },
  'basket-seen-to': { saleId },
  'tender-kept': {
    saleId,
    tenderId: attemptId,
    tender: { kind: 'cash', amountMinor: 1000, tenderedMinor: 1000, changeMinor: 0 },
    drawer: 'main',
    reason: 'the sale was made this morning',
    by: '1001',
  },
  'attempt-doubted': { attemptId },
  'attempt-settled': {
    attemptId,
    outcome: 'charged',
    amountMinor: 1_300,
    currency: 'CNY',
    maskedPan: '620000******0013',
    stan: '000002',
    batch: '000007',
    slip: '0163',
    reason: 'the customer showed the debit',
    by: '1001',
  },
  'day-closed': {
    zNumber: 12,
    closedDate: '2026-11-22',
    countedMinor: 52_000,
    expectedMinor: 52_910,
    differenceMinor: -910,
    reason: '找零错误',
    sales: 7,
    salesMinor: 12_345,
    firstSeq: 2,
    lastSeq: 41,
    drawer: 'main',
    head,
  },
  'journal-pushed': { head },
  'catalogue-pulled': { cursor: '17', items: 300, operators: 4 },
  'totals-refolded': { businessDate: '2026-11-22', what: 'cash.minor', journal: 2910, kept: 3910 },
  'books-differed': {
    businessDate: '2026-11-22',
    params: { businessDate: '2026-11-22', what: 'sales.count', here: 7, there: 6 },
  },
  'bench-opened': { number: '1090' },
  'device-checked': {
    device: 'pin-pad',
    model: 'VP-5',
    serialNumber: 'VP5-0087123',
    check: 'health-internal',
    outcome: 'passed',
    problems: [],
    facts: { key: 'present' },
    tookMs: 12,
  },
  'device-attached': {
    device: 'pin-pad',
    family: 'pin-pad',
    protocol: 'visa',
    address: 'serial://11ca:0210/VP5-0087123?baud=9600',
    before: null,
  },
  'device-registered': {
    device: 'pin-pad',
    family: 'pin-pad',
    model: 'VP-5',
    serialNumber: 'VP5-0087123',
    seals: ['S-1'],
    location: '1 号收银台',
    maintenanceDue: '2027-01-31',
  },
  'device-confirmed': { device: 'pin-pad', serialNumber: 'VP5-0087123', by: '9001' },
  'clock-moved': { direction: 'set-back', byMs: 3_600_000 },
};

/** Before there could be a second drawer. */
const beforeDrawers = (kind: 'float-counted' | 'drawer-opened' | 'day-closed') => {
  const { drawer: _, ...body } = sampleBodies[kind];
  return [kind, 1, body] as const;
};
const { drawer, lines, ...firstSale } = sampleBodies['sale-completed'];
const firstLines = lines.map(({ kind: _, discounts: [discount], taxMinor: __, ...line }) =>
  discount
    ? { ...line, promotion: { id: 'P1', name: discount.name, discountMinor: discount.minor } }
    : line,
);
/** Before a store had reasons of its own; where one was asked for see journal-entry.test.ts. */
const byIdAlone = (kind: 'line-taken-back' | 'sale-abandoned') =>
  [kind, 1, sampleBodies[kind]] as const;

const { reasonId, ...discountGiven } = sampleBodies['discount-given'];

/** As older tills wrote them: kind, version, body without its `v`. */
export const olderBodies: readonly (readonly [EntryKind, number, Record<string, unknown>])[] = [
  ...(['float-counted', 'drawer-opened', 'day-closed'] as const).map(beforeDrawers),
  ...(['line-taken-back', 'sale-abandoned'] as const).map(byIdAlone),
  ['discount-given', 1, { ...discountGiven, reason: reasonId }],
  ['sale-completed', 1, { ...firstSale, lines: firstLines }],
  ['sale-completed', 2, { ...firstSale, lines: firstLines, drawer }],
  // Before wallets were taken.
  ['sale-completed', 3, sampleBodies['sale-completed']],
  ['tender-taken', 1, sampleBodies['tender-taken']],
  ['tender-given-back', 1, sampleBodies['tender-given-back']],
  ['sale-abandoned', 2, sampleBodies['sale-abandoned']],
  ['basket-held', 1, sampleBodies['basket-held']],
];
