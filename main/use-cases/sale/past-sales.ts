/** Sales of the past. Channels: `sale.recent`, `sale.receipt`. */

import type { SaleRow } from '../../../db/sale/sales.ts';
import { assert } from '../../../domain/basics/assert.ts';
import type { ChannelInput, SaleView } from '../../../domain/contract/ipc.ts';
import type { Paper } from '../../../domain/paper/paper.ts';
import { saleReceipt } from '../../../domain/sale/receipt.ts';
import type { Tender } from '../../../domain/tenders/tender.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { letterhead } from '../paper/letterhead.ts';

/** A cashier looks for the last few, not for last week's. */
const recentMax = 50;

export function recentSales(till: OpenTill): SaleView[] {
  return till.db.sales.recent(recentMax).map((row) => saleView(till, row));
}

/** The receipt as it would be printed again now. Throws `Problem` `sale-unknown`. */
export function viewReceipt(till: OpenTill, input: ChannelInput<'sale.receipt'>): Paper {
  return receiptOf(till, findSale(till, input.saleId), true);
}

/** Throws `Problem` `sale-unknown`. */
export function findSale(till: OpenTill, saleId: string): SaleRow {
  const row = till.db.sales.find(saleId);
  if (!row) throw new Problem('sale-unknown');
  return row;
}

/** In the store's language, with the time of the sale: it is the customer's paper. */
export function receiptOf(till: OpenTill, row: SaleRow, copy: boolean): Paper {
  const head = letterhead(till, till.ports.config.locale, row.at);
  return saleReceipt(head, row.body, operatorName(till, row.operator), copy);
}

export function saleView(till: OpenTill, row: Omit<SaleRow, 'seq'>): SaleView {
  const { tenders } = row.body;
  const [first] = tenders;
  assert(first, 'a sale has a tender');
  const sumOf = (read: (tender: Tender) => number) =>
    tenders.reduce((sum, tender) => sum + read(tender), 0);
  return {
    saleId: row.body.saleId,
    number: row.body.number,
    at: row.at,
    operatorName: operatorName(till, row.operator),
    businessDate: row.businessDate,
    pieces: row.body.pieces,
    totalMinor: row.body.totalMinor,
    tender: tenders.every(({ kind }) => kind === first.kind) ? first.kind : 'several',
    tenderedMinor: sumOf((one) => (one.kind === 'cash' ? one.tenderedMinor : one.amountMinor)),
    changeMinor: sumOf((one) => (one.kind === 'cash' ? one.changeMinor : 0)),
  };
}

function operatorName(till: OpenTill, number: string | null): string {
  if (number === null) return '';
  return till.db.operators.find(number)?.name ?? number;
}
