/**
 * What an emulated terminal does when a till asks for money, the way a card complete terminal was logged doing it
 * (../shared/vectors/zvt.md section J): signs of life, the result, the receipts; each waits for its 80 00. The end of it is
 * returned, and said by whoever knows how the command ends.
 */
import { type Clock, sleep } from '../../../domain/basics/clock.ts';
import type { BookedKind, TerminalBooks } from './emulator-books.ts';
import type { Customer, Presented } from './emulator-customer.ts';
import { printMessages, receiptText } from './emulator-print.ts';
import type { PrintWay } from './emulator-registration.ts';
import { abort, completion, intermediate, type TillSide } from './emulator-till.ts';
import type { ReceiptKind } from './print.ts';
import type { Abort, Completion } from './terminal-codec.ts';
import type { TillCommand } from './till-codec.ts';
import type { Transaction } from './transaction.ts';

/** What the job needs of the terminal around it. */
export type JobPorts = Readonly<{
  clock: Clock;
  books: TerminalBooks;
  customer: Customer;
  till: TillSide;
  /** As the till was registered: payment receipts, or those of the end of day. */
  printWay(kind: ReceiptKind): PrintWay;
  onPaper(lines: readonly string[]): void;
  show(text: string): void;
  /** `00`, or the error id with which the host, or the way to it, answers now. */
  askHost(): string;
  /** How long the host takes to answer. */
  hostMs(): number;
  setLocked(locked: boolean): void;
  /** True once: the next end of day is followed by maintenance (E0). */
  takeMaintenance(): boolean;
}>;

/** What the command ends with: 06 0F, 06 1E, or null where what was said already has ended it. */
export type Finish = Completion | Abort | null;

type Command<Kind extends TillCommand['kind']> = Extract<TillCommand, { kind: Kind }>;

/** How long a customer may take, a till whose goods are still being issued (84 9C), and the time between signs of life. */
const wait = {
  cardMs: 60_000,
  pinMs: 60_000,
  removeMs: 30_000,
  goodsMs: 2_000,
  signMs: 60_000,
} as const;
const goodsTriesMax = 10;
const stopped = '6C';
/** 55 decimal: told, and the payment goes on (../shared/protocols/zvt-commands.md). */
const wrongPin = '37';
const noPaymentCard = '7A';

export class TerminalJobs {
  readonly #ports: JobPorts;

  constructor(ports: JobPorts) {
    this.#ports = ports;
  }

  /** 06 01, 06 22, 06 31 and 06 E6: a card is needed. */
  async takeCard(command: Command<'authorise' | 'reserve' | 'refund'>): Promise<Finish> {
    const { books } = this.#ports;
    if (command.currency !== null && command.currency !== 'EUR') return this.#fail('6F');
    const amountMinor = command.amountMinor ?? 0;
    const presented = await this.#card(amountMinor);
    if (presented === noPaymentCard) return abort(noPaymentCard);
    if (typeof presented === 'string') return this.#fail(presented);
    const verdict = await this.#host();
    if (presented.how === 'chip') await this.#removal();
    if (verdict !== '00') return this.#fail(verdict);
    const kinds: Readonly<Record<typeof command.kind, BookedKind>> = {
      authorise: 'payment',
      reserve: 'reservation',
      refund: 'refund',
    };
    return this.#finish(books.book(kinds[command.kind], amountMinor, presented.card));
  }

  /** 06 24, 06 25 and 06 23: what was reserved is taken, given back, or both in part. */
  async settleReservation(
    command: Command<'bookReservation' | 'cancelReservation' | 'releaseReservation'>,
  ): Promise<Finish> {
    const { books } = this.#ports;
    const receiptNumber = command.receiptNumber ?? '';
    const reserved = books.reservation(receiptNumber);
    if (!reserved) return abort('B8', books.openReservations());
    const amountMinor = command.kind === 'cancelReservation' ? 0 : (command.amountMinor ?? 0);
    if (amountMinor > (reserved.amountMinor ?? 0)) return this.#fail('B7');
    const verdict = await this.#host();
    if (verdict !== '00') return this.#fail(verdict);
    books.closeReservation(receiptNumber);
    const kind = command.kind === 'cancelReservation' ? 'reversal' : 'payment';
    return this.#finish(books.book(kind, amountMinor, cardOf(reserved), reserved.traceNumber));
  }

  /** 06 30. */
  async reverse({ receiptNumber }: Command<'reverse'>): Promise<Finish> {
    const { books } = this.#ports;
    const booked = books.reversible(receiptNumber);
    if (typeof booked === 'string') return this.#fail(booked);
    const verdict = await this.#host();
    if (verdict !== '00') return this.#fail(verdict);
    books.markReversed(booked);
    const reversal = books.book(
      'reversal',
      booked.amountMinor ?? 0,
      cardOf(booked),
      booked.traceNumber,
    );
    return this.#finish(reversal);
  }

  /** 06 20. */
  async repeatReceipt(): Promise<Finish> {
    const { books, till } = this.#ports;
    const last = books.last();
    if (!last) return abort('83');
    await till.tell({ kind: 'result', transaction: last, lines: [] });
    await this.#print('customer', receiptText('customer', last));
    return completion();
  }

