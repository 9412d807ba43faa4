/**
 * A card payment, from key to paper. Channels: `sale.payCard`, `sale.cancelCard`.
 *
 * Each turn of the attempt is on the disk before the act it announces: `prepared` before the first byte to the pad,
 * `requested` before the first byte to the host, the sale before the cashier sees success.
 */
import type { AttemptState } from '../../domain/attempt.ts';
import type { Authorisation, DeviceEvent } from '../../domain/contract/devices.ts';
import type { PaymentView } from '../../domain/contract/ipc.ts';
import { Problem, type ProblemData, toProblem } from '../../domain/problems.ts';
import {
  basketBegun,
  dueMinor,
  logFailure,
  type OpenTill,
  type Payment,
  record,
  type Session,
} from '../session.ts';
import { type ReversalReason, takeBack } from './attempts.ts';
import { completeSale } from './complete-sale.ts';
import { noticeKeysGone } from './host.ts';
import { checkNotInPayment } from './sell.ts';

/** How long a customer may look for a card and type a PIN. */
const collectTimeoutMs = 120_000;

type Approved = Extract<Authorisation, { kind: 'approved' }>;
type Collected = Readonly<{ maskedPan: string; entryMode: string }>;

/**
 * Takes the money for the basket by card and answers when the attempt has ended one way or another.
 * Throws `Problem` only where nothing was begun: `basket-empty`, `sale-in-payment`, `attempt-open`,
 * `host-sign-on-needed`, `disk-full`.
 */
export async function payCard(till: OpenTill): Promise<PaymentView> {
  const { batch } = checkMayBegin(till);
  const payment: Payment = {
    ended: false,
    view: {
      attemptId: till.ports.newId(),
      amountMinor: dueMinor(till.session),
      stage: 'preparing',
      maskedPan: null,
      problem: null,
      saleId: null,
    },
  };
  till.session.payment = payment;
  try {
    const stan = till.db.numbers.nextStan();
    prepare(till, payment, stan, batch);
    show(till, payment, {});
    return await run(till, payment, stan, batch);
  } finally {
    till.session.payment = null;
    till.changed();
    till.wantSync();
  }
}

/** The cashier gives up: ends the wait for card or PIN. Once the host is asked it only can answer. */
export async function cancelCard(till: OpenTill): Promise<Record<string, never>> {
  const { payment } = till.session;
  if (payment && !payment.ended) {
    await till.ports.devices.request('cancel', { attemptId: payment.view.attemptId });
  }
  return {};
}

/** Shows on the screen what the pad asks the customer for. */
export function onPaymentStage(
  till: OpenTill,
  event: Extract<DeviceEvent, { kind: 'payment-stage' }>,
): void {
  const { payment } = till.session;
  if (!payment || payment.ended || payment.view.attemptId !== event.attemptId) return;
  show(till, payment, { stage: event.stage, maskedPan: event.maskedPan ?? payment.view.maskedPan });
}

function checkMayBegin(till: OpenTill): NonNullable<Session['host']> {
  const { session, db } = till;
  checkNotInPayment(till);
  if (!basketBegun(session)) throw new Problem('basket-empty');
  // A host is not asked for nothing; what is given away is settled in cash.
  if (dueMinor(session) <= 0) throw new Problem('bad-request');
  if (db.attempts.open().length > 0) throw new Problem('attempt-open');
  if (session.host === null) throw new Problem('host-sign-on-needed');
  return session.host;
}

function prepare(till: OpenTill, payment: Payment, stan: string, batch: string): void {
  const { attemptId, amountMinor } = payment.view;
  const { currency } = till.identity;
  const saleId = till.session.basket.id;
  const body = { attemptId, saleId, amountMinor, currency, stan, batch };
  record(till, [{ kind: 'attempt-prepared', body }]);
}

async function run(
  till: OpenTill,
  payment: Payment,
  stan: string,
  batch: string,
): Promise<PaymentView> {
  const { attemptId, amountMinor } = payment.view;
  const { devices } = till.ports;
  let card: Collected;
  try {
    card = await devices.request('collect', {
      attemptId,
      amountMinor,
      timeoutMs: collectTimeoutMs,
    });
  } catch (thrown) {
    return notSent(till, payment, toProblem(thrown).toData());
  }
  try {
    record(till, [{ kind: 'attempt-requested', body: { attemptId, ...card } }]);
  } catch (thrown) {
    // Not written down, so it must not leave; the pad forgets the card.
    await devices.request('cancel', { attemptId }).catch(() => {});
    return end(till, payment, 'unresolved', toProblem(thrown).toData(), null);
  }
  show(till, payment, { stage: 'contacting-host', maskedPan: card.maskedPan });
  const operator = till.db.day().operator ?? '';
  let answer: Authorisation;
  try {
    answer = await devices.request('authorise', { attemptId, stan, batch, amountMinor, operator });
  } catch (thrown) {
    const problem = toProblem(thrown);
    logFailure(till, 'authorise', problem);
    if (nothingLeft(problem)) return notSent(till, payment, problem.toData());
    answer = { kind: 'unknown', problem: problem.toData(), reversalReason: '98' };
  }
  return settle(till, payment, card, answer);
}

