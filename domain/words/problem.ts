/**
 * Everything that may go wrong in a healthy program, as a closed list.
 *
 * The page has, for each kind and in both languages, what happened, what was kept safe and what to do next; a test
 * holds the two lists together. `params` fill those sentences: never a PIN, a full card number or track data.
 */
import { z } from 'zod';
import { growing, isKnown } from '../basics/growing.ts';

export const problemKinds = [
  // People
  'operator-unknown',
  'pin-wrong',
  'pin-wait',
  'operator-locked',
  'operator-withdrawn',
  'way-not-allowed',
  'badge-unknown',
  'badge-scanned',
  'passkey-unknown',
  'secret-too-weak',
  'not-permitted',
  'approval-needed',
  'approval-refused',
  'more-proof',
  'secret-due',
  'secret-doubted',
  'passkeys-too-many',
  // The day
  'not-signed-in',
  'till-locked',
  'past-cut-over',
  'day-already-closed',
  'sign-in-blocked',
  'sign-in-not-running',
  'basket-open',
  'already-signed-in',
  'till-not-locked',
  'date-not-open',
  'day-closes-early',
  'baskets-given-up',
  'hold-gone',
  'basket-unread',
  'count-missing',
  'reason-missing',
  'reason-gone',
  'date-reopened',
  'next-date-begun',
  // The till itself
  'clock-set-back',
  'clock-set-forward',
  'disk-low',
  'disk-full',
  'disk-failing',
  'commit-unknown',
  'commit-undone',
  'memory-low',
  'on-battery',
  'battery-low',
  'native-module-missing',
  'screen-failed',
  'sound-failed',
  'journal-broken',
  'yesterday-not-closed',
  'database-locked',
  'database-corrupt',
  'database-newer',
  'database-readonly',
  'config-unreadable',
  'key-missing',
  'software-damaged',
  'update-required',
  // Selling
  'barcode-unknown',
  'barcode-unreadable',
  'scan-not-used',
  'check-digit-wrong',
  'label-not-set',
  'item-past-date',
  'payment-card-scanned',
  'card-number-typed',
  'payment-code-scanned',
  'item-withdrawn',
  'quantity-not-sellable',
  'take-back-limit',
  'weight-lowered',
  'basket-full',
  'basket-empty',
  'nothing-to-undo',
  'receipt-scanned',
  'return-too-many',
  'return-changed',
  'return-fixed',
  'void-refused',
  'sale-changed',
  'line-gone',
  'tender-too-small',
  'amount-too-large',
  'nothing-owed',
  'tender-over-owed',
  'cash-not-in-coins',
  'sale-unknown',
  'sale-sums-wrong',
  'attempt-open',
  'attempt-unresolved',
  'tender-stray',
  'attempt-taken-back',
  'card-declined',
  'card-cancelled',
  'card-unreadable',
  'pin-timeout',
  'card-not-ready',
  'wallet-refused',
  'wallet-stopped',
  'wallet-unsure',
  'wallet-seal-wrong',
  'wallet-unreachable',
  'wallet-off',
  'wallet-not-taken',
  'payment-code-wrong',
  'sale-in-payment',
  'sale-half-paid',
  // Devices
  'port-missing',
  'port-ambiguous',
  'port-busy',
  'port-denied',
  'device-silent',
  'device-gone',
  'device-busy',
  'device-garbage',
  'device-refused',
  'device-swapped',
  'device-not-registered',
  'device-unconfirmed',
  'device-tampered',
  'device-key-missing',
  'device-maintenance-due',
  'device-maintenance-overdue',
  'device-firmware-not-allowed',
  'device-battery-low',
  'device-not-configured',
  'devices-restarting',
  'printer-paper-out',
  'printer-paper-low',
  'printer-cover-open',
  'printer-fault',
  'printer-unconfirmed',
  'scale-not-steady',
  'scale-over-limit',
  'scale-fault',
  'card-encrypted',
  'terminal-declined',
  'terminal-unknown',
  'terminal-locked',
  'terminal-not-registered',
  'test-not-possible',
  'bench-closed',
  // The acquirer
  'host-unreachable',
  'host-silent',
  'host-garbage',
  'host-refused',
  'host-mac-wrong',
  'host-mac-missing',
  'host-keys-wrong',
  'host-sign-on-needed',
  // The back office
  'server-unreachable',
  'server-certificate',
  'server-answer',
  'server-refused',
  /** Anything that a later version has a word for. */
  'problem-of-later',
  /** The back office sends what this version cannot read. */
  'data-of-later',
  'role-of-later',
  /** Written by a later version, before the program went back to this one. */
  'journal-of-later',
  'books-of-later',
  /** The back office answers this version no more. */
  'till-too-old',
  'server-busy',
  'till-not-enrolled',
  'till-revoked',
  'till-restored',
  'till-cloned',
  'journal-shortened',
  'enrolment-code-wrong',
  'chain-refused',
  'books-differ',
  /** Only counts were compared: the back office sums by another version. */
  'books-of-other-version',
  'owned-taken-anew',
  'owned-differs',
  'totals-differ',
  'offline-limit',
  'code-wrong',
  'code-not-ready',
  // The border
  'bad-request',
  'unexpected',
] as const;
export type ProblemKind = (typeof problemKinds)[number];

