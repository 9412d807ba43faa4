/** What somebody should look at, found by the till or by the back office; each has one sentence and entries behind it. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';

export const anomalyKindSchema = z.enum([
  'out-of-hours',
  'tries-on-many-numbers',
  'tries-without-pause',
  'device-changed',
  'clock-moved',
  'many-reversals',
  'many-voids',
  'many-no-sales',
  'many-discounts',
  'decided-alone',
  'payment-settled',
  'till-cloned',
  'till-restored',
  'journal-shortened',
  'witness-missing',
  'owned-differed',
  'entry-doubted',
  'entries-misdated',
]);
/** As it is written down: a till of a later version may know more of them. */
export const anyAnomalyKindSchema = growing(anomalyKindSchema.options);
export type AnyAnomalyKind = z.infer<typeof anyAnomalyKindSchema>;
export type AnomalyKind = z.infer<typeof anomalyKindSchema>;

/** Why what a till decided alone must be looked at. */
export const aloneReasons = [
  /** The operator let in had been withdrawn. */
  'withdrawn',
  /** Their secret had been changed elsewhere, and the till took the old one. */
  'secret',
  /** The till itself had been withdrawn. */
  'revoked',
  /** Whoever allowed it was no manager any more. */
  'unentitled',
  /** The back office never gave that one-time code. */
  'invented',
  /** The one-time code had been spent before. */
  'reused',
] as const;
export type AloneReason = (typeof aloneReasons)[number];

/** Why the back office does not take a well-formed entry at its word. */
export const doubtReasons = [
  /** A sale whose sums are not the sums of its parts; it counts for nothing. */
  'sums',
  /** Whoever did it has no right to; a row of the register is not taken. */
  'unentitled',
  /** Signed in with more rights than the back office gave. */
  'role',
  /** Sold by somebody who was not signed in at the till. */
  'absent',
  /** Sold at a price, or with a promotion, that the back office never decided and nobody approved. */
  'price',
  /** Whoever allowed it was selling at another till in that moment. */
  'elsewhere',
  /** More devices registered than a till has; the row is not taken. */
  'crowd',
  /** A secret or passkey of somebody whose sign-in the till's journal does not hold; it is not taken. */
  'person',
] as const;
export type DoubtReason = (typeof doubtReasons)[number];

/** What the sentence of each kind asks for by name; `why`, `what` and `direction` choose between sentences. */
export const anomalyNeeds = {
  /** `operator` is a number, the times are `HH:MM` of the store's wall clock. */
  'out-of-hours': ['operator', 'time', 'from', 'until'],
  'tries-on-many-numbers': ['count', 'minutes'],
  'tries-without-pause': ['count', 'minutes'],
  /** `what`: `swapped` (serial numbers), `registered` (serial numbers), `attached` (addresses). */
  'device-changed': ['what', 'device', 'before', 'after'],
  /** `direction`: `back`, `forward`. */
  'clock-moved': ['direction', 'minutes'],
  'many-reversals': ['count', 'usual', 'businessDate'],
  'many-voids': ['count', 'usual', 'businessDate'],
  'many-no-sales': ['count', 'usual', 'businessDate'],
  'many-discounts': ['count', 'usual', 'businessDate'],
  /** `why` is one of `aloneReasons`; `operator` is whose act it was, or who allowed it. */
  'decided-alone': ['why', 'operator'],
  /** `outcome`: `charged`, `not-charged`; to be agreed with the acquirer's statement. `slip` is `-` where there is none. */
  'payment-settled': ['outcome', 'amount', 'currency', 'slip', 'operator'],
  'till-cloned': ['seq'],
  'till-restored': ['here', 'there'],
  'journal-shortened': ['here', 'there'],
  'witness-missing': [],
  /** `what` is one of `ownedTables`. */
  'owned-differed': ['what'],
  /** `why` is one of `doubtReasons`; `operator` is whose act it was, `-` where nobody's. */
  'entry-doubted': ['why', 'operator'],
  /** `first` and `last` are the dates written on them, `YYYY-MM-DD`. */
  'entries-misdated': ['first', 'last'],
} as const satisfies Record<AnomalyKind, readonly string[]>;

/** Found, and not yet written down anywhere. */
export type Finding = {
  [Kind in AnomalyKind]: Readonly<{
    anomaly: Kind;
    params: Readonly<Record<(typeof anomalyNeeds)[Kind][number], string | number>>;
    /** Sequence numbers in the till's journal, the oldest first. */
    entries: readonly number[];
  }>;
}[AnomalyKind];
