/**
 * Goods go down before they are paid for. Channels: `basket.setQuantity`, `basket.remove`, `basket.abandon`.
 *
 * Written when it is done, not with the sale, which may never come or be somebody else's.
 */

import { isCounted } from '../../../domain/basics/unit.ts';
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { PricedLine } from '../../../domain/prices/line.ts';
import { type Basket, type BasketCommand, findLine } from '../../../domain/sale/basket.ts';
import { goesDown } from '../../../domain/sale/take-back.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { freely, tookBack } from '../../../domain/sale/undo.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record } from '../../till/record.ts';
import { allowed } from '../people/grants.ts';
import {
  change,
  checkNotInPayment,
  checkQuantity,
  clearBasket,
  keepWith,
  lineOf,
  preview,
} from './basket.ts';
import { counter, dueMinor, priced, pricedLines } from './counter.ts';
import { checkSaleNamed } from './named-sale.ts';

/** Throws `Problem`: `weight-lowered`, and as `removeLine`. */
export function setQuantity(
  till: OpenTill,
  { line: number, quantity, reasonId }: ChannelInput<'basket.setQuantity'>,
  call: Call,
): ToldUpTo {
  const line = lineOf(till, number);
  if (line.kind === 'return') throw new Problem('return-fixed');
  checkQuantity(quantity, line.unit);
  const command = { kind: 'set-quantity', line: number, quantity } as const;
  if (!goesDown(line, quantity)) return change(till, command);
  return takeBack(till, command, { reasonId, call });
}

/** Throws `Problem`: `line-gone`, `take-back-limit`, `sale-changed`, and what `allowed` throws. */
export function removeLine(
  till: OpenTill,
  { line, reasonId }: ChannelInput<'basket.remove'>,
  call: Call,
): ToldUpTo {
  return takeBack(till, { kind: 'remove', line }, { reasonId, call });
}

function takeBack(
  till: OpenTill,
  command: Extract<BasketCommand, { kind: 'set-quantity' | 'remove' }>,
  asked: Asked,
): ToldUpTo {
  checkNotInPayment(till);
  const line = lineOf(till, command.line);
  if (line.kind === 'return') return keepBack(till, line, preview(till, command));
  return goDown(till, preview(till, command), line, asked, {});
}

/** The customer keeps what was to come back: that takes nothing off their bill. */
function keepBack(till: OpenTill, line: PricedLine, next: Basket): ToldUpTo {
  const { sku, name, totalMinor } = line;
  const { id: saleId } = counter(till).basket;
  const body = { saleId, act: 'return' as const, sku, name, amountMinor: 0 - totalMinor };
  return keepWith(till, { kind: 'act-undone', body }, next);
}

/** Writes down that goods of `line` go down, and makes `next` of the basket. */
export function goDown(
  till: OpenTill,
  next: Basket,
  { line, sku, name, unit, quantity }: PricedLine,
  asked: Asked,
  how: Pick<BodyOf<'line-taken-back'>, 'undone'>,
): ToldUpTo {
  const { basket } = counter(till);
  const amountMinor = dueMinor(till) - totalsOf(priced(till, next)).dueMinor;
  const left = findLine(next, line)?.quantity ?? 0;
  const lowersWeight = !isCounted(unit) && left > 0;
  const { freeMinor, ...why } = allow(till, { ...asked, amountMinor, lowersWeight });
  const body = { saleId: basket.id, sku, name, unit, quantity, left, amountMinor, ...how, ...why };
  const lying = how.undone ? freely(next, freeMinor) : tookBack(next, freeMinor);
  return keepWith(till, { kind: 'line-taken-back', body }, lying);
}

/** Gives the basket up; with lines in it that is a fact for the Z report. Throws as `removeLine`. */
export function abandon(
  till: OpenTill,
  { saleId, reasonId }: ChannelInput<'basket.abandon'>,
  call: Call,
): ToldUpTo {
  checkNotInPayment(till);
  checkSaleNamed(till, saleId);
  const { lines } = counter(till).basket;
  if (lines.length > 0) {
    const totalMinor = dueMinor(till);
    // What comes back with it pays for none of the goods that go down.
    const goods = pricedLines(till).filter(({ kind }) => kind !== 'return');
    const amountMinor = goods.reduce((sum, line) => sum + line.totalMinor, 0);
    const act = { amountMinor, lowersWeight: false, reasonId, call };
    const { freeMinor: _, ...why } = allow(till, act);
    const body = { saleId, lines: lines.length, totalMinor, ...why };
    record(till, [{ kind: 'sale-abandoned', body }]);
  }
  return clearBasket(till);
}

type Asked = Readonly<{ reasonId: string | undefined; call: Call }>;
type Act = Asked & Readonly<{ amountMinor: number; lowersWeight: boolean }>;
type Why = Pick<BodyOf<'line-taken-back'>, 'owner' | 'reasonId' | 'reason' | 'approvedBy' | 'lent'>;

/** What the entry says of it, and how much of it is taken back without an approval. */
function allow(
  till: OpenTill,
  { amountMinor, lowersWeight, reasonId, call }: Act,
): Why & { freeMinor: number } {
  const { basket } = counter(till);
  const operator = whoIsHere(till);
  const freeMinor = Math.max(0, amountMinor);
  const after = (basket.takenBackMinor ?? 0) + freeMinor;
  const whose =
    basket.owner === undefined || basket.owner === operator?.number ? {} : { owner: basket.owner };
  const isFree = !lowersWeight && after <= settingsOf(till).takeBackMinorMax;
  if (isFree) return { ...whose, freeMinor };
  if (reasonId === undefined)
    throw new Problem(lowersWeight ? 'weight-lowered' : 'take-back-limit');
  const why = chosenReason(till, 'void', reasonId);
  const wanted = { right: 'goods.take-back', amount: amountMinor, about: basket.id } as const;
  const { approval } = allowed(till, call, operator, wanted);
  return { ...whose, ...why, ...approval, freeMinor: 0 };
}
