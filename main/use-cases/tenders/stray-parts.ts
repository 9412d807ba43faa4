/**
 * What was taken of a half paid sale whose basket is gone: it has another id since a file was put back or a new journal
 * begun, or could not be read. The money goes back (give-back.ts), or a manager says that it stays.
 *
 * Channels: `tender.strays`, `tender.keep`.
 */

import { assert } from '../../../domain/basics/assert.ts';
import type { BodyOf, Fact } from '../../../domain/contract/entry.ts';
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { HalfPaid, Taken } from '../../../domain/sale/settlement.ts';
import type { StrayPart } from '../../../domain/tenders/channels.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkNoCard } from '../../till/typed.ts';
import { checkNoneUnderWay } from '../sale/basket.ts';
import { counter } from '../sale/counter.ts';

export function strayParts(till: OpenTill): StrayPart[] {
  return straySales(till).flatMap(({ saleId, taken }) =>
    taken.map(({ id, at, tender }) => ({
      saleId,
      tenderId: id,
      at,
      kind: tender.kind,
      amountMinor: tender.amountMinor,
      maskedPan:
        tender.kind === 'card'
          ? tender.maskedPan
          : tender.kind === 'wallet'
            ? tender.maskedCode
            : null,
    })),
  );
}

function straySales(till: OpenTill): readonly HalfPaid[] {
  const sales = till.db.halfPaid();
  if (sales.length === 0) return sales;
  const standing = new Set(till.db.parked.list().map(({ id }) => id));
  standing.add(counter(till).basket.id);
  return sales.filter(({ saleId }) => !standing.has(saleId));
}

/**
 * The money of one stays by a manager's word; of a card like that of an attempt whose end nobody knows. Throws `Problem`:
 * `card-number-typed` for a card number in what was typed, `sale-changed` where it is another or none any more,
 * `sale-in-payment`, `disk-full`.
 */
export function keepStray(
  till: OpenTill,
  { saleId, tenderId, amountMinor, reason }: ChannelInput<'tender.keep'>,
  { allow }: Call,
): { strays: number } {
  checkNoCard(reason);
  checkNoneUnderWay(till);
  const sale = straySales(till).find((one) => one.saleId === saleId);
  const part = sale?.taken.find(({ id }) => id === tenderId);
  if (part?.tender.amountMinor !== amountMinor) throw new Problem('sale-changed');
  assert(allow !== null, 'the gate knows who allows it');
  const { by, approval } = allow();
  const { lent } = approval;
  record(till, kept(till, saleId, part, { reason, by, ...(lent ? { lent } : {}) }));
  till.wantSync();
  return { strays: strayParts(till).length };
}

type Word = Pick<BodyOf<'tender-kept'>, 'reason' | 'by' | 'lent'>;

function kept(till: OpenTill, saleId: string, { id, tender }: Taken, word: Word): Fact[] {
  if (tender.kind === 'cash') {
    const body = { saleId, tenderId: id, tender, drawer: mainDrawer, ...word };
    return [{ kind: 'tender-kept', body }];
  }
  const attempt = till.db.attempts.find(id);
  assert(attempt, `a card's part has its attempt ${id}`);
  const { amountMinor, currency, maskedPan, stan, batch } = attempt;
  const figures = { amountMinor, currency, maskedPan, stan, batch, slip: null };
  return [
    { kind: 'attempt-doubted', body: { attemptId: id } },
    { kind: 'attempt-settled', body: { attemptId: id, outcome: 'charged', ...figures, ...word } },
  ];
}
