/** A ZVT payment terminal over a serial line or TCP: its port, and the reservations that only ZVT has. */

import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { PaymentTerminal, TerminalOutcome } from '../port.ts';
import { Conversation } from './conversation.ts';
import { Desk } from './desk.ts';
import { endOfDay } from './end-of-day.ts';
import { checkHealth, identify } from './health.ts';
import type { ZvtOptions } from './options.ts';
import { lastTransaction, pay, refund, reverse } from './payment.ts';
import {
  bookReservation,
  cancelReservation,
  openReservations,
  type ReservationRequest,
  releaseReservation,
  reserve,
} from './reservations.ts';
import { SerialLink } from './serial-link.ts';
import { TcpLink } from './tcp-link.ts';

export type Reservations = Readonly<{
  reserve(request: ReservationRequest, signal: AbortSignal): Promise<TerminalOutcome>;
  book(
    receiptNumber: string,
    request: ReservationRequest,
    signal: AbortSignal,
  ): Promise<TerminalOutcome>;
  release(
    receiptNumber: string,
    request: ReservationRequest,
    signal: AbortSignal,
  ): Promise<TerminalOutcome>;
  cancel(receiptNumber: string, signal: AbortSignal): Promise<TerminalOutcome>;
  open(signal: AbortSignal): Promise<readonly string[]>;
}>;

export type ZvtTerminal = Driven<PaymentTerminal> & Readonly<{ reservations: Reservations }>;

export function createZvtTerminal(
  ports: DriverPorts,
  options: ZvtOptions,
  framing: 'serial' | 'tcp',
): ZvtTerminal {
  const { device, clock, transport } = ports;
  const listeners = new Set<(text: string) => void>();
  const next = oneAtATime(device);
  let isTalking = false;
  const turn = <T>(run: () => Promise<T>): Promise<T> =>
    next(async () => {
      isTalking = true;
      try {
        return await run();
      } finally {
        await conversation.answerStrays();
        isTalking = false;
      }
    });
  // What comes while no command is under way is answered too: a result that the terminal repeats after a pulled cable.
  const onHeard = (): void => {
    if (!isTalking) turn(async () => {}).catch(() => {});
  };
  const link = framing === 'tcp' ? new TcpLink(ports, onHeard) : new SerialLink(ports, onHeard);
  const conversation = new Conversation(ports, link, options, (text) => {
    for (const listener of listeners) listener(text);
  });
  const desk = new Desk(device, options, conversation, clock);

  return {
    identify: (signal) => turn(() => identify(desk, signal)),
    health: async (level, signal) => {
      const startedAt = clock.monotonic();
      const findings = await turn(() => checkHealth(desk, level, signal));
      return { ...findings, device, level, tookMs: clock.monotonic() - startedAt };
    },
    onStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    pay: (request, signal) => turn(() => pay(desk, request, signal)),
    refund: (request, signal) => turn(() => refund(desk, request, signal)),
    reverse: (receiptNumber, signal) => turn(() => reverse(desk, receiptNumber, signal)),
    lastTransaction: (signal) => turn(() => lastTransaction(desk, clock, signal)),
    endOfDay: (signal) => turn(() => endOfDay(desk, signal)),
    reservations: {
      reserve: (request, signal) => turn(() => reserve(desk, request, signal)),
      book: (number, request, signal) => turn(() => bookReservation(desk, number, request, signal)),
      release: (number, request, signal) =>
        turn(() => releaseReservation(desk, number, request, signal)),
      cancel: (number, signal) => turn(() => cancelReservation(desk, number, signal)),
      open: (signal) => turn(() => openReservations(desk, signal)),
    },
    close: () => transport.close(),
    gone: link.gone,
  };
}
