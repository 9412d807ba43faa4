/**
 * The line to the wallets' acquirer: one connection for each exchange, so that one that cannot be opened proves that
 * nothing was sent. What does not answer this very question, about this order, under the right seal, is no answer.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { maskPaymentCode } from '../../domain/basics/payment-code.ts';
import type { WalletConfig } from '../../domain/devices/wallet-verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { ByteRange, Tap } from '../tap.ts';
import type { OpenTransport, Transport } from '../transports/transport.ts';
import {
  answerSchema,
  encodeFrame,
  framesOf,
  readFrame,
  type WalletRequest,
  type WalletStanding,
} from './messages.ts';

export type WalletPorts = Readonly<{ clock: Clock; open: OpenTransport; tap: Tap }>;

type Unnamed<Request> = Request extends WalletRequest ? Omit<Request, 'v' | 'terminal'> : never;
/** A request as whoever asks knows it. */
export type WalletQuestion = Unnamed<WalletRequest>;

/** An acquirer that has not taken the connection by then will not answer in time either. */
const connectTimeoutMs = 5_000;

/**
 * Asks once, and answers how the order stands. Throws `Problem`: `wallet-unreachable` when not a byte left, and only then;
 * `wallet-unsure` when no answer came that says anything; `wallet-seal-wrong`.
 */
export async function askWallet(
  config: WalletConfig,
  ports: WalletPorts,
  question: WalletQuestion,
  signal: AbortSignal,
): Promise<WalletStanding> {
  const request = { v: 1, terminal: config.terminal, ...question } as WalletRequest;
  const { clock, tap } = ports;
  const transport = await connect(config, ports, signal);
  const deadline = deadlineIn(clock, config.answerTimeoutMs, signal);
  const hangUp = (): void => void transport.close();
  deadline.signal.addEventListener('abort', hangUp, { once: true });
  const sentAt = clock.monotonic();
  try {
    await send(transport, request, config.key, tap);
    const standing = await receive(transport, request, config.key, tap);
    tap.roundTrip(clock.monotonic() - sentAt);
    return standing;
  } catch (thrown) {
    if (deadline.expired()) tap.timedOut('answer');
    throw thrown instanceof Problem && thrown.kind === 'wallet-seal-wrong'
      ? thrown
      : new Problem('wallet-unsure', {}, thrown);
  } finally {
    deadline.done();
    await transport.close();
  }
}

async function connect(
  { address }: WalletConfig,
  { clock, open }: WalletPorts,
  signal: AbortSignal,
): Promise<Transport> {
  const deadline = deadlineIn(clock, connectTimeoutMs, signal);
  try {
    return await open(address, deadline.signal);
  } catch (cause) {
    throw new Problem('wallet-unreachable', {}, cause);
  } finally {
    deadline.done();
  }
}

async function send(
  transport: Transport,
  request: WalletRequest,
  key: string,
  tap: Tap,
): Promise<void> {
  const wire = encodeFrame(request, key);
  tap.note({ direction: 'out', bytes: wire, ...shown(request, wire) });
  try {
    await transport.write(wire);
  } finally {
    // The payment code is in it.
    wire.fill(0);
  }
}

/** Whatever else the line brings is passed over: an answer to an earlier question, or the same one twice. */
async function receive(
  transport: Transport,
  request: WalletRequest,
  key: string,
  tap: Tap,
): Promise<WalletStanding> {
  for await (const frame of framesOf(transport.bytes)) {
    const read = readFrame(frame, key, answerSchema);
    const isRead = typeof read === 'object';
    tap.count(isRead ? 'goodFrames' : 'badFrames');
    const meaning = isRead ? `${read.state} ${read.reason ?? ''}`.trim() : read;
    tap.note({ direction: 'in', bytes: frame, meaning, hidden: [], faulty: !isRead });
    if (read === 'seal-wrong') throw new Problem('wallet-seal-wrong');
    if (read === 'garbage') break;
    if (answers(read, request)) return read;
  }
  throw new Problem('wallet-unsure');
}

const answers = (standing: WalletStanding, { id, terminal, order }: WalletRequest): boolean =>
  standing.id === id && standing.terminal === terminal && standing.order === order;

/** Of a payment code only its end. */
function shown(
  request: WalletRequest,
  wire: Buffer,
): Readonly<{ meaning: string; hidden: readonly ByteRange[] }> {
  if (request.ask !== 'pay') return { meaning: request.ask, hidden: [] };
  const { code, amountMinor, currency } = request;
  const at = wire.indexOf(code);
  const meaning = `pay ${amountMinor} ${currency} with ${maskPaymentCode(code)}`;
  return { meaning, hidden: [[at, at + code.length - 4]] };
}
