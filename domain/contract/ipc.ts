/**
 * The whole API of the till's page: channel → input, output, and what it takes to call it.
 *
 * What each takes to be called stands in channel.ts. Everything is checked in main, never in the page.
 */
import { z } from 'zod';
import { anomalyChannels } from '../anomalies/channels.ts';
import { localeSchema } from '../basics/languages.ts';
import { namesSchema } from '../basics/names.ts';
import { cashChannels } from '../cash/channels.ts';
import { afterCloseViewSchema, dayChannels } from '../day/channels.ts';
import { benchChannels } from '../devices/channels.ts';
import { deviceIdentitySchema } from '../devices/register.ts';
import {
  deviceConfigSchema,
  deviceHealthSchema,
  deviceStatisticsSchema,
  healthLevelSchema,
  paymentStageSchema,
  traceLineSchema,
} from '../devices/verbs.ts';
import { categoryIdSchema, categorySchema } from '../goods/category.ts';
import { itemSchema } from '../goods/item.ts';
import { reasonIdSchema, reasonListsSchema } from '../journal/reasons.ts';
import { storeSettingsSchema } from '../office/store-settings.ts';
import { paperSchema } from '../paper/paper.ts';
import { channel, toldUpTo } from '../people/channel.ts';
import { operatorNumberSchema, pinSchema } from '../people/operator.ts';
import { proofSchema } from '../people/proof.ts';
import { holdsSchema } from '../people/right.ts';
import { roleIdSchema } from '../people/role.ts';
import { secretRulesSchema, wayInSchema } from '../people/ways-in.ts';
import { handDiscountSchema } from '../prices/hand.ts';
import { noteSchema, pricedLineSchema } from '../prices/line.ts';
import { dayTotalsSchema } from '../reports/day-totals.ts';
import { returnsChannels } from '../returns/channels.ts';
import { saleChannels } from '../sale/channels.ts';
import { doneKinds } from '../sale/done.ts';
import { holdNameMax } from '../sale/facts.ts';
import { takenSchema } from '../sale/settlement.ts';
import { peopleChannels } from '../sign-in/channels.ts';
import { stepNameSchema } from '../sign-in/steps.ts';
import { saleRef, tenderChannels } from '../tenders/channels.ts';
import { problemSchema, sentenceSchema } from '../words/problem.ts';

/** `problem` is null once the till has started. */
export const startupViewSchema = z.object({
  problem: problemSchema.nullable(),
  locale: localeSchema,
  version: z.string(),
});
export type StartupView = z.infer<typeof startupViewSchema>;

export const operatorViewSchema = z.object({
  number: z.string(),
  name: z.string(),
  role: roleIdSchema,
});
export type OperatorView = z.infer<typeof operatorViewSchema>;

export const deviceViewSchema = deviceConfigSchema
  .pick({ device: true, family: true, protocol: true, address: true })
  .extend({ online: z.boolean(), problem: problemSchema.nullable() });
export type DeviceView = z.infer<typeof deviceViewSchema>;

/** What is told with numbers that rise. */
export const topics = [
  'store',
  'shift',
  'devices',
  'tenders',
  'office',
  'sign-in',
  'payment',
  'basket',
] as const;
export type Topic = (typeof topics)[number];
/** The number of what was told last, by topic. */
const toldSchema = z.record(z.enum(topics), z.int().nonnegative());
export type Told = z.infer<typeof toldSchema>;
export type ToldUpTo = z.infer<typeof toldUpTo>;

