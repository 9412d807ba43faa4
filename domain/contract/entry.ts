/**
 * Every fact that can be written down, as a discriminated union by `kind`.
 *
 * Names are in the past tense. Schemas only ever grow by optional fields: the back office must read last year's till.
 */
import { z } from 'zod';
import { anomalyKindSchema } from '../anomalies/kinds.ts';
import { holdsPan, isMaskedPan } from '../basics/mask.ts';
import { deviceFamilySchema, registeredDeviceSchema } from '../devices/register.ts';
import { operatorNumberSchema, passkeySchema, roleSchema } from '../people/operator.ts';
import { wayInSchema } from '../people/ways-in.ts';
import { basketLineSchema } from '../sale/basket.ts';
import { stepNameSchema } from '../sign-in/steps.ts';
import { tenderSchema } from '../tenders/tender.ts';
import { terminalMarkSchema } from '../tenders/terminal-mark.ts';
import { problemSchema, sentenceParamsSchema } from '../words/problem.ts';

const id = z.uuid();
const minor = z.int();
const count = z.int().nonnegative();
const maskedPan = z.string().refine(isMaskedPan, 'a masked card number');
const stan = z.string().regex(/^\d{6}$/);
const batch = z.string().regex(/^\d{6}$/);
/** At most six bytes: a whole block of eight would tell more about the key than a check needs. */
const kcv = z.string().regex(/^[0-9A-Fa-f]{4,12}$/);
/** What a one-time code answered; see one-time-code.ts. Spent, so it is no secret. */
const challenge = z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
const hashHex = z.string().regex(/^[0-9a-f]{64}$/);

export const stepOutcomeSchema = z.object({
  step: stepNameSchema,
  state: z.enum(['passed', 'warned', 'failed', 'skipped']),
  problems: z.array(problemSchema),
  /** Altogether; `waitedMs` of it went by while a person was asked. Not in the journals of older tills. */
  tookMs: count,
  waitedMs: count.optional(),
});
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

export const signedHeadSchema = z.object({
  seq: count,
  hash: hashHex,
  /** Ed25519 over the 32 bytes of `hash`, base64. */
  signature: z.string(),
});

export const saleBodySchema = z.object({
  saleId: id,
  /** Of this till, on this business date, from 1. */
  number: z.int().positive(),
  lines: z.array(basketLineSchema).min(1),
  pieces: z.int().positive(),
  listMinor: count,
  discountMinor: minor,
  totalMinor: count,
  /** Cash owed minus total, where the store rounds to its smallest coin. */
  roundingMinor: minor,
  tax: z.array(z.object({ rate: count, grossMinor: minor, taxMinor: minor })),
  tenders: z.array(tenderSchema).min(1),
  voidedLines: count,
});
export type SaleBody = z.infer<typeof saleBodySchema>;

export const dayClosedBodySchema = z.object({
  /** Number of the Z report of this till, from 1, never reset. */
  zNumber: z.int().positive(),
  closedDate: z.iso.date(),
  countedMinor: count,
  expectedMinor: minor,
  differenceMinor: minor,
  reason: z.string().max(200).nullable(),
  sales: count,
  salesMinor: minor,
  firstSeq: count,
  lastSeq: count,
  /** Head of the journal just before this entry. */
  head: signedHeadSchema,
});
export type DayClosedBody = z.infer<typeof dayClosedBodySchema>;

/** A check or test at the bench, as it is kept and handed over. */
export const deviceCheckedBodySchema = z.object({
  device: z.string(),
  /** Who the device said it was. */
  model: z.string().nullable(),
  serialNumber: z.string().nullable(),
  /** `health-internal`, `health-external`, `health-interactive`, or the name of a bench test. */
  check: z.string(),
  outcome: z.enum(['passed', 'needs-look', 'failed', 'stopped']),
  problems: z.array(problemSchema),
  facts: z.record(z.string(), z.string().max(500)),
  tookMs: count,
});
export type DeviceCheckedBody = z.infer<typeof deviceCheckedBodySchema>;

const attemptRef = { attemptId: id };