/**
 * `authorise` throws only when nothing was sent (drivers/acquirer/port.ts); but when the devices process died, or did
 * what nobody expected, the request may have left before.
 */
function nothingLeft(problem: Problem): boolean {
  return problem.kind !== 'devices-restarting' && problem.kind !== 'unexpected';
}

async function settle(
  till: OpenTill,
  payment: Payment,
  card: Collected,
  answer: Authorisation,
): Promise<PaymentView> {
  const { attemptId } = payment.view;
  if (answer.kind !== 'unknown' && answer.signOnAgain) till.session.host = null;
  if (answer.kind === 'unknown') noticeKeysGone(till, answer.problem.kind);
  try {
    switch (answer.kind) {
      case 'approved':
        return await capture(till, payment, card, answer);
      case 'declined': {
        const { responseCode, problem } = answer;
        const body = { attemptId, responseCode, reason: 'host' as const, problem };
        record(till, [{ kind: 'attempt-declined', body }]);
        return end(till, payment, 'declined', problem, null);
      }
      case 'unknown':
        record(till, [{ kind: 'attempt-unknown', body: { attemptId, problem: answer.problem } }]);
        return await reverse(till, payment, answer.problem, answer.reversalReason);
    }
  } catch (thrown) {
    // The journal could not be written: the attempt stays open as it stands there and is settled later.
    const problem = toProblem(thrown);
    logFailure(till, 'settle attempt', problem);
    return end(till, payment, 'unresolved', problem.toData(), null);
  }
}

/** The host has said yes: first that, then the sale. Between the two a crash leaves an attempt to be taken back. */
async function capture(
  till: OpenTill,
  payment: Payment,
  card: Collected,
  answer: Approved,
): Promise<PaymentView> {
  const { attemptId, amountMinor } = payment.view;
  const { authorisationCode, referenceNumber, responseCode } = answer;
  const approval = { attemptId, authorisationCode, referenceNumber, responseCode };
  record(till, [{ kind: 'attempt-approved', body: approval }]);
  const saleId = till.session.basket.id;
  const captured = { kind: 'attempt-captured' as const, body: { attemptId, saleId } };
  const { maskedPan } = card;
  try {
    completeSale(
      till,
      { kind: 'card', amountMinor, attemptId, maskedPan, authorisationCode, referenceNumber },
      [captured],
    );
  } catch (thrown) {
    // Charged, but not sold: give it back.
    logFailure(till, 'capture', thrown);
    return reverse(till, payment, toProblem(thrown).toData(), '06');
  }
  return end(till, payment, 'approved', null, saleId);
}

async function reverse(
  till: OpenTill,
  payment: Payment,
  problem: ProblemData,
  reason: ReversalReason,
): Promise<PaymentView> {
  show(till, payment, { stage: 'reversing', problem });
  const state: AttemptState = await till.attemptLane(() =>
    takeBack(till, payment.view.attemptId, reason),
  );
  if (state === 'reversed') return end(till, payment, 'reversed', problem, null);
  return end(till, payment, 'unresolved', { kind: 'attempt-unresolved', params: {} }, null);
}

function notSent(till: OpenTill, payment: Payment, problem: ProblemData): PaymentView {
  const { attemptId } = payment.view;
  noticeKeysGone(till, problem.kind);
  const body = { attemptId, responseCode: null, reason: 'not-sent' as const, problem };
  try {
    record(till, [{ kind: 'attempt-declined', body }]);
  } catch (thrown) {
    return end(till, payment, 'unresolved', toProblem(thrown).toData(), null);
  }
  return end(till, payment, 'declined', problem, null);
}

/** What the customer reads on the pad: 7-bit ASCII, at most 20 characters a line. */
const farewells = {
  approved: ['APPROVED', 'THANK YOU'],
  declined: ['NOT PAID', 'NOT CHARGED'],
  reversed: ['NOT PAID', 'NOT CHARGED'],
  unresolved: ['NOT PAID', 'ASK THE CASHIER'],
} as const;

function end(
  till: OpenTill,
  payment: Payment,
  stage: keyof typeof farewells,
  problem: ProblemData | null,
  saleId: string | null,
): PaymentView {
  show(till, payment, { stage, problem, saleId });
  payment.ended = true;
  till.inBackground('farewell', false, async () => {
    await till.ports.devices.request('farewell', { lines: [...farewells[stage]] });
  });
  return payment.view;
}

function show(till: OpenTill, payment: Payment, change: Partial<PaymentView>): void {
  payment.view = { ...payment.view, ...change };
  till.emit({ kind: 'payment', view: payment.view });
}