export const sentenceParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));
export type SentenceParams = z.infer<typeof sentenceParamsSchema>;

/** A sentence by its key, with its params: `steps.self-test.passed`. */
export const sentenceSchema = z.object({ key: z.string(), params: sentenceParamsSchema });
export type Sentence = z.infer<typeof sentenceSchema>;

/**
 * What the sentences of a kind ask for by name; a kind that is not here needs nothing. `device` is missing on purpose
 * where whoever keeps the device open adds it (drivers/host/supervised-device.ts).
 */
export const sentenceNeeds = {
  'pin-wrong': ['triesLeft'],
  'pin-wait': ['seconds'],
  'operator-locked': ['number', 'otherWay'],
  'secret-too-weak': ['why', 'digitsMin'],
  'secret-doubted': ['till'],
  'day-already-closed': ['businessDate'],
  'date-not-open': ['businessDate'],
  'day-closes-early': ['until', 'afterClose', 'businessDate', 'nextDate'],
  'baskets-given-up': ['count', 'sumMinor', 'whose'],
  'tender-stray': ['count'],
  'return-too-many': ['name'],
  'return-changed': ['name'],
  'void-refused': ['why'],
  'date-reopened': ['businessDate', 'zNumber', 'session'],
  'next-date-begun': ['businessDate', 'closedDate', 'zNumber'],
  'passkeys-too-many': ['passkeysMax'],
  'amount-too-large': ['maxMinor'],
  'sign-in-blocked': ['step'],
  'clock-set-back': ['minutes'],
  'clock-set-forward': ['minutes'],
  'disk-low': ['freeMb'],
  'memory-low': ['freeMb'],
  'on-battery': ['percent'],
  'battery-low': ['percent'],
  'native-module-missing': ['module'],
  'journal-broken': ['seq'],
  'yesterday-not-closed': ['businessDate'],
  'database-corrupt': ['file'],
  'config-unreadable': ['file', 'where'],
  'update-required': ['version', 'running'],
  'problem-of-later': ['code'],
  'role-of-later': ['role'],
  'journal-of-later': ['entries'],
  'books-of-later': ['entries'],
  'data-of-later': [
    ...['items', 'operators', 'devices', 'promotions', 'categories', 'settings'],
    ...['roles', 'rights', 'steps'],
  ],
  'barcode-unknown': ['code'],
  'item-withdrawn': ['name'],
  'label-not-set': ['prefix', 'digits'],
  'item-past-date': ['name', 'date'],
  'basket-full': ['linesMax'],
  'tender-too-small': ['tenderedMinor', 'dueMinor'],
  'sale-sums-wrong': ['what'],
  'card-declined': ['code'],
  'wallet-refused': ['reason'],
  'wallet-not-taken': ['wallet'],
  'port-ambiguous': ['count'],
  'port-denied': ['group'],
  'device-silent': ['device'],
  'device-busy': ['device'],
  'device-garbage': ['device'],
  'device-refused': ['device', 'code'],
  'device-swapped': ['device', 'found', 'registered'],
  'device-not-registered': ['device'],
  'device-unconfirmed': ['device', 'by'],
  'device-tampered': ['device'],
  'device-key-missing': ['device'],
  'device-maintenance-due': ['device', 'days'],
  'device-maintenance-overdue': ['device', 'days'],
  'device-firmware-not-allowed': ['device', 'found', 'allowed'],
  'device-battery-low': ['device', 'percent'],
  'device-not-configured': ['device'],
  'terminal-declined': ['code'],
  'terminal-not-registered': ['code'],
  'test-not-possible': ['device'],
  'host-garbage': ['path'],
  'host-refused': ['code'],
  'host-keys-wrong': ['key'],
  'server-busy': ['seconds'],
  'till-restored': ['here', 'there'],
  'till-cloned': ['seq'],
  'journal-shortened': ['here', 'there'],
  'chain-refused': ['seq'],
  'totals-differ': ['businessDate', 'what', 'journal', 'kept'],
  'books-differ': ['businessDate', 'what', 'here', 'there'],
  'owned-taken-anew': ['what'],
  'owned-differs': ['what'],
  'approval-needed': ['who'],
  'more-proof': ['name'],
  'secret-due': ['name'],
  'offline-limit': ['days', 'daysMax', 'unsyncedMinor'],
  'code-wrong': ['triesLeft'],
} as const satisfies Partial<Record<ProblemKind, readonly string[]>>;

