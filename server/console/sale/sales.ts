/** `/sales`, `/tills/:till`, `/tills/:till/sales/:seq`: every sale can be found, and read in full. */

import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { knownWallet } from '../../../domain/basics/payment-code.ts';
import { quantityText } from '../../../domain/basics/quantity.ts';
import type { DayTotals } from '../../../domain/reports/day-totals.ts';
import { figureOf, figuresIn } from '../../../domain/reports/figures.ts';
import type { Tender } from '../../../domain/tenders/tender.ts';
import { storeOf } from '../../basics/till-id.ts';
import { readNames, readNamesIn } from '../../people/read.ts';
import { readTotalsOf } from '../../reports/day-totals.ts';
import { readTills, type TillRow } from '../../reports/read.ts';
import { readSale, readSales, type Sale, type SaleRow, salesPerPage } from '../../sale/read.ts';
import { type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import { searchForm, textField } from '../frame/forms.ts';
import { heading, type Markup, money, stats, tillLabel, withQuery } from '../frame/page.ts';
import { type Names, personText } from '../frame/people.ts';
import { queries } from '../frame/query.ts';
import type { View, Visit } from '../frame/visit.ts';
import { tillFacts } from '../reports/till-facts.ts';

export type SalesQuery = Readonly<{ date: string; number: number | null; page: number }>;

const route = { section: 'sales', right: 'read', scope: 'all' } as const;

export const salesPages: readonly Page[] = [
  readPage({ path: '/sales', ...route, nav: 'business' }, async (visit) => {
    const { desk, chosen, now, say } = visit;
    const tills = await readTills(desk.db, chosen, now);
    const query = queryOf(visit, tills[0]?.today ?? todayUtc(now));
    const found = await readSales(desk.db, { ...query, businessDate: query.date, tills });
    const stores = chosen.map(({ store }) => store);
    const numbers = found.flatMap(({ operator }) => operator ?? []);
    return {
      title: say('sales.title'),
      content: html`${heading(say('sales.title'), query.date)}${searchSales(visit, '/sales', query)}${salesTable(visit, tills, await readNamesIn(desk.db, stores, numbers), query, found)}`,
    };
  }),
  readPage({ path: '/tills/:till', ...route, section: 'tills' }, async (visit) => {
    const till = await tillOf(visit);
    if (!till) return null;
    const query = queryOf(visit, till.today);
    const [totals, found] = await Promise.all([
      readTotalsOf(visit.desk.db, till, query.date),
      readSales(visit.desk.db, { ...query, businessDate: query.date, tills: [till] }),
    ]);
    return tillPage(visit, till, query, totals, found);
  }),
  readPage({ path: '/tills/:till/sales/:seq{[0-9]{1,15}}', ...route }, async (visit) => {
    const till = await tillOf(visit);
    const sale = till && (await readSale(visit.desk.db, till, Number(visit.param('seq'))));
    return till && sale && salePage(visit, till, await readNames(visit.desk.db, till.store), sale);
  }),
];

async function tillOf({ desk, shops, param, now }: Visit): Promise<TillRow | null> {
  const id = param('till');
  const shop = shops.filter(({ store }) => store === storeOf(id));
  const tills = await readTills(desk.db, shop, now);
  return tills.find(({ till }) => till === id) ?? null;
}

const querySchema = z.object({ date: queries.date, number: queries.count, page: queries.count });

function queryOf({ query }: Visit, today: string): SalesQuery {
  const { date, number, page } = query(querySchema);
  return { date: date ?? today, number: number ?? null, page: page ?? 0 };
}

/** Only where there is no store yet whose day it could be. */
function todayUtc(now: number): string {
  return businessDateOf(now, { zone: 'UTC', cutOver: '00:00' });
}

/** One till: its totals and its sales of one business date. */
async function tillPage(
  visit: Visit,
  till: TillRow,
  query: SalesQuery,
  totals: DayTotals,
  found: readonly SaleRow[],
): Promise<PageAnswer> {
  const { say, locale } = visit;
  const { settings } = till;
  const amount = (minor: number) => money(minor, settings.currency, locale);
  const people = await readNames(visit.desk.db, till.store);
  return {
    title: tillLabel(till, visit),
    content: html`${heading(tillLabel(till, visit), `${say('sales.date')} ${query.date}`)}
${stats([
  { id: 'sales', label: say('column.sales'), value: String(figureOf(totals, 'sales').count) },
  { id: 'takings', label: say('total'), value: amount(figureOf(totals, 'sales').minor) },
  ...figuresIn('paid').map(({ id }) => ({
    id,
    label: say(`paper.${id}`),
    value: amount(figureOf(totals, id).minor),
  })),
])}
${await tillFacts(visit, till)}
<p><a href="/tills/${till.till}/manage">${say('tills.manage')}</a></p>
<h2>${say('sales.title')}</h2>
${searchSales(visit, `/tills/${till.till}`, query)}${salesTable(visit, [till], new Map([[till.store, people]]), query, found)}`,
  };
}

/** One sale as the journal has it. */
function salePage(view: View, till: TillRow, people: Names, { row, body, hash }: Sale): PageAnswer {
  const { say, locale } = view;
  const { settings } = till;
  const amount = (minor: number) => money(minor, settings.currency, locale);
  const lead = say('sale.lead', {
    till: tillLabel(till, view),
    time: localText(row.at, settings.zone),
    operator: personText(view, people, row.operator),
    seq: row.seq,
  });
  return {
    title: say('sale.title', { number: row.number }),
    content: html`${heading(say('sale.title', { number: row.number }), lead)}
<div class="card" role="region" aria-label="${say('lines.table')}" tabindex="0"><table aria-label="${say('lines.table')}"><thead><tr><th>${say('column.item')}</th><th class="r">${say('column.quantity')}</th><th class="r">${say('column.price')}</th><th class="r">${say('column.total')}</th></tr></thead>
<tbody>${body.lines.map(
      (line) =>
        html`<tr data-testid="line-${line.line}"><th scope="row">${nameIn(line.name, locale)} <small class="note">${line.sku}</small></th><td class="r">${quantityText(line.quantity, line.unit)}</td><td class="r">${amount(line.priceMinor)}</td><td class="r">${amount(line.totalMinor)}</td></tr>`,
    )}</tbody>
<tfoot><tr><th scope="row" colspan="3">${say('total')}</th><td class="r" data-testid="sale-total">${amount(body.totalMinor)}</td></tr>
${body.tenders.map(
  (tender) =>
    html`<tr><th scope="row" colspan="3">${tenderText(view, tender)} <small class="note">${tenderNote(view, tender, amount)}</small></th><td class="r">${amount(tender.amountMinor)}</td></tr>`,
)}</tfoot></table></div>
<p class="foot">${say('sale.hash')} <code>${hash}</code></p>
<p class="foot"><a href="/tills/${till.till}">${say('back')}</a></p>`,
  };
}

function searchSales(view: View, action: string, { date, number }: SalesQuery): Markup {
  const { say } = view;
  return searchForm(
    view,
    { action, label: say('sales.title'), submit: say('sales.find') },
    html`${textField({ name: 'date', type: 'date', label: say('sales.date'), value: date, required: true })}
${textField({ name: 'number', label: say('sales.number'), value: String(number ?? ''), inputmode: 'numeric', pattern: '[0-9]*', placeholder: say('sales.any') })}`,
  );
}

type ByStore = ReadonlyMap<string, Names>;

function salesTable(
  view: View,
  tills: readonly TillRow[],
  people: ByStore,
  query: SalesQuery,
  found: readonly SaleRow[],
): Markup {
  const { say } = view;
  const rows = found.slice(0, salesPerPage);
  if (rows.length === 0) return html`<p data-testid="no-sales">${say('sales.none')}</p>`;
  return html`<div class="card" role="region" aria-label="${say('sales.table')}" tabindex="0"><table aria-label="${say('sales.table')}"><thead><tr><th>${say('column.number')}</th><th>${say('column.time')}</th><th>${say('column.till')}</th><th>${say('column.operator')}</th><th class="r">${say('column.pieces')}</th><th class="r">${say('column.total')}</th><th>${say('column.tender')}</th><th class="r">${say('column.entry')}</th></tr></thead>
<tbody>${rows.map((row) => saleRow(view, tills, people, row))}</tbody></table></div>
${turnPage(view, query, found.length > salesPerPage)}`;
}

function saleRow(view: View, tills: readonly TillRow[], people: ByStore, row: SaleRow): Markup {
  const { locale } = view;
  const till = tills.find((candidate) => candidate.till === row.till);
  if (!till) return html``;
  const { zone, currency } = till.settings;
  return html`<tr data-testid="sale-${row.till}-${row.number}"><th scope="row"><a href="/tills/${row.till}/sales/${row.seq}" data-testid="number">${row.number}</a></th>
<td data-testid="time">${localText(row.at, zone).slice(11)}</td><td>${tillLabel(till, view)}</td>
<td>${personText(view, people.get(till.store) ?? new Map(), row.operator)}</td>
<td class="r">${row.pieces}</td>
<td class="r" data-testid="total">${money(row.totalMinor, currency, locale)}</td>
<td data-testid="tender">${row.tenders.map((tender) => tenderText(view, tender)).join(' + ')}</td>
<td class="r"><small class="note">#${row.seq}</small></td></tr>`;
}

function turnPage({ say, here }: View, { page: at }: SalesQuery, more: boolean): Markup {
  const to = (page: number) => withQuery(here, 'page', page === 0 ? null : String(page));
  return html`<p class="foot">${at > 0 ? html`<a href="${to(at - 1)}">${say('sales.newer')}</a> ` : ''}${
    more ? html`<a href="${to(at + 1)}" data-testid="next-page">${say('sales.older')}</a>` : ''
  }</p>`;
}

function tenderText({ say }: View, tender: Tender): string {
  switch (tender.kind) {
    case 'cash':
      return say('tender.cash');
    case 'card':
      return say('sale.card', { pan: tender.maskedPan });
    case 'wallet': {
      const { maskedCode } = tender;
      return say('sale.wallet', { wallet: knownWallet(tender.wallet), code: maskedCode.slice(-4) });
    }
  }
}

function tenderNote({ say }: View, tender: Tender, amount: (minor: number) => string): string {
  switch (tender.kind) {
    case 'cash':
      return say('sale.tendered', {
        tendered: amount(tender.tenderedMinor),
        change: amount(tender.changeMinor),
      });
    case 'card':
      return say('sale.authorisation', {
        code: tender.authorisationCode,
        reference: tender.referenceNumber,
      });
    case 'wallet': {
      const { attemptId: order, referenceNumber: reference } = tender;
      return say('sale.order', { order, reference });
    }
  }
}
