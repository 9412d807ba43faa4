/**
 * An acquirer of wallets for tests, demonstrations and simulations: phones that show codes, customers who confirm or do not,
 * books of what they were really charged, and a line that misbehaves on demand.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { type Wallet, walletOf } from '../../domain/basics/payment-code.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { WalletConfig } from '../../domain/devices/wallet-verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { Transport } from '../transports/transport.ts';
import { createWalletBooks, standingOf, type WalletBooks } from './emulator-books.ts';
import {
  encodeFrame,
  frameOf,
  framesOf,
  readFrame,
  requestSchema,
  type WalletAsk,
  type WalletRequest,
  type WalletStanding,
} from './messages.ts';

export const walletFaults = [
  /** Does what was asked and never answers. */
  'silent',
  /** The request is lost on the way: nothing is done, nothing is answered. */
  'lost',
  /** The request comes `lateMs` later than it was sent, and is done then. */
  'delayed',
  /** Does what was asked and answers `lateMs` later. */
  'late',
  /** Answers twice. */
  'twice',
  /** Does what was asked and answers noise. */
  'garbage',
  'wrong-seal',
  /** Does what was asked and answers about another amount, or another order, under a right seal. */
  'wrong-amount',
  'another-order',
  /** Does what was asked and hangs up instead of answering. */
  'drop-connection',
  /** Refuses a payment, whatever the wallet says. */
  'refuse',
] as const;
export type WalletFault = (typeof walletFaults)[number];

/** What a customer does who is asked for a password; `pays` is asked for none. */
export const phoneManners = ['pays', 'asks', 'no-funds'] as const;
export type PhoneManner = (typeof phoneManners)[number];

/** As a till is set up for it: made for this program, and nobody's. */
export const emulatedWallet = {
  terminal: 'T1000001',
  key: '5f'.repeat(32),
} as const satisfies Partial<WalletConfig>;

const lateMs = 15_000;
const codeStarts: Readonly<Record<Wallet, readonly [start: string, digits: number]>> = {
  wechat: ['13', 18],
  alipay: ['28', 18],
  unionpay: ['62', 19],
};

type Planned = { fault: WalletFault; ask: WalletAsk | 'all'; times: number };

export class WalletEmulator {
  readonly books: WalletBooks = createWalletBooks();
  readonly #ports: Readonly<{ clock: Clock; random: Random }>;
  /** By code: what its phone does; null once it was used. */
  readonly #phones = new Map<string, PhoneManner | null>();
  readonly #received = new Map<WalletAsk, number>();
  #planned: Planned[] = [];
  #number = 0;

  constructor(ports: Readonly<{ clock: Clock; random: Random }>) {
    this.#ports = ports;
  }

