/**
 * What main and the devices process say to each other: verbs with an answer, and events.
 *
 * No PIN, no full card number and no track ever crosses this border: between `collect` and the end of `authorise` the
 * clear card lives in the memory of the devices process, under its attempt id, and nowhere else.
 */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { spelledSerial } from '../basics/mask.ts';
import { weightSchema } from '../goods/weight.ts';
import { paperSchema } from '../paper/paper.ts';
import { problemSchema } from '../words/problem.ts';
import {
  benchProgressSchema,
  benchResultSchema,
  benchTestSchema,
  findingSchema,
  portInfoSchema,
} from './bench.ts';
import { deviceFamilySchema, deviceIdentitySchema } from './register.ts';
import { deviceRoles } from './roles.ts';
import { terminalVerbs } from './terminal-verbs.ts';
import { walletConfigSchema, walletVerbs } from './wallet-verbs.ts';

/** What devices may speak; drivers/protocols.ts has the rest of each. A configuration may name one of another version. */
export const protocolNames = [
  'visa',
  'zvt',
  'transbank',
  'text-lines',
  'magtek-sureswipe',
  'magtek-magnesafe',
  'idtech-securemag',
  'idtech-neo2',
  'escpos',
  'hidpos-scanner',
  'serial-scanner',
  'hid-scale',
  'toledo-scale',
  'cd5220',
] as const;
export type Protocol = (typeof protocolNames)[number];
export const anyProtocolSchema = growing(protocolNames);

export const deviceConfigSchema = z.object({
  /** Names the device everywhere: `pin-pad`, `card-reader`, `printer`. */
  device: z.string().regex(/^[a-z0-9-]{1,32}$/),
  family: deviceFamilySchema,
  protocol: anyProtocolSchema,
  /** `serial:///dev/ttyUSB0?baud=9600`, `serial://1d6b:0104/SERIAL`, `tcp://10.0.0.31:9100`; see drivers/address.ts. */
  address: z.string().min(1),
  /** Slot of the terminal master key in a PIN pad. */
  masterKey: z.string().regex(/^\d$/).default('0'),
  /** What it alone is for, where there is another of its family: see roles.ts. */
  roles: z.array(growing(deviceRoles)).optional(),
  /** What this model does otherwise than its protocol says; each driver checks its own (`<protocol>/spec.ts`). */
  options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
});
export type DeviceConfig = z.infer<typeof deviceConfigSchema>;

export const acquirerConfigSchema = z.object({
  /** `tcp://10.0.0.31:8583`; `memory://…` within a simulation. */
  address: z.string().regex(/^(tcp|memory):\/\/./),
  /** Ten digits, `6000030000`. */
  tpdu: z.string().regex(/^\d{10}$/),
  /** Twelve digits, `603100000000`. */
  head: z.string().regex(/^\d{12}$/),
  terminalId: z.string().length(8),
  merchantId: z.string().length(15),
  /** DE60.3 of the sign-on: `003` PIK and MAK, `004` and a TDK. */
  networkCode: z.enum(['003', '004']),
  answerTimeoutMs: z.int().positive().default(30_000),
  reversalTriesMax: z.int().positive().default(3),
  /** The host leaves the MAC out of its refusals. Only where the acquirer has said so in writing: see docs/payments.md. */
  refusesWithoutMac: z.boolean().default(false),
});
export type AcquirerConfig = z.infer<typeof acquirerConfigSchema>;

const hex = z.string().regex(/^[0-9A-F]+$/);
/** Working keys as the acquirer sent them: ciphertext under the pad's master key. Worthless outside that pad. */
export const wrappedKeysSchema = z.object({
  pik: hex,
  mak: hex,
  tdk: hex.nullable(),
});
export type WrappedKeys = z.infer<typeof wrappedKeysSchema>;

/** UnifiedPOS CheckHealth: nothing moves; the device may act; a person takes part. */
export const healthLevelSchema = z.enum(['internal', 'external', 'interactive']);
export type HealthLevel = z.infer<typeof healthLevelSchema>;

export const deviceHealthSchema = z.object({
  device: z.string(),
  level: healthLevelSchema,
  state: z.enum(['healthy', 'needs-look', 'failed']),
  problems: z.array(problemSchema),
  /** Facts for a technician: name → value, in the field's own words. */
  facts: z
    .record(z.string(), z.string())
    .overwrite(({ serial, ...facts }) =>
      serial === undefined ? facts : { ...facts, serial: spelledSerial(serial) },
    ),
  tookMs: z.number().nonnegative(),
});
export type DeviceHealth = z.infer<typeof deviceHealthSchema>;

