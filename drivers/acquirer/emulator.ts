/**
 * A host for tests, demonstrations and simulations: holds the keys, checks every MAC, PIN and track, keeps books of what
 * the customers were really charged, and misbehaves on demand. Over TCP, or over pipes within the process.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { Problem } from '../../domain/words/problem.ts';
import { Iso8583Error } from '../codecs/iso8583/error.ts';
import {
  decodeFrame,
  encodeFrame,
  type Frame,
  packetsOf,
  swapTpdu,
} from '../codecs/iso8583/frame.ts';
import { decodeMessage, encodeMessage, type IsoMessage } from '../codecs/iso8583/message.ts';
import { cups } from '../codecs/iso8583/specs/cups.ts';
import { socketTransport } from '../transports/tcp.ts';
import type { Transport } from '../transports/transport.ts';
import { createBooks, type HostBooks, type TestCard, testCards } from './emulator-books.ts';
import {
  createFaultPlan,
  type FaultPlan,
  type HostControl,
  type HostRequestKind,
  type PlannedFault,
} from './emulator-control.ts';
import { Desk } from './emulator-desk.ts';

export type { HostBooks, TestCard } from './emulator-books.ts';
export { testCards } from './emulator-books.ts';
export type { HostControl } from './emulator-control.ts';
export { hostFaults } from './emulator-control.ts';

/** Hands every new connection to `onConnect`; the returned function stops and hangs up on all. */
export type Listen = (onConnect: (transport: Transport) => void) => Promise<() => Promise<void>>;

export type HostEmulatorOptions = Readonly<{
  clock: Clock;
  random: Random;
  /** Terminal master key in clear, 32 hex digits: the one in the pad. */
  tmk: string;
  terminalId: string;
  merchantId: string;
  /** TCP port on 127.0.0.1; 0, the default, takes a free one. */
  port?: number;
  /** Instead of TCP: where the host is reached, and how it listens there. */
  via?: Readonly<{ address: string; listen: Listen }>;
  makBytes?: 8 | 16;
  /** Batch number of the first sign-on; one more on each later date. */
  firstBatch?: string;
  utcOffsetMinutes?: number;
  cards?: readonly TestCard[];
}>;

export type HostEmulator = Readonly<{
  /** As an acquirer's configuration names it. */
  address: string;
  control: HostControl;
  books: HostBooks;
  close(): Promise<void>;
}>;

export async function startHostEmulator(options: HostEmulatorOptions): Promise<HostEmulator> {
  const books = createBooks();
  const desk = new Desk(
    {
      clock: options.clock,
      random: options.random,
      terminalId: options.terminalId,
      merchantId: options.merchantId,
      tmk: options.tmk,
      makBytes: options.makBytes ?? 8,
      firstBatch: options.firstBatch ?? '000001',
      // China has one time zone.
      utcOffsetMinutes: options.utcOffsetMinutes ?? 480,
      cards: options.cards ?? testCards,
    },
    books,
  );
  const plan = createFaultPlan();
  const received = new Map<HostRequestKind, number>();
  const host: Host = { ...options, desk, plan, received, timers: new Set() };
  const via = options.via ?? (await tcpListener(options.port ?? 0));
  const onConnect = (transport: Transport): void => {
    void serve(host, transport);
  };
  let stop: (() => Promise<void>) | null = await via.listen(onConnect);
  const setReachable = async (reachable: boolean): Promise<void> => {
    if (reachable) stop ??= await via.listen(onConnect);
    else {
      const stopping = stop;
      stop = null;
      await stopping?.();
    }
  };
  return {
    address: via.address,
    books,
    control: {
      next: plan.next,
      always: plan.always,
      behave: plan.behave,
      setReachable,
      forgetKeys: () => desk.forgetKeys(),
      forgiveWrongPins: () => desk.forgiveWrongPins(),
      received: (kind) => received.get(kind) ?? 0,
    },
    close: async () => {
      for (const cancel of host.timers) cancel();
      await setReachable(false);
    },
  };
}

type Host = Readonly<{
  clock: Clock;
  random: Random;
  desk: Desk;
  plan: FaultPlan;
  received: Map<HostRequestKind, number>;
  /** Cancels of answers that are still to come. */
  timers: Set<() => void>;
}>;