  /** 06 50. */
  async endDay(): Promise<Finish> {
    const { books, setLocked, takeMaintenance, till } = this.#ports;
    await till.tell(intermediate('0E'));
    const verdict = await this.#host();
    if (verdict !== '00') setLocked(true);
    if (verdict !== '00' || books.openReservations().length > 0) return this.#fail('77');
    setLocked(false);
    const day = books.endDay();
    await till.tell({ kind: 'result', transaction: day, lines: [] });
    await this.#print('administration', receiptText('administration', day));
    return completion({ result: takeMaintenance() ? 'E0' : null });
  }

  /** 06 10, 06 12 and 06 1A: the day so far, told or printed. */
  async showDay(isTold: boolean): Promise<Finish> {
    const { books, till } = this.#ports;
    const day = books.dayUntilNow();
    if (isTold) await till.tell({ kind: 'result', transaction: day, lines: [] });
    await this.#print('administration', receiptText('administration', day));
    return completion();
  }

  /** 06 C0: the result is its end. */
  async readCard({ timeoutS }: Command<'readCard'>): Promise<Finish> {
    const { books, customer, till } = this.#ports;
    await till.tell(intermediate('0A'));
    const touch = await customer.waitFor('card', timeoutS === 0 ? wait.cardMs : timeoutS * 1_000);
    if (touch.kind !== 'card') return abort(stopped);
    const { maskedPan, name } = touch.presented.card;
    const transaction = { ...books.fail('00'), maskedPan, cardName: name };
    await till.tell({ kind: 'result', transaction, lines: [] }, true);
    return null;
  }

  /** Anything that only has to be asked of the host: 06 70, 06 93, 06 51. */
  async consultHost(): Promise<Finish> {
    const verdict = await this.#host();
    return verdict === '00' ? completion() : abort(verdict);
  }

  async lockedOut(): Promise<Finish> {
    return this.#fail('F0');
  }

  async #card(amountMinor: number): Promise<Presented | string> {
    const { customer, show, till } = this.#ports;
    const amount = `EUR ${(amountMinor / 100).toFixed(2)}`;
    show(`${amount} - insert card`);
    await till.tell(intermediate('0A', [amount, 'Karte bitte']));
    const touch = await customer.waitFor('card', wait.cardMs);
    if (touch.kind !== 'card') return stopped;
    if (touch.presented.card.pays === false) return noPaymentCard;
    await till.tell(intermediate('17'));
    if (touch.presented.how === 'contactless') return touch.presented;
    show('enter PIN');
    await till.tell(intermediate('01', ['ENTER PIN & OK']));
    for (;;) {
      const typed = await customer.waitFor('pin', wait.pinMs);
      if (typed.kind !== 'pin') return stopped;
      if (typed.right) return touch.presented;
      await this.#tellFailure(wrongPin);
      await till.tell(intermediate('15'));
    }
  }

  async #host(): Promise<string> {
    const { askHost, clock, hostMs, show, till } = this.#ports;
    show('please wait');
    await till.tell(intermediate('17'));
    for (let leftMs = hostMs(); leftMs > 0; leftMs -= wait.signMs) {
      await sleep(clock, Math.min(leftMs, wait.signMs));
      await till.tell(intermediate('0E'));
    }
    return askHost();
  }

  async #removal(): Promise<void> {
    const { customer, show, till } = this.#ports;
    if (!customer.inserted()) return;
    show('remove card');
    await till.tell(intermediate('0B'));
    if (customer.inserted()) await customer.waitFor('removed', wait.removeMs);
  }

  /** The result and the receipts; what the till does not take is taken back at once. */
  async #finish(transaction: Transaction): Promise<Finish> {
    const { books, show } = this.#ports;
    show('approved');
    const problem = (await this.#tellResult(transaction)) ?? (await this.#printBoth(transaction));
    if (problem === null) return completion();
    show('taken back');
    books.takeBack(transaction);
    return abort(problem);
  }

  /** Null when the till took it. */
  async #tellResult(transaction: Transaction): Promise<string | null> {
    const { clock, till } = this.#ports;
    for (let tries = 0; tries < goodsTriesMax; tries += 1) {
      const answer = await till.tell({ kind: 'result', transaction, lines: [] });
      if (answer === null) return '9B';
      if (answer.kind === 'accept' || answer.error === '9D') return null;
      if (answer.error !== '9C') return answer.error;
      await sleep(clock, wait.goodsMs);
    }
    return '9C';
  }

  async #printBoth(transaction: Transaction): Promise<string | null> {
    for (const kind of ['merchant', 'customer'] as const) {
      if (!(await this.#print(kind, receiptText(kind, transaction)))) return 'CC';
    }
    return null;
  }

  /** False when the till did not take it. */
  async #print(kind: ReceiptKind, text: readonly string[]): Promise<boolean> {
    const { onPaper, printWay, till } = this.#ports;
    const way = printWay(kind);
    if (way === 'composed') return true;
    if (way === 'paper') {
      onPaper(text);
      return true;
    }
    for (const message of printMessages(way, kind, text)) {
      const answer = await till.tell(message);
      if (answer?.kind !== 'accept') return false;
    }
    return true;
  }

  async #fail(code: string): Promise<Finish> {
    this.#ports.show(code === stopped ? 'aborted' : `declined ${code}`);
    await this.#tellFailure(code);
    return abort(code);
  }

  async #tellFailure(code: string): Promise<void> {
    const { books, till } = this.#ports;
    await till.tell({ kind: 'result', transaction: books.fail(code), lines: [] });
  }
}

const cardOf = (transaction: Transaction) => ({
  name: transaction.cardName ?? '',
  type: transaction.cardType ?? '00',
  maskedPan: transaction.maskedPan ?? '',
});