/** Decides which screen is shown; told in parts, whenever something in a part changes. */
export const tillStateSchema = z.object({
  phase: z.enum(['closed', 'signing-in', 'open', 'locked', 'signing-out']),
  storeName: namesSchema,
  tillName: z.string(),
  currency: z.string(),
  zone: z.string(),
  cashStepMinor: z.int(),
  version: z.string(),
  helpPhone: z.string(),
  locale: localeSchema,
  businessDate: z.string(),
  operator: operatorViewSchema.nullable(),
  /** What they hold; the page decides by this and never by the role. */
  holds: holdsSchema,
  /** The operator signed in on an earlier business date and must sign in again once the basket is done. */
  pastCutOver: z.boolean(),
  lastSignIn: z
    .object({ at: z.number(), operator: z.string(), operatorName: z.string() })
    .nullable(),
  lastSyncAt: z.number().nullable(),
  /** Entries the back office has not seen. */
  unsynced: z.int(),
  serverOnline: z.boolean(),
  devices: z.array(deviceViewSchema),
  /** Card attempts without an end; while there is one, no new card payment may begin. */
  openAttempts: z.int(),
  /** Parts of half paid sales that no basket stands for any more; the day is not closed over them. */
  strays: z.int(),
  /** Business dates without a Z, oldest first. */
  unclosedDates: z.array(z.string()),
  /** What somebody may sign in with, and what a new PIN must be like. */
  ways: z.array(wayInSchema),
  secrets: secretRulesSchema,
  /** Telephone numbers by whom a sentence says to call. */
  contacts: storeSettingsSchema.shape.contacts.unwrap(),
  /** What somebody chooses from who has to say why. */
  reasons: reasonListsSchema,
  /** Baskets that wait for their operators to come back. */
  parked: z.int(),
  /** Baskets of this date that were put aside, oldest first. */
  held: z.array(z.object({ id: z.uuid(), name: z.string(), at: z.number(), totalMinor: z.int() })),
  /** Baskets that this version cannot read, of any date, oldest first; the goods are rung up again. */
  unread: z.array(z.object({ id: z.uuid(), name: z.string(), at: z.number() })),
  /** Cards can be taken: the host sign-on of today worked and nothing is open. */
  cardReady: z.boolean(),
  /** Wallets can be taken: somebody is set up to be asked, the store takes some, and nothing is open. */
  walletReady: z.boolean(),
  /** Why this till may begin no sale, and nobody opens it, until somebody sees to it; null where it may. */
  stop: problemSchema.nullable(),
  /** Nobody is signed in since a Z of today: what it was, and what the next sign-in opens. */
  afterClose: afterCloseViewSchema.nullable(),
});
export type TillState = z.infer<typeof tillStateSchema>;

export const stateTopics = ['store', 'shift', 'devices', 'tenders', 'office'] as const;
export type StateTopic = (typeof stateTopics)[number];
const state = tillStateSchema;
export const statePartSchemas = {
  store: state.pick({
    storeName: true,
    tillName: true,
    currency: true,
    zone: true,
    cashStepMinor: true,
    version: true,
    helpPhone: true,
    ways: true,
    secrets: true,
    contacts: true,
    reasons: true,
  }),
  shift: state.pick({
    phase: true,
    locale: true,
    businessDate: true,
    operator: true,
    holds: true,
    pastCutOver: true,
    lastSignIn: true,
    unclosedDates: true,
    parked: true,
    held: true,
    unread: true,
    stop: true,
    afterClose: true,
  }),
  devices: state.pick({ devices: true }),
  tenders: state.pick({ openAttempts: true, strays: true, cardReady: true, walletReady: true }),
  office: state.pick({ lastSyncAt: true, unsynced: true, serverOnline: true }),
} as const;
/** Makes each part as it is now. */
export type StateView = {
  readonly [Part in StateTopic]: () => z.infer<(typeof statePartSchemas)[Part]>;
};

export const stepViewSchema = z.object({
  step: stepNameSchema,
  state: z.enum(['waiting', 'running', 'passed', 'warned', 'failed', 'skipped']),
  /** What was found, in one line. */
  details: z.array(sentenceSchema),
  problems: z.array(problemSchema),
  tookMs: z.number().nullable(),
  /** So much of `tookMs` went by while a person was asked. */
  waitedMs: z.number().optional(),
  progress: z.object({ done: z.int(), total: z.int() }).nullable(),
});
export type StepView = z.infer<typeof stepViewSchema>;