export const traceLineSchema = z.object({
  index: z.int().nonnegative(),
  at: z.number(),
  direction: z.enum(['out', 'in']),
  /** Masked: bytes a person must not see are `••`. */
  hex: z.string(),
  meaning: z.string(),
  faulty: z.boolean(),
});
export type TraceLine = z.infer<typeof traceLineSchema>;

export const deviceStatisticsSchema = z.object({
  goodFrames: z.int(),
  badFrames: z.int(),
  naks: z.int(),
  retries: z.int(),
  /** By the protocol's name for the wait that ended: `T1`, `ack`, `answer`. */
  timeouts: z.record(z.string(), z.int()),
  reopened: z.int(),
  roundTripMs: z.object({
    p50: z.number(),
    p99: z.number(),
    count: z.int(),
    /** Exchanges per bucket; the last bucket has no upper end (`null`). */
    histogram: z.array(z.object({ upToMs: z.number().nullable(), count: z.int() })),
  }),
});
export type DeviceStatistics = z.infer<typeof deviceStatisticsSchema>;

const device = z.object({ device: z.string() });
const nothing = z.object({});
const stan = z.string().regex(/^\d{6}$/);
const batch = z.string().regex(/^\d{6}$/);
const amountMinor = z.int().positive();
const operator = z.string();

export const hostSignOnSchema = z.object({
  batch,
  /** Check values as the pad computed them, upper-case hex. */
  kcv: z.record(z.string(), z.string()),
  keys: wrappedKeysSchema,
  /** MMDD and hhmmss of the host's clock. */
  hostDate: z.string(),
  hostTime: z.string(),
});
export type HostSignOn = z.infer<typeof hostSignOnSchema>;

export const authorisationSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('approved'),
    authorisationCode: z.string(),
    referenceNumber: z.string(),
    responseCode: z.string(),
    /** The host asks for a new sign-on (DE39 or the head's processing digit). */
    signOnAgain: z.boolean(),
  }),
  z.object({
    kind: z.literal('declined'),
    responseCode: z.string(),
    problem: problemSchema,
    signOnAgain: z.boolean(),
  }),
  z.object({
    kind: z.literal('unknown'),
    problem: problemSchema,
    /** DE39 of the reversal: 98 no answer, A0 wrong MAC, 06 other. */
    reversalReason: z.enum(['98', 'A0', '06']),
  }),
]);
export type Authorisation = z.infer<typeof authorisationSchema>;

/** Verb → what goes in and what comes out. A failure comes back as a `Problem`. */
export const deviceVerbs = {
  /** Opens what is listed, closes what is not. Wrapped keys come along when the process was restarted. */
  configure: {
    input: z.object({
      devices: z.array(deviceConfigSchema),
      acquirer: acquirerConfigSchema.nullable(),
      keys: wrappedKeysSchema.nullable(),
      /** Who takes wallets' money. */
      wallet: walletConfigSchema.nullable().default(null),
    }),
    output: nothing,
  },
  /** Heartbeat. */
  ping: { input: nothing, output: nothing },
  /** Modules with machine code that this process cannot load, by name. */
  missingModules: { input: nothing, output: z.object({ modules: z.array(z.string()) }) },
  identify: { input: device, output: deviceIdentitySchema },
  health: { input: device.extend({ level: healthLevelSchema }), output: deviceHealthSchema },
  statistics: { input: device, output: deviceStatisticsSchema },
  /** Trace lines with an index above `after`; -1 for all that are kept. */
  trace: {
    input: device.extend({ after: z.int() }),
    output: z.object({ lines: z.array(traceLineSchema) }),
  },
  showText: {
    input: device.extend({ lines: z.array(z.string().max(20)).max(4) }),
    output: nothing,
  },
  /** 0800: keys into the pad, their check values compared there. */
  hostSignOn: { input: z.object({ stan, batch, operator }), output: hostSignOnSchema },
  /** 0820 / 301. */
  hostEcho: { input: nothing, output: z.object({ tookMs: z.number() }) },
  /** Waits for a card, then for the PIN. Nothing goes to the host. */
  collect: {
    input: z.object({ attemptId: z.string(), amountMinor, timeoutMs: z.int().positive() }),
    output: z.object({ maskedPan: z.string(), entryMode: z.string() }),
  },
  /** 0200 with what `collect` holds; the clear card is wiped before this answers. */
  authorise: {
    input: z.object({ attemptId: z.string(), stan, batch, amountMinor, operator }),
    output: authorisationSchema,
  },
  /** 0400, tried up to `reversalTriesMax` times. Answers only when the host has confirmed. */
  reverse: {
    input: z.object({
      attemptId: z.string(),
      stan,
      batch,
      amountMinor,
      entryMode: z.string(),
      authorisationCode: z.string().nullable(),
      reason: z.enum(['98', 'A0', '06']),
    }),
    output: z.object({ responseCode: z.string() }),
  },
  ...terminalVerbs,
  ...walletVerbs,
  /** Ends a `collect` under way: it fails with `card-cancelled`; asks a terminal to stop, or waits for a phone no longer. Harmless when there is none. */
  cancel: { input: z.object({ attemptId: z.string() }), output: nothing },
  /** Tells the pad's customer how it ended: two short lines, then idle. */
  farewell: { input: z.object({ lines: z.array(z.string().max(20)).max(2) }), output: nothing },
  print: {
    input: device.extend({ paper: paperSchema, openDrawer: z.boolean() }),
    /** Whether the printer said so itself. */
    output: z.object({ confirmed: z.boolean() }),
  },
  openDrawer: { input: device, output: nothing },
  /** Two lines of up to 20 characters for the customer; an empty list clears. */
  showCustomer: {
    input: device.extend({ lines: z.array(z.string().max(20)).max(2) }),
    output: nothing,
  },
  /** Waits until the goods lie still. Fails with `scale-not-steady`, `scale-over-limit`, `scale-fault`. */
  weigh: { input: device, output: weightSchema },
  /** What is plugged into this machine now. */
  ports: { input: nothing, output: z.object({ ports: z.array(portInfoSchema) }) },
  /** What is at this address? A port that a configured device holds is lent for as long as it takes. */
  detect: {
    input: z.object({ address: z.string().min(1) }),
    output: z.object({ findings: z.array(findingSchema) }),
  },
  /** One test of the technician's bench; `test-progress` events carry the same `run`. */
  test: {
    input: device.extend({ run: z.string(), test: benchTestSchema }),
    output: benchResultSchema,
  },
  /** Ends a test under way: it answers with what it has. Harmless when there is none. */
  stopTest: { input: z.object({ run: z.string() }), output: nothing },
} as const;