/** Answers what comes over one connection until it ends, or something comes that is no message. */
async function serve(host: Host, transport: Transport): Promise<void> {
  try {
    for await (const packet of packetsOf(transport.bytes)) {
      const frame = decodeFrame(packet);
      const request = decodeMessage(cups, frame.message);
      const kind = kindOf(request.mti);
      if (kind === null) break;
      host.received.set(kind, (host.received.get(kind) ?? 0) + 1);
      if (!(await handle(host, transport, frame, request, kind))) break;
    }
  } catch (error) {
    // The till hung up in the middle, or sent what is no message: either way the line is of no use any more.
    if (!(error instanceof Problem || error instanceof Iso8583Error)) throw error;
  }
  await transport.close();
}

/** False when the connection is to be dropped. */
async function handle(
  host: Host,
  transport: Transport,
  frame: Frame,
  request: IsoMessage,
  kind: HostRequestKind,
): Promise<boolean> {
  const planned = host.plan.take(kind);
  if (planned?.fault === 'lost') return true;
  const refuseWith = planned?.fault === 'decline' ? planned.code : null;
  const wrongAmount = planned?.fault === 'wrong-amount';
  const extraField = planned?.fault === 'extra-field';
  const wrongBatch = planned?.fault === 'wrong-batch';
  const oddities = { wrongAmount, wrongBatch, extraField };
  const asked = { kind, request, bytes: frame.message, refuseWith, ...oddities };
  const answer = host.desk.answer(asked);
  if (planned?.fault === 'drop-connection') return false;
  if (planned?.fault === 'silent') return true;
  const wire = answerWire(host, frame, answer, planned);
  if (planned?.fault !== 'late') {
    await transport.write(wire);
    return true;
  }
  const cancel = host.clock.after(planned.lateMs, () => {
    host.timers.delete(cancel);
    // By then the till may have hung up.
    transport.write(wire).catch(() => undefined);
  });
  host.timers.add(cancel);
  return true;
}

function answerWire(
  host: Host,
  frame: Frame,
  answer: IsoMessage,
  planned: PlannedFault | null,
): Buffer {
  const bytes = encodeMessage(cups, spoil(answer, planned));
  // 0xFF is no packed digit, so noise that begins with it never happens to be a message.
  const noise = Buffer.concat([Buffer.from([0xff]), host.random.bytes(bytes.length - 1)]);
  const digit = planned?.fault === 'sign-on-again' ? '3' : '0';
  return encodeFrame({
    tpdu: swapTpdu(frame.tpdu),
    head: frame.head.slice(0, 5) + digit + frame.head.slice(6),
    message: planned?.fault === 'garbage' ? noise : bytes,
  });
}

/** The answer as it arrives: its MAC, its code or a key's check value are not what the host wrote. */
function spoil(answer: IsoMessage, planned: PlannedFault | null): IsoMessage {
  const spoilt: Record<number, string> = { ...answer.fields };
  const mac = answer.fields[64];
  const keys = answer.fields[62];
  if (planned?.fault === 'wrong-mac' && mac !== undefined) {
    // One character up: still eight characters, never the same.
    spoilt[64] = (mac.startsWith('30') ? '31' : '30') + mac.slice(2);
  }
  if (planned?.fault === 'zero-mac' && mac !== undefined) spoilt[64] = '0'.repeat(mac.length);
  if (planned?.fault === 'forged-mac') spoilt[64] = '3132333435363738';
  if (planned?.fault === 'altered-code') spoilt[39] = planned.code;
  if (planned?.unsealed) delete spoilt[64];
  if (planned?.fault === 'wrong-keys' && keys !== undefined) {
    const check = keys.slice(32, 40);
    spoilt[62] =
      keys.slice(0, 32) + (check === '00000000' ? '11111111' : '00000000') + keys.slice(40);
  }
  return { mti: answer.mti, fields: spoilt };
}

function kindOf(mti: string): HostRequestKind | null {
  switch (mti) {
    case '0800':
      return 'sign-on';
    case '0820':
      return 'echo';
    case '0200':
      return 'sale';
    case '0400':
      return 'reversal';
    default:
      return null;
  }
}

/** Takes the port now, so that the address is known; it stays the same when the host goes away and comes back. */
async function tcpListener(port: number): Promise<NonNullable<HostEmulatorOptions['via']>> {
  let first: Server | null = createServer();
  const taken = await listening(first, port);
  const listen: Listen = async (onConnect) => {
    const server = first ?? createServer();
    if (!first) await listening(server, taken);
    first = null;
    const open = new Set<Transport>();
    server.on('connection', (socket) => {
      const transport = socketTransport(socket, `tcp://127.0.0.1:${taken}`);
      open.add(transport);
      socket.once('close', () => open.delete(transport));
      onConnect(transport);
    });
    return async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...open].map((transport) => transport.close()));
      await closed;
    };
  };
  return { address: `tcp://127.0.0.1:${taken}`, listen };
}

function listening(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.removeListener('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