export const signInViewSchema = z.object({
  operator: operatorViewSchema.nullable(),
  /** Always the eight, in order. */
  steps: z.array(stepViewSchema),
  /**
   * What the sign-in waits for a person to do. `more-proof`: another way of `moreWays`. `new-secret`: the PIN must be
   * changed. `lift`: past the offline limits, a manager or a one-time code.
   */
  waitsFor: z.enum(['operator', 'more-proof', 'new-secret', 'seals', 'float', 'lift', 'nothing']),
  /** What may be shown next, when it waits for `more-proof`. */
  moreWays: z.array(wayInSchema),
  /** What the back office must be told on the telephone for a one-time code, when it waits for `lift`. */
  challenge: z.string().nullable(),
  /** Devices whose seals the cashier is asked to look at, when it waits for `seals`. */
  seals: z.array(z.object({ device: z.string(), seals: z.array(z.string()) })),
  verdict: z.enum(['running', 'blocked', 'may-open']),
  usualFloatMinor: z.int(),
});
export type SignInView = z.infer<typeof signInViewSchema>;

export const basketViewSchema = z.object({
  /** Becomes the id of the sale. */
  id: z.string(),
  lines: z.array(pricedLineSchema),
  /** What a person takes off the whole. */
  discount: handDiscountSchema.optional(),
  /** On the whole sale. */
  note: noteSchema.optional(),
  totals: z.object({
    pieces: z.int(),
    listMinor: z.int(),
    discountMinor: z.int(),
    dueMinor: z.int(),
    tax: z.array(z.object({ rate: z.int(), grossMinor: z.int(), taxMinor: z.int() })),
  }),
  /** What was taken before the sale is even; while there is some, the goods are fixed. */
  taken: z.array(takenSchema),
  /** Still to pay of `totals.dueMinor`. */
  owedMinor: z.int(),
  /** The same when the rest is paid in cash. */
  cashDueMinor: z.int(),
  quickCashMinor: z.array(z.int()),
  /** What `basket.undo` would undo, by its number, and the item it was about. */
  lastAct: z
    .object({ act: z.int(), kind: z.enum(doneKinds), name: namesSchema.nullable() })
    .nullable(),
});
export type BasketView = z.infer<typeof basketViewSchema>;

/** What makes the basket of the one told before: totals, and the lines that changed (domain/sale/basket-change.ts). */
export const basketChangeSchema = basketViewSchema.omit({ lines: true }).extend({
  whole: z.boolean(),
  changed: basketViewSchema.shape.lines,
  gone: z.array(z.int()),
});
export type BasketChange = z.infer<typeof basketChangeSchema>;

export const paymentViewSchema = z.object({
  attemptId: z.string(),
  amountMinor: z.int(),
  stage: z.enum([
    'preparing',
    ...paymentStageSchema.options,
    'approved',
    'declined',
    'reversed',
    /** Could not be taken back yet; kept and tried again. The customer's bank settles it. */
    'unresolved',
  ]),
  maskedPan: z.string().nullable(),
  /** What a payment terminal shows its customer at this moment. */
  hint: z.string().optional(),
  problem: problemSchema.nullable(),
  /** The sale that was completed, once `stage` is `approved`. */
  saleId: z.string().nullable(),
});
export type PaymentView = z.infer<typeof paymentViewSchema>;

export const saleViewSchema = z.object({
  saleId: z.string(),
  number: z.int(),
  at: z.number(),
  operatorName: z.string(),
  businessDate: z.string(),
  pieces: z.int(),
  totalMinor: z.int(),
  tender: z.enum(['cash', 'card', 'wallet', 'several']),
  tenderedMinor: z.int(),
  changeMinor: z.int(),
});
export type SaleView = z.infer<typeof saleViewSchema>;

/** Where the business day begins on the store's wall clock, `HH:MM`: hours are shown from it on. */
const cutOverSchema = storeSettingsSchema.shape.cutOver;

/** With the code that the back office gave over the telephone, or allowed by somebody who may. */
const liftSchema = z.union([
  z.strictObject({ code: z.string().min(4).max(16) }),
  z.strictObject({}),
]);

const nothing = z.object({});
/** Whether the printer said itself that it has printed. */
const printed = z.object({ confirmed: z.boolean() });
const lineRef = z.object({ line: z.int().positive() });
/** The sale, and why its goods go down where that is asked. */
const takingBack = saleRef.extend({ reasonId: reasonIdSchema.optional() });

