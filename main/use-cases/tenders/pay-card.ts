/**
 * A card payment, from key to paper. Channels: `sale.payCard`, `sale.cancelCard`.
 *
 * Each turn of the attempt is on the disk before the act it announces: `prepared` before the first byte to the pad,
 * `requested` before the first byte to the host, the sale before the cashier sees success. A till with a payment terminal
 * of its own goes another way from there: pay-at-terminal.ts.
 */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { Authorisation, DeviceEvent } from '../../../domain/devices/verbs.ts';
import { saysNotSent } from '../../../domain/tenders/end-uncharged.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { attached } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { checkNotInPayment } from '../sale/basket.ts';
import { basketBegun, dueMinor } from '../sale/counter.ts';
import { checkAmountNamed } from '../sale/named-sale.ts';
import { forgetKeys, noticeKeysGone, type WorkingKeys, workingKeys } from './host.ts';
import { payAtTerminal } from './pay-at-terminal.ts';
import { capture, end, leftOpen, notSent, refused, reverse, show } from './payment-course.ts';
import { terminalOf } from './terminal.ts';
import { beginPayment, endPayment, hasEnded, type Payment, paymentOf } from './under-way.ts';

/** How long a customer may look for a card and type a PIN. */
const collectTimeoutMs = 120_000;
/** A payment terminal keeps its batches to itself. */
const terminalBatch = '000000';

type Collected = Readonly<{ maskedPan: string; entryMode: string }>;

/**
 * Takes the money for the basket by card and answers when the attempt has ended one way or another.
 * Throws `Problem` only where nothing was begun: `basket-empty`, `sale-changed`, `sale-in-payment`, `attempt-open`,
 * `host-sign-on-needed`, `device-unconfirmed`, `disk-full`.
 */
export async function payCard(
  till: OpenTill,
  named: ChannelInput<'sale.payCard'>,
): Promise<ToldUpTo> {
  checkMayBegin(till, named);
  const terminal = terminalOf(till);
  const batch = terminal === null ? signedOn(till).batch : terminalBatch;
  const payment = beginPayment(till, { attemptId: till.ports.newId(), ...named });
  try {
    const stan = till.db.numbers.nextStan();
    prepare(till, payment, stan, batch);
    show(till, payment, {});
    if (terminal === null) await run(till, payment, stan, batch);
    else await payAtTerminal(till, payment, terminal, stan);
    return { seq: till.told().payment };
  } finally {
    endPayment(till);
    till.changed('tenders');
    till.wantSync();
  }
}

/**
 * The cashier gives up: ends the wait for card or PIN. Once the host is asked it only can answer. Harmless where the attempt
 * has ended. Throws `Problem` `sale-changed` where another is under way.
 */
export async function cancelCard(
  till: OpenTill,
  { attemptId }: ChannelInput<'sale.cancelCard'>,
): Promise<Record<string, never>> {
  const payment = paymentOf(till);
  if (!payment || hasEnded(payment)) return {};
  if (payment.attemptId !== attemptId) throw new Problem('sale-changed');
  await till.ports.devices.request('cancel', { attemptId });
  return {};
}

/** Shows on the screen what the pad asks the customer for. */
export function onPaymentStage(
  till: OpenTill,
  event: Extract<DeviceEvent, { kind: 'payment-stage' }>,
): void {
  const payment = paymentOf(till);
  if (!payment || hasEnded(payment) || payment.attemptId !== event.attemptId) return;
  const { stage, maskedPan, hint = '' } = event;
  show(till, payment, { stage, maskedPan: maskedPan ?? payment.maskedPan, hint });
}

function checkMayBegin(till: OpenTill, named: ChannelInput<'sale.payCard'>): void {
  const { db } = till;
  checkNotInPayment(till);
  if (!basketBegun(till)) throw new Problem('basket-empty');
  checkAmountNamed(till, named, dueMinor(till));
  // A host is not asked for nothing; what is given away is settled in cash.
  if (dueMinor(till) <= 0) throw new Problem('nothing-owed');
  if (db.attempts.open().length > 0) throw new Problem('attempt-open');
  checkConfirmed(till);
}

/** What one person attached and nobody else has vouched for sees no card. */
function checkConfirmed(till: OpenTill): void {
  const { devices } = attached(till);
  const row = till.db.register
    .list()
    .find(
      ({ device, unconfirmed }) =>
        unconfirmed && devices.some((config) => config.device === device),
    );
  if (!row?.unconfirmed) return;
  throw new Problem('device-unconfirmed', { device: row.device, by: row.unconfirmed.by });
}

function signedOn(till: OpenTill): WorkingKeys {
  const keys = workingKeys(till);
  if (keys === null) throw new Problem('host-sign-on-needed');
  return keys;
}

function prepare(till: OpenTill, payment: Payment, stan: string, batch: string): void {
  const { attemptId, amountMinor, saleId } = payment;
  const { currency } = till.identity;
  const body = { attemptId, saleId, amountMinor, currency, stan, batch };
  record(till, [{ kind: 'attempt-prepared', body }]);
}

async function run(till: OpenTill, payment: Payment, stan: string, batch: string): Promise<void> {
  const { attemptId, amountMinor } = payment;
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
    return end(till, payment, 'unresolved', toProblem(thrown).toData());
  }
  show(till, payment, { stage: 'contacting-host', maskedPan: card.maskedPan });
  const operator = till.db.day().operator ?? '';
  let answer: Authorisation;
  try {
    answer = await devices.request('authorise', { attemptId, stan, batch, amountMinor, operator });
  } catch (thrown) {
    const problem = toProblem(thrown);
    logFailure(till, 'authorise', problem);
    if (saysNotSent(problem.kind)) return notSent(till, payment, problem.toData());
    answer = { kind: 'unknown', problem: problem.toData(), reversalReason: '98' };
  }
  return settle(till, payment, card, answer);
}

async function settle(
  till: OpenTill,
  payment: Payment,
  card: Collected,
  answer: Authorisation,
): Promise<void> {
  const { attemptId } = payment;
  if (answer.kind !== 'unknown' && answer.signOnAgain) forgetKeys(till);
  if (answer.kind === 'unknown') noticeKeysGone(till, answer.problem.kind);
  try {
    switch (answer.kind) {
      case 'approved':
        return await capture(till, payment, {
          authorisationCode: answer.authorisationCode,
          referenceNumber: answer.referenceNumber,
          responseCode: answer.responseCode,
          maskedPan: card.maskedPan,
        });
      case 'declined':
        return refused(till, payment, answer);
      case 'unknown':
        record(till, [{ kind: 'attempt-unknown', body: { attemptId, problem: answer.problem } }]);
        return await reverse(till, payment, answer.problem, answer.reversalReason);
    }
  } catch (thrown) {
    return leftOpen(till, payment, thrown);
  }
}