/** Kind → schema of its body. */
export const bodySchemas = {
  /** The till joined a store and made its key; always the first entry. */
  'till-enrolled': z.object({
    store: z.string(),
    tillName: z.string(),
    currency: z.string().length(3),
    zone: z.string(),
    /** Ed25519 public key, SPKI, base64. */
    publicKey: z.string(),
    /**
     * The journal this machine kept before, to its end; what came `after` stands here again where the till itself goes on,
     * and the rest is lost with the file where it was set up anew. Not in the journals of older tills.
     */
    continues: z
      .object({ till: z.string(), seq: count, hash: hashHex, after: count.optional() })
      .optional(),
  }),
  /** The application started; `version` is the software's. */
  'till-started': z.object({ version: z.string() }),
  /** The file ends at `here`, or says otherwise at `there`: so far it had been written once. */
  'journal-shortened': z.object({ here: count, there: count }),
  /** A till that was stopped goes on; `by` says so. */
  'stop-lifted': z.object({ stop: problemSchema, by: operatorNumberSchema }),
  /** Somebody tried to get in and was refused. */
  'sign-in-refused': z.object({
    /** Null where a badge, card or passkey is nobody's. */
    number: operatorNumberSchema.nullable(),
    reason: z.enum(['pin-wrong', 'operator-unknown', 'operator-locked', 'way-refused']),
    /** Not in the journals of older tills, which knew PINs only. */
    way: wayInSchema.optional(),
    wrongTries: count,
    /** So many more since the last such entry, refused without being looked at. */
    inVain: count.optional(),
  }),
  /** A sign-in ended at a step that blocks. */
  'sign-in-failed': z.object({ steps: z.array(stepOutcomeSchema) }),
  /** The gate is open: `operator` of the entry may sell on its business date. */
  'signed-in': z.object({
    role: roleSchema,
    offline: z.boolean(),
    steps: z.array(stepOutcomeSchema),
    /** Not in the journals of older tills. */
    ways: z.array(wayInSchema).optional(),
  }),
  'till-locked': z.object({}),
  'till-unlocked': z.object({}),
  /** `restart`: the till stopped in the middle of a shift; whoever goes on must sign in again. */
  /** `handed-over`: another operator takes the till. `withdrawn`: the back office withdrew the operator. */
  'signed-out': z.object({
    reason: z.enum(['operator', 'cut-over', 'day-closed', 'restart', 'handed-over', 'withdrawn']),
  }),
  /** The acquirer gave working keys; they are in the PIN pad and their check values agree. */
  'host-signed-on': z.object({ stan, batch, kcv: z.record(z.string(), kcv) }),
  'float-counted': z.object({
    amountMinor: count,
    /** Denomination in minor units → pieces. */
    denominations: z.record(z.string(), count),
  }),
  'sale-completed': saleBodySchema,
  /** A basket with lines was given up before it was paid. */
  'sale-abandoned': z.object({ saleId: id, lines: count, totalMinor: count }),
  'price-overridden': z.object({
    saleId: id,
    sku: z.string(),
    listPriceMinor: count,
    priceMinor: count,
    approvedBy: operatorNumberSchema,
  }),
  /**
   * The drawer was opened without a sale. `approvedBy`: who lent the right to whoever did it. `how`: by a test of the
   * bench or by raw bytes, where it was not by the till's own key. Not in the journals of older tills.
   */
  'drawer-opened': z.object({
    approvedBy: operatorNumberSchema.optional(),
    how: z.enum(['bench-check', 'bench-test', 'bench-raw']).optional(),
  }),
  'receipt-printed': z.object({ saleId: id, copy: z.boolean() }),
  /** An operator's wrong tries were forgiven; `by` is null where the back office did, by a one-time code. */
  'operator-unlocked': z.object({
    number: operatorNumberSchema,
    by: operatorNumberSchema.nullable(),
    challenge: challenge.optional(),
  }),
  /**
   * The operator chose another PIN or password; its slow hash goes to the back office by itself, never in here.
   * `secretHash` is the SHA-256 of that hash, which vouches for it. Not in the journals of older tills.
   */
  'secret-changed': z.object({ number: operatorNumberSchema, secretHash: hashHex.optional() }),
  'passkey-registered': z.object({ number: operatorNumberSchema, passkey: passkeySchema }),
  'passkey-removed': z.object({ number: operatorNumberSchema, credentialId: z.string() }),
  /** Past its offline limit the till opened all the same; `by` is null where the back office allowed it, by a one-time code. */
  'offline-lifted': z.object({
    limit: z.enum(['days', 'value']),
    by: operatorNumberSchema.nullable(),
    days: count,
    unsyncedMinor: minor,
    challenge: challenge.optional(),
  }),
  /** A one-time code was not the answer to the challenge; `wrongTries` counts this one. */
  'code-refused': z.object({
    purpose: z.enum(['offline-lift', 'operator-unlock']),
    challenge,
    wrongTries: count,
    inVain: count.optional(),
  }),
  /** Somebody looked at a test picture or listened for a test sound. */
  'self-checked': z.object({ check: z.enum(['screen', 'sound']), well: z.boolean() }),
  /** A cashier compared the seals of these devices with their numbers in the register. */
  'seals-checked': z.object({
    devices: z.array(registeredDeviceSchema.pick({ device: true, seals: true })).min(1),
    intact: z.boolean(),
  }),
  /** The store's time zone or cut-over is another from here on. */
  'zone-changed': z.object({ before: z.string(), after: z.string() }),
  /** The till noticed something that somebody should look at; `entries` are sequence numbers of this journal. */
  'anomaly-raised': z.object({
    anomaly: anomalyKindSchema,
    params: sentenceParamsSchema,
    entries: z.array(count).max(100),
  }),

  'attempt-prepared': z.object({
    ...attemptRef,
    saleId: id,
    amountMinor: z.int().positive(),
    currency: z.string().length(3),
    stan,
    batch,
  }),
  /** Written before the first byte of the 0200, or of a terminal's payment, leaves. */
  'attempt-requested': z.object({
    ...attemptRef,
    /** All hidden where a payment terminal tells the card with its approval only. */
    maskedPan,
    entryMode: z.string(),
    /** The last transaction of the payment terminal before this one; see terminal-mark.ts. */
    terminalMark: terminalMarkSchema.optional(),
  }),
  'attempt-approved': z.object({
    ...attemptRef,
    authorisationCode: z.string(),
    /** DE37 of the host, or the mark of the payment terminal's transaction. */
    referenceNumber: z.string(),
    responseCode: z.string(),
    /** Not in the journals of older tills. */
    maskedPan: maskedPan.optional(),
  }),
  /** `not-sent`: it never left the till. */
  'attempt-declined': z.object({
    ...attemptRef,
    responseCode: z.string().nullable(),
    reason: z.enum(['host', 'not-sent']),
    problem: problemSchema,
  }),
  'attempt-unknown': z.object({ ...attemptRef, problem: problemSchema }),
  /** One more try to take it back; `reason` is DE39 of the 0400. */
  'attempt-reversing': z.object({ ...attemptRef, reason: z.enum(['98', 'A0', '06']) }),
  'attempt-reversed': z.object({ ...attemptRef, responseCode: z.string() }),
  'attempt-captured': z.object({ ...attemptRef, saleId: id }),
  /** Open in a file that was put back: it may have ended since. */
  'attempt-doubted': z.object({ ...attemptRef }),
  /** No answer came and none will: `by` says what happened. The figures repeat the attempt's, for the statement. */
  'attempt-settled': z.object({
    ...attemptRef,
    outcome: z.enum(['charged', 'not-charged']),
    amountMinor: z.int().positive(),
    currency: z.string().length(3),
    maskedPan: maskedPan.nullable(),
    stan,
    batch,
    /** Number of the slip or of the statement's line; null where there is none. */
    slip: z.string().max(40).nullable(),
    reason: z.string().max(200),
    by: operatorNumberSchema,
  }),

  'day-closed': dayClosedBodySchema,
  /** What was kept beside the journal said otherwise than the journal, and was folded again from it. */
  'totals-refolded': z.object({
    businessDate: z.iso.date(),
    /** The first figure that was different. */
    what: z.string(),
    journal: z.int(),
    kept: z.int(),
  }),
  /** The back office has everything up to `head`. */
  'journal-pushed': z.object({ head: signedHeadSchema }),
  'catalogue-pulled': z.object({ cursor: z.string(), items: count, operators: count }),
  'books-differed': z.object({ businessDate: z.iso.date(), params: sentenceParamsSchema }),
  /** Somebody who may test devices opened the bench. */
  'bench-opened': z.object({ number: operatorNumberSchema }),
  'device-checked': deviceCheckedBodySchema,
  /** A technician told the till which device it has and where; `before` is the address of the one it replaced. */
  'device-attached': z.object({
    device: z.string(),
    family: deviceFamilySchema,
    protocol: z.string(),
    address: z.string(),
    before: z.string().nullable(),
  }),
  /** A device was attached to this till for good: the register's row, as the technician wrote it. */
  'device-registered': registeredDeviceSchema,
  'clock-moved': z.object({ direction: z.enum(['set-back', 'set-forward']), byMs: count }),
} as const;

export type EntryKind = keyof typeof bodySchemas;
export type BodyOf<Kind extends EntryKind> = z.infer<(typeof bodySchemas)[Kind]>;

/** A fact that is about to be written: what the journal does not know by itself. */
export type Fact = { [Kind in EntryKind]: { kind: Kind; body: BodyOf<Kind> } }[EntryKind];

/** A fact with its place and time. `operator` is a number or null where nobody was signed in. */
export type Entry = Fact &
  Readonly<{
    seq: number;
    id: string;
    at: number;
    businessDate: string;
    operator: string | null;
  }>;

/**
 * Checks a fact before it is written and after it is read. Throws ZodError where the body is not of its kind, TypeError
 * where there is no such kind, RangeError where a full card number stands anywhere in it, a reason typed by a person
 * included.
 */
export function parseFact(kind: string, body: unknown): Fact {
  const schema = bodySchemas[kind as EntryKind] as z.ZodType | undefined;
  if (!schema || !Object.hasOwn(bodySchemas, kind)) {
    throw new TypeError(`no journal kind ${kind}`);
  }
  const parsed = schema.parse(body);
  if (holdsPan(parsed)) throw new RangeError(`a full card number in ${kind}`);
  return { kind, body: parsed } as Fact;
}
