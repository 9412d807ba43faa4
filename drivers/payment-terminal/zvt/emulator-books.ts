/** What an emulated terminal remembers: its numbers, its last receipt, its day, what is reserved and what was taken back. */
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Totals, Transaction } from './transaction.ts';

export const terminalId = '29001006';
const contractNumber = '100764992';
const authorisationDigits = 6;

export type EmulatedCard = Readonly<{
  name: string;
  /** BMP 8A. */
  type: string;
  maskedPan: string;
  /** False for one that pays nothing: a key to a door, a ticket. */
  pays?: false;
}>;

export type BookedKind = 'payment' | 'refund' | 'reservation' | 'reversal';

type Booked = Readonly<{ kind: BookedKind; transaction: Transaction }>;

export const nothingTold: Transaction = {
  result: null,
  amountMinor: null,
  currency: null,
  traceNumber: null,
  originalTraceNumber: null,
  receiptNumber: null,
  turnoverNumber: null,
  terminalId: null,
  contractNumber: null,
  authorisationCode: null,
  maskedPan: null,
  cardName: null,
  cardType: null,
  date: null,
  time: null,
  additionalText: null,
  totals: null,
};

export class TerminalBooks {
  readonly #clock: Clock;
  readonly #day: Booked[] = [];
  readonly #reversed = new Set<string>();
  readonly #reserved = new Map<string, Transaction>();
  #next = 163;
  #last: Transaction | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  last(): Transaction | null {
    return this.#last;
  }

  openReservations(): readonly string[] {
    return [...this.#reserved.keys()];
  }

  reservation(receiptNumber: string): Transaction | null {
    return this.#reserved.get(receiptNumber) ?? null;
  }

  /** Money has moved, or is set aside. */
  book(
    kind: BookedKind,
    amountMinor: number,
    card: EmulatedCard,
    originalTraceNumber: string | null = null,
  ): Transaction {
    const transaction: Transaction = {
      ...nothingTold,
      ...this.#stamp(),
      result: '00',
      amountMinor,
      currency: 'EUR',
      originalTraceNumber,
      contractNumber,
      authorisationCode: String(this.#next).padStart(authorisationDigits, '6'),
      maskedPan: card.maskedPan,
      cardName: card.name,
      cardType: card.type,
    };
    this.#day.push({ kind, transaction });
    if (kind === 'reservation') this.#reserved.set(transaction.receiptNumber ?? '', transaction);
    this.#last = transaction;
    return transaction;
  }

  /** A failure has a time and a terminal, no numbers of its own. */
  fail(result: string): Transaction {
    const { date, time } = this.#now();
    return { ...nothingTold, result, terminalId, date, time };
  }

  /** The till did not hear of it, or could not print it. */
  takeBack(transaction: Transaction): void {
    const card = {
      name: transaction.cardName ?? '',
      type: transaction.cardType ?? '00',
      maskedPan: transaction.maskedPan ?? '',
    };
    this.#reserved.delete(transaction.receiptNumber ?? '');
    this.#reversed.add(transaction.receiptNumber ?? '');
    this.book('reversal', transaction.amountMinor ?? 0, card, transaction.traceNumber);
  }

  /** The payment of that receipt, or why it cannot be taken back: `B4` has been, `B5` is none of this day. */
  reversible(receiptNumber: string | null): Transaction | 'B4' | 'B5' {
    const booked = this.#day.find(
      ({ kind, transaction }) =>
        kind !== 'reversal' &&
        transaction.receiptNumber === (receiptNumber ?? this.#last?.receiptNumber),
    );
    if (!booked) return 'B5';
    return this.#reversed.has(booked.transaction.receiptNumber ?? '') ? 'B4' : booked.transaction;
  }

  markReversed(transaction: Transaction): void {
    this.#reversed.add(transaction.receiptNumber ?? '');
  }

  /** Booked or cancelled. */
  closeReservation(receiptNumber: string): void {
    this.#reserved.delete(receiptNumber);
  }

  /** Closes the day. */
  endDay(): Transaction {
    const day = this.dayUntilNow();
    this.#day.length = 0;
    this.#reversed.clear();
    return { ...day, ...this.#stamp() };
  }

  dayUntilNow(): Transaction {
    const totals = this.totals();
    const amountMinor = totals.cards.reduce((sum, card) => sum + card.amountMinor, 0);
    return { ...this.fail('00'), amountMinor, totals };
  }

  totals(): Totals {
    const payments = this.#day.filter(
      ({ kind, transaction }) =>
        kind === 'payment' && !this.#reversed.has(transaction.receiptNumber ?? ''),
    );
    const names = [...new Set(payments.map(({ transaction }) => transaction.cardName ?? 'other'))];
    const cards = names.map((name) => {
      const of = payments.filter(({ transaction }) => transaction.cardName === name);
      const amountMinor = of.reduce((sum, each) => sum + (each.transaction.amountMinor ?? 0), 0);
      return { name, count: of.length, amountMinor };
    });
    const numbers = this.#day.map(({ transaction }) => transaction.receiptNumber ?? '0000');
    return { firstReceipt: numbers[0] ?? '0000', lastReceipt: numbers.at(-1) ?? '0000', cards };
  }

  #stamp(): Pick<Transaction, 'traceNumber' | 'receiptNumber' | 'terminalId' | 'date' | 'time'> {
    const number = this.#next;
    this.#next += 1;
    return {
      traceNumber: String(number).padStart(6, '0'),
      receiptNumber: String(number % 10_000).padStart(4, '0'),
      terminalId,
      ...this.#now(),
    };
  }

  #now(): Readonly<{ date: string; time: string }> {
    const digits = new Date(this.#clock.now()).toISOString().replace(/\D/g, '');
    return { date: digits.slice(4, 8), time: digits.slice(8, 14) };
  }
}