export const channels = {
  /** Whether the till could start; everything else is refused until it has. */
  'startup.view': channel('nobody', nothing, startupViewSchema),
  'startup.retry': channel('nobody', nothing, startupViewSchema),
  /** Joins the store with a one-time code from the back office. */
  'startup.enrol': channel(
    'nobody',
    z.object({ code: z.string().trim().min(4).max(32) }),
    startupViewSchema,
  ),

  /** With it, up to where it has everything that was told. */
  'till.state': channel('nobody', nothing, tillStateSchema.extend({ told: toldSchema })),
  'till.setLocale': channel('nobody', z.object({ locale: localeSchema }), nothing),
  'till.lock': channel('till.lock', nothing, nothing),
  'till.signOut': channel('till.sign-out', nothing, nothing),
  'till.syncNow': channel('nobody', nothing, nothing),

  'signIn.operators': channel('nobody', nothing, z.array(operatorViewSchema)),
  'signIn.view': channel('nobody', nothing, signInViewSchema.extend(toldUpTo.shape)),
  /**
   * One proof of who is there. The steps start once the store's ways are satisfied; until then the view asks for more.
   * A badge or staff card that a device reads does the same without the page. The rest arrives as `sign-in` events.
   */
  'signIn.begin': channel('nobody', proofSchema, toldUpTo),
  /** Answers `new-secret`. Throws `secret-too-weak`. */
  'signIn.changeSecret': channel('nobody', z.object({ pin: pinSchema }), toldUpTo),
  /** Answers `lift`: allowed by somebody who may, or by the code that the back office gave for the challenge. */
  'signIn.lift': channel('nobody', liftSchema, toldUpTo),
  /** Lets a stopped till go on, by a manager: in its journal, or in a new one that follows it. */
  'signIn.liftStop': channel('nobody', z.strictObject({}), toldUpTo),
  'signIn.confirmSeals': channel('nobody', z.object({ intact: z.boolean() }), toldUpTo),
  'signIn.countFloat': channel(
    'nobody',
    z.object({ denominations: z.record(z.string().regex(/^\d+$/), z.int().nonnegative()) }),
    toldUpTo,
  ),
  /** Runs the failed step and what follows it once more. */
  'signIn.retry': channel('nobody', nothing, toldUpTo),
  'signIn.cancel': channel('nobody', nothing, nothing),
  /** A manager, or the back office by a one-time code, forgives an operator's wrong tries. */
  'signIn.unlockOperator': channel(
    'nobody',
    z.union([
      z.strictObject({ number: operatorNumberSchema }),
      z.strictObject({ number: operatorNumberSchema, code: z.string().min(4).max(16) }),
    ]),
    nothing,
  ),

  'catalogue.favourites': channel('sells', nothing, z.array(itemSchema)),
  /** The shelves and what is under them, each before what is under it. */
  'catalogue.categories': channel('sells', nothing, z.array(categorySchema)),
  /** With what is in the categories under it. */
  'catalogue.category': channel(
    'sells',
    z.object({ category: categoryIdSchema }),
    z.array(itemSchema),
  ),
  'catalogue.search': channel(
    'sells',
    z.object({ text: z.string().trim().min(1).max(64) }),
    z.array(itemSchema),
  ),

  /**
   * Goods taken back above the store's limit, or a weight lowered, want a `reason`: without it `take-back-limit` or
   * `weight-lowered` is thrown, and then somebody who may.
   */
  'basket.view': channel('sells', nothing, basketViewSchema.extend(toldUpTo.shape)),
  /** A code from the scanner or typed in full. Throws `barcode-unknown`. */
  'basket.scan': channel('sells', z.object({ code: z.string().min(1).max(128) }), toldUpTo),
  'basket.add': channel(
    'sells',
    z.object({ sku: z.string(), quantity: z.int().positive() }),
    toldUpTo,
  ),
  'basket.setQuantity': channel(
    'sells',
    lineRef.extend({ quantity: z.int().positive(), reasonId: reasonIdSchema.optional() }),
    toldUpTo,
  ),
  /** What lies on the scale, in the thousandths that lines count in; `basket.setQuantity` puts it into one. */
  'basket.weigh': channel('sells', nothing, z.object({ quantity: z.int().positive() })),
  'basket.remove': channel(
    'sells',
    lineRef.extend({ reasonId: reasonIdSchema.optional() }),
    toldUpTo,
  ),
  'basket.overridePrice': channel(
    'sells',
    lineRef.extend({
      priceMinor: z.int().nonnegative(),
      /** One of the store's where it has any; null where it asks for none. */
      reasonId: reasonIdSchema.nullable(),
    }),
    toldUpTo,
  ),
  /** Puts the basket aside, under a name or none. */
  'basket.hold': channel(
    'sells',
    saleRef.extend({ name: z.string().trim().max(holdNameMax) }),
    toldUpTo,
  ),
  /** Takes one of `held` up again; whoever put it aside. Throws `basket-open`, `hold-gone`. */
  'basket.recall': channel('sells', saleRef, toldUpTo),
  /** `act`: the last one, as it was shown; what then goes down wants a reason as above. Throws `nothing-to-undo`, `sale-changed`. */
  'basket.undo': channel('sells', takingBack.extend({ act: z.int() }), toldUpTo),
  'basket.abandon': channel('sells', takingBack, toldUpTo),

  /**
   * `amountMinor`: `cashDueMinor` as shown. Nothing at all is enough where nothing is owed: given away, or less than the
   * smallest coin, or the customer is owed: that is paid out.
   */
  'sale.payCash': channel(
    'sells',
    saleRef.extend({
      amountMinor: z.int(),
      tenderedMinor: z.int().nonnegative(),
    }),
    saleViewSchema,
  ),
  'sale.recent': channel('receipt.reprint', nothing, z.array(saleViewSchema)),
  'sale.receipt': channel('receipt.reprint', z.object({ saleId: z.string() }), paperSchema),
  'sale.printReceipt': channel('receipt.reprint', z.object({ saleId: z.string() }), printed),
  'report.x': channel(
    'report.x',
    nothing,
    z.object({
      totals: dayTotalsSchema,
      /** Without what would tell what is in the drawer, which is not counted yet. */
      blind: z.boolean(),
      cutOver: cutOverSchema,
      paper: paperSchema,
    }),
  ),
  'report.printX': channel('report.x', nothing, printed),
  /** Works what is kept of the day out again from the journal, after `totals-differ`. */
  'day.refold': channel('day.close', z.object({ businessDate: z.iso.date() }), nothing),

  'devices.list': channel('nobody', nothing, z.array(deviceViewSchema)),
  'devices.identify': channel('nobody', z.object({ device: z.string() }), deviceIdentitySchema),
  /** How it says it is. What moves something, or asks somebody, is `bench.check`. */
  'devices.health': channel(
    'nobody',
    z.object({ device: z.string(), level: healthLevelSchema.extract(['internal']) }),
    deviceHealthSchema,
  ),
  'devices.statistics': channel('nobody', z.object({ device: z.string() }), deviceStatisticsSchema),
  'devices.trace': channel(
    'here:devices.view',
    z.object({ device: z.string(), after: z.int() }),
    z.object({ lines: z.array(traceLineSchema) }),
  ),
  ...cashChannels,
  ...saleChannels,
  ...returnsChannels,
  ...tenderChannels,
  ...dayChannels,
  ...benchChannels,
  ...peopleChannels,
  ...anomalyChannels,
} as const;

export type Channel = keyof typeof channels;
export type ChannelInput<Name extends Channel> = z.input<(typeof channels)[Name]['input']>;
export type ChannelOutput<Name extends Channel> = z.output<(typeof channels)[Name]['output']>;

/** Nothing is thrown across the border. */
export type Envelope<Value> =
  | Readonly<{ ok: true; value: Value }>
  | Readonly<{ ok: false; problem: z.infer<typeof problemSchema> }>;

/** What the preload script puts on `window.till`, and all the page can reach. */
export type TillBridge = Readonly<{
  /** `grant`: what `approval.give` answered for this very call. */
  invoke(channel: string, input: unknown, grant?: string): Promise<Envelope<unknown>>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: unknown) => void): () => void;
}>;
