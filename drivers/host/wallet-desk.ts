/**
 * Wallets for main: asks the acquirer for the money, and again and again while the customer has to confirm on the phone.
 * What an answer proves is judged here, by the one table of domain/tenders/end-uncharged.ts.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type { DeviceEvent, VerbInput, VerbOutput } from '../../domain/devices/verbs.ts';
import {
  type WalletAnswer,
  type WalletConfig,
  walletNameSchema,
} from '../../domain/devices/wallet-verbs.ts';
import { type Evidence, mayEndUncharged } from '../../domain/tenders/end-uncharged.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport } from '../transports/transport.ts';
import { askWallet, type WalletQuestion } from '../wallet/client.ts';
import type { WalletStanding } from '../wallet/messages.ts';

export type WalletDeskPorts = Readonly<{
  clock: Clock;
  open: OpenTransport;
  tap: Tap;
  emit(event: DeviceEvent): void;
}>;

/** While a customer types a password. */
const askEveryMs = 3_000;

type Current = Readonly<{ attemptId: string; abort: AbortController }> & { askNow: () => void };
type Wanted = Readonly<{ amountMinor: number; currency: string }>;

export class WalletDesk {
  readonly #ports: WalletDeskPorts;
  readonly #closing = new AbortController();
  #config: WalletConfig | null = null;
  #current: Current | null = null;

  constructor(ports: WalletDeskPorts) {
    this.#ports = ports;
  }

  configure(config: WalletConfig | null): void {
    this.#config = config;
  }

  /** Throws `Problem` only where not a byte left: `wallet-off`, `wallet-unreachable`. */
  async pay(input: VerbInput<'walletPay'>): Promise<VerbOutput<'walletPay'>> {
    const { attemptId: order, request: id, code, amountMinor, currency } = input;
    const config = this.#needed();
    const abort = new AbortController();
    const current: Current = { attemptId: order, abort, askNow: () => {} };
    this.#current = current;
    try {
      const asked = { ask: 'pay', id, order, code, amountMinor, currency } as const;
      const first = await this.#ask(asked);
      if (first.state !== 'waiting') return judge(first, input);
      this.#tell(order);
      return await this.#whileWaiting(config, current, input);
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.kind === 'wallet-unreachable') throw problem;
      return { kind: 'unknown', problem: problem.toData() };
    } finally {
      if (this.#current === current) this.#current = null;
    }
  }