/** Parameters of the constructor of `Problem` behind the kind: the compiler asks for what the sentences need. */
type Rest<Kind extends ProblemKind> = Kind extends keyof typeof sentenceNeeds
  ? [
      params: SentenceParams & Record<(typeof sentenceNeeds)[Kind][number], string | number>,
      cause?: unknown,
    ]
  : [params?: SentenceParams, cause?: unknown];

export const problemSchema = z.object({
  kind: z.enum(problemKinds),
  params: sentenceParamsSchema,
});
/** As it crosses a border: no stack, no cause. */
export type ProblemData = z.infer<typeof problemSchema>;

/** As it is written down, and as the back office refuses: a later version may have more kinds of them. */
export const anyProblemSchema = problemSchema.extend({ kind: growing(problemKinds) });
export type AnyProblem = z.infer<typeof anyProblemSchema>;

/** What this version can say of it; one of a kind it does not know has a general sentence with its code. */
export function saidHere({ kind, params }: AnyProblem): ProblemData {
  return isKnown(problemKinds, kind)
    ? { kind, params }
    : { kind: 'problem-of-later', params: { code: kind } };
}

/** An expected failure on its way to a person. `cause` is for the masked log and never crosses a border. */
export class Problem<Kind extends ProblemKind = ProblemKind> extends Error {
  readonly kind: Kind;
  readonly params: SentenceParams;

  constructor(kind: Kind, ...[params = {}, cause]: Rest<Kind>) {
    super(kind, { cause });
    this.name = 'Problem';
    this.kind = kind;
    this.params = params;
  }

  toData(): ProblemData {
    return { kind: this.kind, params: this.params };
  }
}

/** Turns whatever was thrown into something a person can be told; what nobody expected becomes `unexpected`. */
export function toProblem(thrown: unknown): Problem {
  return thrown instanceof Problem ? thrown : new Problem('unexpected', {}, thrown);
}
