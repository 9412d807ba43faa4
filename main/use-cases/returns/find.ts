/** The sale that goods come back of. Channels: `returns.list`, `returns.view`. */

import type { SaleRow } from '../../../db/sale/sales.ts';
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import type { ReturnView, SoldSale, voidRefusals } from '../../../domain/returns/channels.ts';
import { canComeBack } from '../../../domain/sale/returned.ts';
import { bookingDate } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { counter } from '../sale/counter.ts';
import { findSale, saleView } from '../sale/past-sales.ts';

/** As many as tell one basket from another. */
const namesShown = 3;

export function listSold(
  till: OpenTill,
  { businessDate }: ChannelInput<'returns.list'>,
): ChannelOutput<'returns.list'> {
  return till.db.sales.on(businessDate ?? bookingDate(till)).map((row) => soldSale(till, row));
}

/** Throws `Problem` `sale-unknown`. */
export function viewReturn(till: OpenTill, { of }: ChannelInput<'returns.view'>): ReturnView {
  const row = findSale(till, of);
  const left = leftOf(till, row);
  return {
    ...soldSale(till, row),
    businessDate: row.businessDate,
    lines: row.body.lines.filter(canComeBack).map(({ line, name, unit, quantity, totalMinor }) => ({
      ...{ line, name, unit, quantity, totalMinor },
      left: left.get(line) ?? 0,
    })),
    voidRefusal: voidRefusalOf(till, row),
  };
}

/** Line → thousandths that may still come back: not what lies on the counter already. */
export function leftOf(till: OpenTill, { body }: SaleRow): ReadonlyMap<number, number> {
  const before = till.db.returned(body.saleId);
  const here = new Set(
    counter(till).basket.lines.flatMap(({ undoes }) =>
      undoes?.saleId === body.saleId ? [undoes.line] : [],
    ),
  );
  return new Map(
    body.lines
      .filter(canComeBack)
      .map(({ line, quantity }) => [line, here.has(line) ? 0 : quantity - (before.get(line) ?? 0)]),
  );
}

/** Null where the whole sale may be undone. */
export function voidRefusalOf(
  till: OpenTill,
  { businessDate, body }: SaleRow,
): (typeof voidRefusals)[number] | null {
  if (businessDate !== bookingDate(till)) return 'date';
  if (!body.lines.every(canComeBack) || till.db.returned(body.saleId).size > 0) return 'returned';
  return body.tenders.every(({ kind }) => kind === 'cash') ? null : 'card';
}

function soldSale(till: OpenTill, row: SaleRow): SoldSale {
  const { saleId, number, at, operatorName, totalMinor } = saleView(till, row);
  const names = row.body.lines.slice(0, namesShown).map(({ name }) => name);
  return { saleId, number, at, operatorName, totalMinor, names };
}
