/**
 * The line to the acquirer: one connection per exchange, answers matched by MTI, STAN and terminal.
 *
 * A fresh connection per exchange, because an idle one may have died without a word: the first bytes of a sale would
 * go into it and nobody could say whether the host saw them. A connection that cannot be opened proves that nothing
 * was sent. One whose time ran out stays open a while, so that a late answer is still heard.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type { AcquirerConfig } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { describePacket } from '../codecs/iso8583/describe.ts';
import { Iso8583Error } from '../codecs/iso8583/error.ts';
import {
  decodeFrame,
  encodeFrame,
  packetsOf,
  processingRequestOf,
} from '../codecs/iso8583/frame.ts';
import { decodeMessage, encodeMessage, type IsoMessage } from '../codecs/iso8583/message.ts';
import { cups } from '../codecs/iso8583/specs/cups.ts';
import { deadlineIn } from '../deadline.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport, Transport } from '../transports/transport.ts';

export type Answer = Readonly<{
  message: IsoMessage;
  /** As received, for the MAC. */
  bytes: Buffer;
  /** The host asks for a new sign-on in the head. */
  signOnAgain: boolean;
}>;

export type LinkPorts = Readonly<{
  clock: Clock;
  open: OpenTransport;
  tap: Tap;
  /** An answer nobody waited for any more, or never did. */
  onLate: (message: IsoMessage) => void;
}>;

export type Link = Readonly<{
  /**
   * Sends and waits for the answer, at most `answerTimeoutMs`. Throws `Problem`: `host-unreachable` when not a byte
   * left, and only then; `host-silent` when no answer came; `host-garbage` when what came is no message.
   */
  exchange(request: IsoMessage, signal: AbortSignal): Promise<Answer>;
  /** Drops every connection; exchanges under way end as `host-silent`. */
  close(): Promise<void>;
}>;

/** A host that has not taken the connection by then will not answer in time either. */
const connectTimeoutMs = 10_000;
/** How long a late answer is still listened for. Hosts give up on their issuers within a minute. */
const lateAnswerMs = 60_000;

export function createLink(config: AcquirerConfig, ports: LinkPorts): Link {
  const connections = new Set<Transport>();

  const hangUp = async (transport: Transport): Promise<void> => {
    connections.delete(transport);
    await transport.close();
  };

  const exchange: Link['exchange'] = async (request, signal) => {
    const wire = encodeFrame({
      tpdu: config.tpdu,
      head: config.head,
      message: encodeMessage(cups, request),
    });
    const transport = await connect(config, ports, signal);
    connections.add(transport);
    const deadline = deadlineIn(ports.clock, config.answerTimeoutMs, signal);
    const sentAt = ports.clock.monotonic();
    const answer = send(transport, wire, ports.tap).then(() => receive(transport, request, ports));
    try {
      const received = await untilAborted(answer, deadline.signal);
      ports.tap.roundTrip(ports.clock.monotonic() - sentAt);
      await hangUp(transport);
      return received;
    } catch (error) {
      if (!deadline.signal.aborted) {
        await hangUp(transport);
        throw error;
      }
      ports.tap.timedOut('answer');
      listenOn(transport, answer, ports, hangUp);
      throw error;
    } finally {
      deadline.done();
    }
  };

  return {
    exchange,
    close: async () => {
      await Promise.all([...connections].map(hangUp));
    },
  };
}

async function connect(
  config: AcquirerConfig,
  ports: LinkPorts,
  signal: AbortSignal,
): Promise<Transport> {
  const deadline = deadlineIn(ports.clock, connectTimeoutMs, signal);
  try {
    return await ports.open(config.address, deadline.signal);
  } catch (cause) {
    throw new Problem('host-unreachable', { address: config.address }, cause);
  } finally {
    deadline.done();
  }
}

/** Whatever fails here, bytes may have left: so it is a silence, not a refusal to connect. */
async function send(transport: Transport, wire: Buffer, tap: Tap): Promise<void> {
  const { meaning, hidden } = describePacket(cups, wire);
  tap.note({ direction: 'out', bytes: wire, meaning, hidden: [...hidden] });
  try {
    await transport.write(wire);
  } catch (cause) {
    throw new Problem('host-silent', {}, cause);
  } finally {
    // Without a TDK the clear track is in it.
    wire.fill(0);
  }
}

async function receive(
  transport: Transport,
  request: IsoMessage,
  ports: LinkPorts,
): Promise<Answer> {
  try {
    for await (const packet of packetsOf(transport.bytes)) {
      const answer = read(packet, ports.tap);
      if (answers(answer.message, request)) return answer;
      ports.onLate(answer.message);
    }
  } catch (cause) {
    if (!(cause instanceof Iso8583Error)) throw new Problem('host-silent', {}, cause);
    ports.tap.count('badFrames');
    throw new Problem('host-garbage', { path: cause.path }, cause);
  }
  throw new Problem('host-silent');
}

function read(packet: Buffer, tap: Tap): Answer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  const wire = Buffer.concat([length, packet]);
  const { meaning, hidden, faulty } = describePacket(cups, wire);
  tap.note({ direction: 'in', bytes: wire, meaning, hidden: [...hidden], faulty });
  const frame = decodeFrame(packet);
  const message = decodeMessage(cups, frame.message);
  tap.count('goodFrames');
  return {
    message,
    bytes: Buffer.from(frame.message),
    signOnAgain: processingRequestOf(frame.head) === '3',
  };
}

/** Answer MTI = request + 10; an echo has no STAN on either side. */
function answers(message: IsoMessage, request: IsoMessage): boolean {
  const mti = String(Number(request.mti) + 10).padStart(4, '0');
  return (
    message.mti === mti &&
    (request.fields[11] === undefined || message.fields[11] === request.fields[11]) &&
    message.fields[41] === request.fields[41]
  );
}

/** Rejects with `host-silent` on abort; `promise` goes on by itself. */
function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new Problem('host-silent'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

function listenOn(
  transport: Transport,
  answer: Promise<Answer>,
  ports: LinkPorts,
  hangUp: (transport: Transport) => Promise<void>,
): void {
  const stop = ports.clock.after(lateAnswerMs, () => void hangUp(transport).catch(() => undefined));
  const heard = answer.then(
    ({ message }) => ports.onLate(message),
    // It has been told as silence already; nobody waits for how the connection ended.
    () => undefined,
  );
  void heard.finally(() => {
    stop();
    return hangUp(transport);
  });
}
