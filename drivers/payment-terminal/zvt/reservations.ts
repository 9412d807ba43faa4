/**
 * ZVT: money that is set aside and booked later (06 22, 06 24, 06 23, 06 25). A till's sale does not use them; an open one may
 * stand in the way of the terminal's end of day.
 */
import { Problem } from '../../../domain/words/problem.ts';
import type { TerminalOutcome } from '../port.ts';
import type { Desk } from './desk.ts';
import { move } from './payment.ts';
import { noReceiptNumber } from './spec.ts';

export type ReservationRequest = Readonly<{ amountMinor: number; currency: string }>;

/** "Reservation error": comes with the receipt numbers of those that are open. */
const reservationError = 'B8';

export const reserve = (
  desk: Desk,
  request: ReservationRequest,
  signal: AbortSignal,
): Promise<TerminalOutcome> =>
  move(desk, { kind: 'reserve', ...request, paymentType: null }, signal);

/** Takes the money, at most what was reserved. */
export const bookReservation = (
  desk: Desk,
  receiptNumber: string,
  request: ReservationRequest,
  signal: AbortSignal,
): Promise<TerminalOutcome> =>
  move(desk, { kind: 'bookReservation', receiptNumber, ...request, paymentType: null }, signal);

/** Takes so much and gives the rest free. */
export const releaseReservation = (
  desk: Desk,
  receiptNumber: string,
  request: ReservationRequest,
  signal: AbortSignal,
): Promise<TerminalOutcome> =>
  move(desk, { kind: 'releaseReservation', receiptNumber, ...request, paymentType: null }, signal);

export const cancelReservation = (
  desk: Desk,
  receiptNumber: string,
  signal: AbortSignal,
): Promise<TerminalOutcome> => move(desk, { kind: 'cancelReservation', receiptNumber }, signal);

/** Receipt numbers of open ones, as many as the terminal names at once: one, or all. Throws `Problem`. */
export async function openReservations(
  desk: Desk,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { device } = desk;
  const nothing = { amountMinor: null, currency: null, paymentType: null };
  const { ending } = await desk.ask(
    { kind: 'releaseReservation', receiptNumber: noReceiptNumber, ...nothing },
    signal,
  );
  if (ending.kind === 'doubt') throw ending.problem;
  if (ending.kind === 'aborted' && ending.abort.error === reservationError) {
    return ending.abort.receiptNumbers ?? [];
  }
  const code = ending.kind === 'refused' ? ending.error : '?';
  throw new Problem('device-refused', { device, code });
}