export type DeviceVerb = keyof typeof deviceVerbs;
export type VerbInput<Verb extends DeviceVerb> = z.input<(typeof deviceVerbs)[Verb]['input']>;
export type VerbOutput<Verb extends DeviceVerb> = z.output<(typeof deviceVerbs)[Verb]['output']>;

export const paymentStageSchema = z.enum([
  'swipe-card',
  'enter-pin',
  'contacting-host',
  /** A payment terminal is at it, and says by itself how far it is. */
  'at-terminal',
  /** Its last word did not arrive: it is asked what it did. */
  'asking-terminal',
  /** A wallet's acquirer has the payment code. */
  'asking-wallet',
  /** The customer confirms on the phone, or types a password there. */
  'customer-confirms',
  'reversing',
]);

export const deviceEventSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('device-status'),
    device: z.string(),
    online: z.boolean(),
    problem: problemSchema.nullable(),
  }),
  z.object({
    kind: z.literal('payment-stage'),
    attemptId: z.string(),
    stage: paymentStageSchema,
    maskedPan: z.string().nullable(),
    /** What a payment terminal shows its customer. */
    hint: z.string().optional(),
  }),
  /** A card came in clear while no attempt waited for one: it was dropped. */
  z.object({ kind: z.literal('card-dropped'), device: z.string() }),
  /** A card of the store's own, no payment card, was swiped while no attempt waited. */
  z.object({ kind: z.literal('store-card'), device: z.string(), number: z.string() }),
  z.object({
    kind: z.literal('scanned'),
    device: z.string(),
    text: z.string(),
    /** AIM symbology identifier, `]E0`; null where the scanner does not tell. */
    symbology: z.string().nullable(),
  }),
  /** Something was plugged in or pulled out. */
  z.object({ kind: z.literal('ports-changed'), ports: z.array(portInfoSchema) }),
  benchProgressSchema.extend({ kind: z.literal('test-progress') }),
]);
export type DeviceEvent = z.infer<typeof deviceEventSchema>;

/** Requests and answers on the MessagePort; events travel alone. */
export const devicesRequestSchema = z.object({
  id: z.int(),
  verb: z.enum(Object.keys(deviceVerbs) as [DeviceVerb, ...DeviceVerb[]]),
  input: z.unknown(),
});
export const devicesMessageSchema = z.union([
  z.object({ id: z.int(), ok: z.literal(true), value: z.unknown() }),
  z.object({ id: z.int(), ok: z.literal(false), problem: problemSchema }),
  z.object({ event: deviceEventSchema }),
]);
export type DevicesMessage = z.infer<typeof devicesMessageSchema>;

/** How main sees the devices, whichever process they live in. */
export type Devices = Readonly<{
  /** Throws `Problem`; `devices-restarting` when the process died before it answered. */
  request<Verb extends DeviceVerb>(verb: Verb, input: VerbInput<Verb>): Promise<VerbOutput<Verb>>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: DeviceEvent) => void): () => void;
}>;
