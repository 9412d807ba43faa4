/**
 * One till, one counter, some hundred payments: each with a fault on its way, the plug pulled at any write of the
 * journal; beside them books that know what was put on the counter and what was charged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Random } from '../../../domain/basics/random.ts';
import type {
  Channel,
  ChannelInput,
  ChannelOutput,
  PaymentView,
} from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Allows } from '../allowed.ts';
import type { AnyCounter } from '../counter.ts';
import { scratchDirectory } from '../day.ts';
import { PowerCut } from '../power-cut.ts';
import { createSeededRandom, type SeededRandom } from '../random.ts';
import { openShop, type Plant, type Shop } from '../shop.ts';
import { type Books, createBooks } from './books.ts';
import { standAtPad, standAtTerminal } from './customer.ts';
import {
  type FaultTable,
  hostCounterFaults,
  plan,
  refusedForGood,
  terminalCounterFaults,
} from './faults.ts';
import { openHostCounter } from './host-counter.ts';
import { createStaff, type Staff } from './staff.ts';
import { openTerminalCounter } from './terminal-counter.ts';

export type RoundOptions = Readonly<{ seed: number; payments: number; plant: Plant | null }>;

export type RoundResult = Readonly<{
  /** Where the books differ, or somebody is stuck; empty when all is well. */
  findings: readonly string[];
  /** What happened how often: faults, outcomes, power cuts. */
  counts: Readonly<Record<string, number>>;
  sold: number;
  soldMinor: number;
}>;

type PaymentCounter = AnyCounter & Readonly<{ chargedMinor: () => number }>;

type AnyShop = Pick<
  Shop,
  | 'clock'
  | 'call'
  | 'paymentTold'
  | 'pass'
  | 'journal'
  | 'headSeq'
  | 'restart'
  | 'cutLater'
  | 'setOfficeReachable'
  | 'keepCopy'
  | 'close'
> &
  Readonly<{ office: Shop['office'] }>;

/** What differs between a till with a PIN pad and one with a terminal. */
type Counterpart = Readonly<{
  shop: AnyShop;
  /** One of the faults, by weight; its name. */
  plan: () => string;
  /** A customer comes; the returned function sends them away. */
  customer: () => () => void;
  chargedMinor: () => number;
  behave: () => void;
}>;

/** Friday, 20 November 2026, 08:00 in Shanghai. */
const startMs = Date.parse('2026-11-20T08:00:00+08:00');
/** Of the tills have a PIN pad and a host, the others a payment terminal. */
const padShare = 0.7;
/** A payment writes some eight entries. */
const appendsMax = 9;
const cutShare = 0.05;
/** A fault may still be there when the next customer pays. */
const keptShare = 0.15;
/** Of the payments have a part in cash before, of whole money. */
const splitShare = 0.15;
const wholeMoney = 100;
/** The file is copied, and the copy put back later, with the office there or away. */
const copyShare = 0.02;
const putBackShare = 0.015;
const awayShare = 0.5;
/** So many payments at most are made in a file that was put back before the office is there again. */
const awayMax = 8;
const minuteMs = 60_000;
const triesMax = 15;