  /** A phone shows a new code. One that no phone here shows pays, once. */
  showCode(wallet: Wallet = 'wechat', manner: PhoneManner = 'pays'): string {
    const [start, digits] = codeStarts[wallet];
    const rest = Array.from(this.#ports.random.bytes(digits), (byte) => byte % 10).join('');
    const code = (start + rest).slice(0, digits);
    this.#phones.set(code, manner);
    return code;
  }

  /** What every customer does whose phone asks at this moment. */
  confirm(): void {
    this.#decide((order) => ({ ...order, state: 'paid' }));
  }

  dismiss(): void {
    this.#decide((order) => ({ ...order, state: 'refused', reason: 'dismissed' }));
  }

  waiting(): number {
    return this.books.orders().filter(({ state }) => state === 'waiting').length;
  }

  /** Misbehaves towards the next `times` requests of a kind. */
  next(fault: WalletFault, ask: WalletAsk | 'all' = 'all', times = 1): void {
    this.#planned.push({ fault, ask, times });
  }

  behave(): void {
    this.#planned = [];
  }

  received(ask: WalletAsk): number {
    return this.#received.get(ask) ?? 0;
  }

  attach(line: Transport): void {
    void this.#serve(line);
  }

  async #serve(line: Transport): Promise<void> {
    try {
      for await (const frame of framesOf(line.bytes)) {
        const request = readFrame(frame, emulatedWallet.key, requestSchema);
        // An acquirer owes nobody an answer who does not know the key.
        if (typeof request === 'string' || request.terminal !== emulatedWallet.terminal) break;
        if (!(await this.#handle(line, request))) break;
      }
    } catch (error) {
      // The till hung up in the middle.
      if (!(error instanceof Problem)) throw error;
    }
    await line.close();
  }

  /** False when the connection is to be dropped. */
  async #handle(line: Transport, request: WalletRequest): Promise<boolean> {
    this.#received.set(request.ask, this.received(request.ask) + 1);
    const fault = this.#take(request.ask);
    if (fault === 'lost') return true;
    if (fault === 'delayed') {
      this.#ports.clock.after(lateMs, () => void this.#answer(request, null));
      return true;
    }
    const answer = this.#answer(request, fault);
    if (fault === 'drop-connection') return false;
    if (fault === 'silent') return true;
    const wire = wireOf(answer, fault);
    if (fault === 'late') {
      // By then the till may have hung up.
      this.#ports.clock.after(lateMs, () => void line.write(wire).catch(() => undefined));
      return true;
    }
    await line.write(wire);
    if (fault === 'twice') await line.write(wire);
    return true;
  }

  #answer(request: WalletRequest, fault: WalletFault | null): WalletStanding {
    const { order } = request;
    const { books } = this;
    switch (request.ask) {
      case 'pay':
        if (!books.find(order)) this.#open(request, fault === 'refuse');
        break;
      case 'query':
        break;
      case 'cancel':
        books.cancel(order);
        break;
      case 'refund': {
        const refund = books.refund(order, request.refund, request.partMinor);
        return { ...standingOf(request, books.find(order)), refund };
      }
    }
    return standingOf(request, books.find(order));
  }

  #open(request: Extract<WalletRequest, { ask: 'pay' }>, refuses: boolean): void {
    const { order, code, amountMinor, currency } = request;
    const wallet = walletOf(code);
    const manner = this.#phones.get(code) ?? (this.#phones.has(code) ? null : 'pays');
    this.#phones.set(code, null);
    this.#number += 1;
    const reference = `W${String(this.#number).padStart(10, '0')}`;
    const opened = { order, amountMinor, currency, wallet: wallet ?? '', reference, refunds: {} };
    const reason = refusalOf(wallet, manner, refuses);
    const state = reason !== null ? 'refused' : manner === 'asks' ? 'waiting' : 'paid';
    this.books.book({ ...opened, state, reason });
  }

  #decide(how: (order: ReturnType<WalletBooks['orders']>[number]) => typeof order): void {
    for (const order of this.books.orders()) {
      if (order.state === 'waiting') this.books.book(how(order));
    }
  }

  #take(ask: WalletAsk): WalletFault | null {
    const first = this.#planned.find((one) => one.ask === 'all' || one.ask === ask);
    if (!first) return null;
    first.times -= 1;
    this.#planned = this.#planned.filter(({ times }) => times > 0);
    return first.fault;
  }
}

/** Null: it is not refused. */
function refusalOf(
  wallet: Wallet | null,
  manner: PhoneManner | null,
  refuses: boolean,
): string | null {
  if (wallet === null) return 'invalid';
  if (refuses) return 'system';
  if (manner === null) return 'used';
  return manner === 'no-funds' ? 'funds' : null;
}

/** The answer as it arrives. */
function wireOf(answer: WalletStanding, fault: WalletFault | null): Buffer {
  const { key } = emulatedWallet;
  switch (fault) {
    case 'garbage':
      return frameOf(Buffer.from('{"v":2}'), key);
    case 'wrong-seal':
      return encodeFrame(answer, '00'.repeat(32));
    case 'wrong-amount':
      return encodeFrame({ ...answer, amountMinor: (answer.amountMinor ?? 0) + 1 }, key);
    case 'another-order':
      return encodeFrame({ ...answer, order: '00000000-0000-4000-8000-000000000000' }, key);
    default:
      return encodeFrame(answer, key);
  }
}