  askNow(attemptId: string): void {
    if (this.#current?.attemptId === attemptId) this.#current.askNow();
  }

  cancel(attemptId: string): void {
    if (this.#current?.attemptId === attemptId) this.#current.abort.abort();
  }

  /** Throws `Problem` `wallet-…` where nobody could be asked. */
  async find(input: VerbInput<'walletFind'>): Promise<VerbOutput<'walletFind'>> {
    const { attemptId: order, request: id } = input;
    return judge(await this.#ask({ ask: 'query', id, order }), input);
  }

  /** Throws `Problem` where the acquirer has not confirmed: `wallet-…`. */
  async takeBack(input: VerbInput<'walletCancel'>): Promise<VerbOutput<'walletCancel'>> {
    const { attemptId: order, request: id } = input;
    this.#ports.emit({
      kind: 'payment-stage',
      attemptId: order,
      stage: 'reversing',
      maskedPan: null,
    });
    const standing = await this.#ask({ ask: 'cancel', id, order });
    if (mayEndUncharged(evidenceOf(standing, input))) return { responseCode: standing.state };
    throw new Problem('wallet-unsure');
  }

  /** Throws `Problem`: `wallet-refused`; `wallet-…` where the acquirer has not confirmed, and may be asked by the same number. */
  async refund(input: VerbInput<'walletRefund'>): Promise<VerbOutput<'walletRefund'>> {
    const { attemptId: order, request: id, refund, partMinor } = input;
    const standing = await this.#ask({ ask: 'refund', id, order, refund, partMinor });
    if (standing.refund === 'refused') {
      throw new Problem('wallet-refused', { reason: standing.reason ?? standing.state });
    }
    const { refundedMinor = 0 } = standing;
    if (standing.refund !== 'done' || !isAbout(standing, input) || refundedMinor < partMinor) {
      throw new Problem('wallet-unsure');
    }
    return { refundedMinor };
  }

  close(): void {
    this.#closing.abort();
    this.#current?.abort.abort();
  }

  /** Asks until it is decided, nobody waits any more, or the customer had time enough. */
  async #whileWaiting(
    config: WalletConfig,
    current: Current,
    wanted: Wanted & Readonly<{ request: string }>,
  ): Promise<WalletAnswer> {
    const { attemptId: order, abort } = current;
    const patience = deadlineIn(this.#ports.clock, config.confirmTimeoutMs, abort.signal);
    try {
      for (let nth = 1; ; nth += 1) {
        await this.#pause(current, patience.signal);
        if (patience.signal.aborted) {
          return { kind: 'unknown', problem: new Problem('wallet-stopped').toData() };
        }
        const standing = await this.#ask({
          ask: 'query',
          id: `${wanted.request}-${nth}`,
          order,
        }).catch((thrown: unknown) => (thrown instanceof Problem ? null : Promise.reject(thrown)));
        // Whoever does not answer is asked again, as long as there is time.
        if (standing && standing.state !== 'waiting') return judge(standing, wanted);
      }
    } finally {
      patience.done();
    }
  }

  /** Until it is time to ask again, or somebody wants to know. */
  async #pause(current: Current, signal: AbortSignal): Promise<void> {
    const wait = deadlineIn(this.#ports.clock, askEveryMs, signal);
    await new Promise<void>((resolve) => {
      current.askNow = resolve;
      if (wait.signal.aborted) resolve();
      else wait.signal.addEventListener('abort', () => resolve(), { once: true });
    });
    wait.done();
  }

  #ask(question: WalletQuestion): Promise<WalletStanding> {
    return askWallet(this.#needed(), this.#ports, question, this.#closing.signal);
  }

  #tell(attemptId: string): void {
    const stage = 'customer-confirms' as const;
    this.#ports.emit({ kind: 'payment-stage', attemptId, stage, maskedPan: null });
  }

  #needed(): WalletConfig {
    if (!this.#config) throw new Problem('wallet-off');
    return this.#config;
  }
}

function judge(standing: WalletStanding, wanted: Wanted): WalletAnswer {
  const { state, wallet = '', reference = '', reason = 'system' } = standing;
  if (state === 'paid' && isAbout(standing, wanted) && wallet !== '') {
    return { kind: 'approved', wallet: walletNameSchema.parse(wallet), reference };
  }
  const evidence = evidenceOf(standing, wanted);
  if (mayEndUncharged(evidence)) {
    const why = state === 'cancelled' ? new Problem('wallet-stopped') : refusedFor(reason);
    return {
      kind: 'declined',
      responseCode: state === 'cancelled' ? state : reason,
      problem: why.toData(),
    };
  }
  const problem = new Problem('wallet-unsure').toData();
  const isOpen = evidence === 'wallet-waits' || evidence === 'wallet-not-there';
  return { kind: isOpen ? 'open' : 'unknown', problem };
}

const refusedFor = (reason: string): Problem => new Problem('wallet-refused', { reason });

/** What an answer says of whether nobody was charged. A payment that never arrived has no amount. */
function evidenceOf(standing: WalletStanding, wanted: Wanted): Evidence {
  if (standing.state === 'not-there') return 'wallet-not-there';
  const isCancelled = standing.state === 'cancelled';
  if (isCancelled && standing.amountMinor === undefined) return 'wallet-cancelled';
  if (!isAbout(standing, wanted)) return 'wallet-said-another';
  if (isCancelled) return 'wallet-cancelled';
  if (standing.state === 'refused') return 'wallet-refused';
  return standing.state === 'waiting' ? 'wallet-waits' : 'wallet-paid';
}

function isAbout(standing: WalletStanding, { amountMinor, currency }: Wanted): boolean {
  return standing.amountMinor === amountMinor && standing.currency === currency;
}