export async function playRound({ seed, payments, plant }: RoundOptions): Promise<RoundResult> {
  const directory = mkdtempSync(join(scratchDirectory(), 'rollcall-payments-'));
  const random = createSeededRandom(seed, 'payments');
  const books = createBooks();
  try {
    const common = { seed, directory, plant, random };
    const there = random.chance(padShare)
      ? await openCounterpart(common, openHostCounter, hostCounterFaults, standAtPad)
      : await openCounterpart(common, openTerminalCounter, terminalCounterFaults, standAtTerminal);
    const round = new Round(there, books, random);
    await round.play(payments);
    await there.shop.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  const { findings, counts } = books;
  return { findings, counts, sold: books.sold(), soldMinor: books.soldMinor() };
}

type Common = Readonly<{
  seed: number;
  directory: string;
  plant: Plant | null;
  random: SeededRandom;
}>;

/** What stands on the counter, its faults by weight, and who comes to it. */
async function openCounterpart<Own extends PaymentCounter>(
  { seed, directory, plant, random }: Common,
  counter: (clock: Clock, random: Random) => Promise<Own>,
  faults: FaultTable<Own>,
  stand: (shop: Shop<Own>, random: SeededRandom) => () => void,
): Promise<Counterpart> {
  const planted = plant ? { plant } : {};
  const shop = await openShop({ seed, directory, startMs, cut: null, counter, ...planted });
  return {
    shop,
    plan: () => plan(faults, shop.counter, random),
    customer: () => stand(shop, random),
    chargedMinor: shop.counter.chargedMinor,
    behave: shop.counter.behave,
  };
}

class Round {
  readonly #there: Counterpart;
  readonly #shop: AnyShop;
  readonly #books: Books;
  readonly #random: SeededRandom;
  readonly #staff: Staff;
  #readSeq = 0;
  #hasCopy = false;
  /** Payments until the office is there again. */
  #away = 0;

  constructor(there: Counterpart, books: Books, random: SeededRandom) {
    this.#there = there;
    this.#shop = there.shop;
    this.#books = books;
    this.#random = random;
    this.#staff = createStaff(
      { call: (channel, input, by) => this.#ask(channel, input, by), pass: there.shop.pass },
      // What the acquirer has and the books have not is the one payment that is open.
      ({ attemptId, amountMinor }) =>
        books.isCaptured(attemptId) || there.chargedMinor() - books.expectedMinor() === amountMinor,
      books.count,
    );
  }

  async play(payments: number): Promise<void> {
    await this.#signIn();
    for (let number = 1; number <= payments; number += 1) {
      await this.#payOnce(number);
      if (this.#books.findings.length === 0) await this.#betweenPayments(number);
      if (this.#books.findings.length > 0) return;
    }
    await this.#calmDown(payments);
    if (this.#away > 0) await this.#officeReturns();
    await this.#mustPay(payments + 1);
    await this.#ask('till.syncNow', {});
    this.#books.compareOffice(await this.#shop.office.saleIds());
  }

  async #betweenPayments(number: number): Promise<void> {
    if (this.#away > 0) {
      this.#away -= 1;
      if (this.#away === 0) await this.#officeReturns();
    } else if (this.#random.chance(copyShare)) {
      this.#shop.keepCopy();
      this.#hasCopy = true;
    } else if (this.#hasCopy && this.#random.chance(putBackShare)) {
      await this.#putBack(number);
    }
  }

  /** The power goes between two payments, and somebody puts the till's file of some time ago back. */
  async #putBack(number: number): Promise<void> {
    await this.#calmDown(number);
    await this.#ask('till.syncNow', {});
    // The till goes on in another journal, to which this file does not belong.
    this.#hasCopy = false;
    const isAway = this.#random.chance(awayShare);
    if (isAway) this.#away = this.#random.integer(1, awayMax);
    this.#books.count(isAway ? 'older file put back, office away' : 'older file put back');
    await this.#shop.restart({ putBack: true, officeAway: isAway });
    await this.#signIn();
    await this.#staff.settleByHand();
    await this.#calmDown(number);
  }

  async #officeReturns(): Promise<void> {
    this.#away = 0;
    // Nobody signs in again at a pad that goes on refusing.
    this.#there.behave();
    this.#shop.setOfficeReachable(true);
    await this.#shop.pass(minuteMs);
    await this.#staff.attendStop();
    this.#readSeq = 0;
    this.#read();
  }

  async #payOnce(number: number): Promise<void> {
    await this.#fill();
    const fault = this.#there.plan();
    this.#books.count(`fault: ${fault}`);
    if (this.#random.chance(cutShare)) {
      const when = this.#random.pick(['before', 'after', 'doubt'] as const);
      this.#shop.cutLater({ append: this.#random.integer(1, appendsMax), when });
    }
    if (this.#random.chance(splitShare)) await this.#takePart();
    // What is left of it, where a part was taken.
    const { saleId, dueMinor } = await this.#fill();
    const view = await this.#take();
    this.#shop.cutLater(null);
    this.#read();
    this.#books.hear({ number, saleId, dueMinor }, view === 'refused' ? null : view);
    this.#books.count(
      `ended: ${view === null ? 'power cut' : view === 'refused' ? view : view.stage}`,
    );
    if (fault === refusedForGood) await this.#settleByHand();
    if (!this.#random.chance(keptShare)) await this.#calmDown(number);
  }

  /** Something on the counter; what lay there before stays with it. */
  async #fill(): Promise<Readonly<{ saleId: string; dueMinor: number }>> {
    const { items } = this.#shop.office;
    const item = this.#random.pick(items.filter(({ unit }) => unit === 'piece'));
    const quantity = this.#random.integer(1, 3) * 1_000;
    const lying = await this.#ask('basket.view', {});
    if (lying.lines.length === 0) await this.#ask('basket.add', { sku: item.sku, quantity });
    const { id: saleId, owedMinor } = await this.#ask('basket.view', {});
    return { saleId, dueMinor: owedMinor };
  }

  /** Until it is known what came of the last commit the till refuses everything, and says so once more when it is. */
  async #ask<Name extends Channel>(
    channel: Name,
    input: ChannelInput<Name>,
    by?: Allows,
  ): Promise<ChannelOutput<Name>> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await this.#shop.call(channel, input, by);
      } catch (thrown) {
        const doubts =
          thrown instanceof Problem && ['commit-unknown', 'commit-undone'].includes(thrown.kind);
        if (!doubts || tries === triesMax) throw thrown;
        await this.#shop.pass(minuteMs);
      }
    }
  }

  /** About half of what is owed, in cash; the rest is paid by card. */
  async #takePart(): Promise<void> {
    const { id: saleId, owedMinor, cashDueMinor } = await this.#ask('basket.view', {});
    const partMinor = Math.floor(owedMinor / 2 / wholeMoney) * wholeMoney;
    if (partMinor === 0) return;
    try {
      await this.#shop.call('sale.takeCash', { saleId, amountMinor: cashDueMinor, partMinor });
      this.#books.count('part in cash');
    } catch (thrown) {
      if (thrown instanceof PowerCut) await this.#startAgain();
      else if (!(thrown instanceof Problem)) throw thrown;
    }
  }

  /** What the cashier reads in the end; null where the power went, `refused` where nothing was begun. */
  async #take(): Promise<PaymentView | 'refused' | null> {
    const sendAway = this.#there.customer();
    try {
      const { id: saleId, owedMinor } = await this.#shop.call('basket.view', {});
      await this.#shop.call('sale.payCard', { saleId, amountMinor: owedMinor });
      return this.#shop.paymentTold();
    } catch (thrown) {
      if (thrown instanceof PowerCut) {
        await this.#startAgain();
        return null;
      }
      if (thrown instanceof Problem) {
        this.#books.count(`refused: ${thrown.kind}`);
        return 'refused';
      }
      throw thrown;
    } finally {
      sendAway();
    }
  }

  async #startAgain(): Promise<void> {
    this.#books.count('power cut');
    await this.#shop.restart({ officeAway: this.#away > 0 });
    await this.#signIn();
  }

  async #signIn(): Promise<void> {
    await this.#staff.signIn();
    // It may be another journal by now.
    this.#readSeq = 0;
    this.#read();
  }

  /** The host takes nothing back, however often it is asked. */
  async #settleByHand(): Promise<void> {
    await this.#ask('till.state', {});
    await this.#staff.settleByHand();
    this.#read();
  }

  #read(): void {
    this.#books.read(this.#shop.journal(this.#readSeq));
    this.#readSeq = this.#shop.headSeq();
  }

  /** Everybody behaves again, and what is open comes to its end; then what was charged must be what was sold. */
  async #calmDown(number: number): Promise<void> {
    this.#there.behave();
    for (let tries = 0; tries < triesMax; tries += 1) {
      try {
        await this.#shop.call('attempt.resolve', {});
        this.#read();
        this.#books.compare(number, this.#there.chargedMinor());
        if ((await this.#shop.call('till.state', {})).cardReady) return;
        await this.#shop.pass(minuteMs);
      } catch (thrown) {
        if (thrown instanceof PowerCut) await this.#startAgain();
        else if (!(thrown instanceof Problem)) throw thrown;
        else await this.#shop.pass(minuteMs);
      }
    }
    const { openAttempts } = await this.#shop.call('till.state', {});
    this.#books.find(
      `after payment ${number} nobody can pay by card; open attempts: ${openAttempts}`,
    );
  }

  /** With everything healthy somebody pays by card: nobody is stuck. */
  async #mustPay(number: number): Promise<void> {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const before = this.#books.sold();
      const { saleId, dueMinor } = await this.#fill();
      const view = await this.#take();
      this.#read();
      this.#books.hear({ number, saleId, dueMinor }, view === 'refused' ? null : view);
      await this.#calmDown(number);
      if (this.#books.sold() > before) return;
      await this.#shop.pass(minuteMs);
    }
    this.#books.find('all is healthy, and no card is taken');
  }
}
