/**
 * What may end an attempt without taking it back, and what may not.
 *
 * That nobody was charged must be as well proved as that somebody was: whatever is not in this table as `true` leaves the
 * attempt unknown, and it is taken back or asked about. Every means of payment asks here; docs/payments.md says it in words.
 */
import type { ProblemKind } from '../words/problem.ts';

export const endsUncharged = {
  /** Whoever would have sent the request says that not a byte of it left. */
  'not-sent': true,
  /** The host's refusal: about this request, under a right MAC. */
  'host-refused-sealed': true,
  /** The same without a MAC: by the acquirer's setting `refusesWithoutMac`. */
  'host-refused-unsealed': false,
  /** It has had this number before, and says nothing of what came of that: our own request came twice, and was taken once. */
  'host-had-the-number': false,
  /** A MAC that is wrong, all zero, or of other keys: whatever the answer says. */
  'host-mac-wrong': false,
  /** The terminal would not begin (ZVT 84 xx). */
  'terminal-would-not-begin': true,
  /** The terminal ended it with an error, and said nothing else about money. */
  'terminal-refused': true,
  /** An error about another amount, receipt or ticket, or one that another word contradicts. */
  'terminal-refused-another': false,
  /** Asked again, its last transaction is still the one before ours. */
  'terminal-last-is-older': true,
  /** Its last transaction took back one that is newer than the one before ours, of the same amount. */
  'terminal-took-back': true,
  /** Its last transaction is ours by amount and number, and was refused. */
  'terminal-last-refused': true,
  /** Its last transaction is another's, tells no numbers, or is forgotten. */
  'terminal-last-is-anothers': false,
  /** The wallet's refusal, about this order and amount, under a right seal. */
  'wallet-refused': true,
  /** The acquirer has cancelled the order: whatever comes of it later finds it so. */
  'wallet-cancelled': true,
  /** It has not heard of the order: the request may still be on its way. */
  'wallet-not-there': false,
  /** The customer has not confirmed so far. */
  'wallet-waits': false,
  'wallet-paid': false,
  /** It speaks of another amount. */
  'wallet-said-another': false,
  'wallet-seal-wrong': false,
  /** No answer, a broken one, a connection that ended. */
  silence: false,
} as const satisfies Record<string, boolean>;

export type Evidence = keyof typeof endsUncharged;

/** `refusesWithoutMac`: the acquirer's word that its host leaves DE64 out where it refuses. */
export function mayEndUncharged(evidence: Evidence, refusesWithoutMac = false): boolean {
  if (evidence === 'host-refused-unsealed') return refusesWithoutMac;
  return endsUncharged[evidence];
}

/**
 * What the devices throw before a byte of a request leaves (port.ts of drivers/acquirer and drivers/payment-terminal, drivers/wallet/client.ts). All
 * else that may be thrown while money is asked for, `devices-restarting` before all, is no word about it.
 */
const thrownBeforeSending: ReadonlySet<ProblemKind> = new Set([
  'host-unreachable',
  'host-sign-on-needed',
  'wallet-unreachable',
  'wallet-off',
  'card-cancelled',
  'card-unreadable',
  'card-not-ready',
  'card-encrypted',
  'pin-timeout',
  'terminal-locked',
  'terminal-not-registered',
  'port-missing',
  'port-ambiguous',
  'port-busy',
  'port-denied',
  'device-gone',
  'device-silent',
  'device-busy',
  'device-garbage',
  'device-refused',
  'device-swapped',
  'device-tampered',
  'device-key-missing',
  'device-not-configured',
  'bad-request',
]);

/** Whether a `Problem` of that kind, thrown by whoever was to take money, says `not-sent`. */
export function saysNotSent(kind: ProblemKind): boolean {
  return thrownBeforeSending.has(kind);
}
