/**
 * What a payment terminal can do for a till: it reads the card, asks for the PIN and talks to its acquirer by itself
 * (semi-integrated). The till hears of masked numbers only.
 */

import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import type { ProblemData } from '../../domain/words/problem.ts';

/** What the terminal knows of a transaction; what it does not tell is null. */
export type TerminalTransaction = Readonly<{
  amountMinor: number;
  /** ISO 4217, three letters. */
  currency: string;
  /** Numbers as the terminal wrote them, leading zeros kept. */
  traceNumber: string | null;
  receiptNumber: string | null;
  terminalId: string | null;
  authorisationCode: string | null;
  maskedPan: string | null;
  cardName: string | null;
  /** `MMDD` and `hhmmss` of the terminal's clock. */
  date: string | null;
  time: string | null;
  /** Only where it takes another one back: the trace number of that one. */
  reversedTraceNumber?: string;
  /** What it gave the till to print, one list per receipt. */
  receipts: readonly TerminalReceipt[];
}>;

export type TerminalReceipt = Readonly<{
  for: 'customer' | 'merchant' | 'administration';
  lines: readonly string[];
}>;

/** Which transaction a refusal is of, as far as it tells. */
export type Refused = Pick<TerminalTransaction, 'traceNumber' | 'receiptNumber'> &
  Readonly<{ amountMinor: number | null; currency: string | null }>;

export type TerminalOutcome =
  | Readonly<{ kind: 'approved'; transaction: TerminalTransaction }>
  /**
   * `code` in the protocol's own figures, as a technician looks it up. `takenBack`: what was asked about has been taken back
   * before.
   */
  | Readonly<{
      kind: 'declined';
      code: string;
      problem: ProblemData;
      takenBack?: true;
      refused?: Refused;
    }>
  /** The request left and no valid end came: ask `lastTransaction`, never pay again. */
  | Readonly<{ kind: 'unknown'; problem: ProblemData }>;

export type TerminalTotals = Readonly<{
  /** Count and minor units per card name. */
  cards: readonly Readonly<{ name: string; count: number; amountMinor: number }>[];
  totalMinor: number;
  traceNumber: string | null;
  receipts: readonly TerminalReceipt[];
}>;

export type PaymentTerminal = Readonly<{
  identify(signal: AbortSignal): Promise<DeviceIdentity>;
  health(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth>;
  /** Calls `listener` with what the terminal shows its customer until the returned function is called. */
  onStatus(listener: (text: string) => void): () => void;
  /**
   * Takes money. Aborting the signal asks the terminal to stop; it answers all the same, and that answer counts.
   * Throws `Problem` only where nothing was asked of the terminal: `device-busy`, `device-gone`, `terminal-locked`,
   * `terminal-not-registered`.
   */
  pay(
    request: Readonly<{ amountMinor: number; currency: string; reference: string }>,
    signal: AbortSignal,
  ): Promise<TerminalOutcome>;
  /** Gives money back to a card that is presented again. */
  refund(
    request: Readonly<{ amountMinor: number; currency: string; reference: string }>,
    signal: AbortSignal,
  ): Promise<TerminalOutcome>;
  /** Takes a transaction of this business day back, by its receipt number. */
  reverse(receiptNumber: string, signal: AbortSignal): Promise<TerminalOutcome>;
  /**
   * The last transaction as the terminal remembers it; null where it has none. After any doubt, before anything else.
   * Throws `Problem` where the terminal does not tell: `device-refused`, `device-busy`, `device-…`.
   */
  lastTransaction(signal: AbortSignal): Promise<TerminalOutcome | null>;
  /** Closes the terminal's day with its acquirer. */
  endOfDay(signal: AbortSignal): Promise<TerminalTotals>;
  close(): Promise<void>;
}>;
