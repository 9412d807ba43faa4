/** `/journal`, `/tills/:till/entries/:seq`: every entry can be found, and read as it came. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { bodySchemas } from '../../../domain/contract/entry.ts';
import type { PageAnswer, Pages } from '../entry/pages.ts';
import { addDays, currencyDigits } from '../frame/days.ts';
import { searchForm, selectField, textField } from '../frame/forms.ts';
import { heading, type Markup, withQuery } from '../frame/page.ts';
import { loose, queries } from '../frame/query.ts';
import { chip, pager, table } from '../frame/table.ts';
import {
  findTill,
  listTills,
  type ShopVisit,
  shopName,
  type TillName,
  type Visit,
} from '../frame/visit.ts';
import { isWord } from '../frame/words.ts';
import {
  type EntryView,
  type JournalFilter,
  type JournalRow,
  readEntry,
  searchJournal,
} from './find-entries.ts';

const route = { section: 'journal', right: 'read' } as const;
/** Longer than a quarter is asked for in parts. */
const daysMax = 92;
const daysShown = 7;
/** Characters of a body in the list; what does not fit its column ends in an ellipsis. */
const bodyShown = 160;

export const entryKinds = Object.keys(bodySchemas);

const querySchema = z.object({
  till: queries.text,
  from: queries.date,
  until: queries.date,
  kind: queries.text,
  operator: loose(
    z
      .string()
      .trim()
      .regex(/^\d{2,8}$/),
  ),
  seq: queries.seq,
  text: queries.text,
  receipt: queries.count,
  amount: loose(
    z
      .string()
      .trim()
      .regex(/^\d{1,9}([.]\d{1,3})?$/),
  ),
  after: queries.text,
});
type Query = z.output<typeof querySchema>;

export function mountJournal(pages: Pages): void {
  pages.read({ path: '/journal', ...route, scope: 'one' }, async (visit) => {
    const query = visit.query(querySchema);
    const tills = await listTills(visit, [visit.shop]);
    const filter = filterOf(visit, tills, query);
    const found = await searchJournal(visit.desk.db, filter, query.after ?? null);
    const { say } = visit;
    const lead = say('journal.lead', {
      shop: shopName(visit.shop, visit),
      from: filter.from,
      until: filter.until,
    });
    return {
      title: say('journal.title'),
      content: html`${heading(say('journal.title'), lead)}${form(visit, tills, filter, query)}
${found.rows.length === 0 ? html`<p data-testid="no-entries">${say('journal.none')}</p>` : ''}
${entriesTable(visit, tills, found.rows)}${pager(visit, found.next)}`,
    };
  });
  const one = { path: '/tills/:till/entries/:seq{[0-9]{1,15}}', ...route, scope: 'all' } as const;
  pages.read(one, async (visit) => {
    const till = await findTill(visit, visit.param('till'));
    if (!till) return null;
    const where = { store: till.shop.store, till: till.row.till_id };
    const view = await readEntry(visit.desk.db, where, Number(visit.param('seq')));
    return view && entryPage(visit, till, view);
  });
}

/** Both ends, never further apart than a search may be. */
function filterOf(
  { shop, now }: ShopVisit,
  tills: readonly TillName[],
  query: Query,
): JournalFilter {
  const today = businessDateOf(now, shop.settings);
  const until = query.until ?? today;
  const from = query.from ?? addDays(until, -(daysShown - 1));
  const earliest = addDays(until, -(daysMax - 1));
  const digits = currencyDigits(shop.settings.currency);
  return {
    store: shop.store,
    till: tills.find(({ till }) => till === query.till)?.till ?? null,
    from: from < earliest ? earliest : from,
    until,
    kind: query.kind ?? null,
    operator: query.operator ?? null,
    seq: query.seq ?? null,
    text: query.text ?? null,
    receipt: query.receipt ?? null,
    amountMinor:
      query.amount === undefined ? null : Math.round(Number(query.amount) * 10 ** digits),
  };
}

function form(
  visit: ShopVisit,
  tills: readonly TillName[],
  filter: JournalFilter,
  query: Query,
): Markup {
  const { say } = visit;
  const any = { value: '', label: say('journal.any') };
  const number = { inputmode: 'numeric', pattern: '[0-9]*' } as const;
  return searchForm(
    visit,
    { action: '/journal', label: say('journal.title'), submit: say('sales.find') },
    html`${selectField({ name: 'till', label: say('column.till'), value: filter.till ?? '', choices: [any, ...tills.map(({ till, name }) => ({ value: till, label: name }))] })}
${textField({ name: 'from', type: 'date', label: say('journal.from'), value: filter.from })}
${textField({ name: 'until', type: 'date', label: say('journal.until'), value: filter.until })}
${selectField({ name: 'kind', label: say('journal.kind'), value: filter.kind ?? '', choices: [any, ...entryKinds.map((kind) => ({ value: kind, label: kindText(visit, kind) }))] })}
${textField({ name: 'operator', label: say('column.operator'), value: filter.operator ?? '', ...number })}
${textField({ name: 'seq', label: say('column.entry'), value: String(filter.seq ?? ''), ...number })}
${textField({ name: 'receipt', label: say('sales.number'), value: String(filter.receipt ?? ''), ...number })}
${textField({ name: 'amount', label: say('column.total'), value: query.amount ?? '', inputmode: 'decimal' })}
${textField({ name: 'text', type: 'search', label: say('journal.text'), value: filter.text ?? '' })}`,
  );
}

function entriesTable(
  visit: ShopVisit,
  tills: readonly TillName[],
  rows: readonly JournalRow[],
): Markup {
  if (rows.length === 0) return html``;
  const { say, shop } = visit;
  const names = new Map(tills.map(({ till, name }) => [till, name]));
  return table(
    say('journal.title'),
    [
      { title: say('column.entry') },
      { title: say('column.time') },
      { title: say('column.till') },
      { title: say('column.operator') },
      { title: say('journal.kind') },
      { title: say('journal.says') },
    ],
    rows.map((row) => ({
      testId: `entry-${row.till}-${row.seq}`,
      cells: [
        html`<a href="/tills/${row.till}/entries/${row.seq}">#${row.seq}</a>`,
        localText(row.at, shop.settings.zone).slice(0, 19),
        names.get(row.till) ?? row.till,
        row.operator === null ? say('none') : say('operator', { number: row.operator }),
        kindText(visit, row.kind),
        html`<small class="note long">${row.body.slice(0, bodyShown)}</small>`,
      ],
    })),
  );
}

type Found = NonNullable<Awaited<ReturnType<typeof findTill>>>;

function entryPage(visit: Visit, { shop, row }: Found, view: EntryView): PageAnswer {
  const { say } = visit;
  const { entry, aside, chain, hasNext } = view;
  const base = `/tills/${row.till_id}`;
  const title = say('journal.entry', { seq: entry.seq, kind: kindText(visit, entry.kind) });
  const lead = say('sale.lead', {
    till: `${shopName(shop, visit)} ${row.name}`,
    time: localText(entry.at, shop.settings.zone),
    operator: entry.operator ?? say('none'),
    seq: entry.seq,
  });
  const facts: [string, string][] = [
    [say('sales.date'), entry.businessDate],
    ['kind', entry.kind],
    ['id', entry.id],
    ['prev', entry.prev],
    ['hash', entry.hash],
  ];
  return {
    title,
    content: html`${heading(title, lead)}
<p>${
      chain.kind === 'whole'
        ? chip('good', say('journal.chain.whole'), 'chain')
        : chip('bad', say('journal.chain.broken', { seq: chain.seq }), 'chain')
    } ${aside === null ? '' : chip('bad', say(`aside.${aside}`), 'aside')}</p>
<div class="card facts"><dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl></div>
<pre class="card body" tabindex="0" role="region" aria-label="${say('journal.says')}" data-testid="body">${JSON.stringify(entry.body, null, 2)}</pre>
<p class="foot pager">${entry.seq > 1 ? html`<a href="${base}/entries/${entry.seq - 1}" data-testid="entry-before">#${entry.seq - 1}</a>` : ''}
${hasNext ? html`<a href="${base}/entries/${entry.seq + 1}" data-testid="entry-after">#${entry.seq + 1}</a>` : ''}
${links(visit, shop.store, base, entry)}</p>`,
  };
}

/** To the sale itself, and to everything that speaks of the same sale or payment attempt. */
function links({ say }: Visit, store: string, base: string, entry: EntryView['entry']): Markup {
  const same = (name: 'saleId' | 'attemptId') => {
    const id = entry.body[name];
    if (typeof id !== 'string') return '';
    const query = new URLSearchParams({
      store,
      till: base.slice('/tills/'.length),
      from: addDays(entry.businessDate, -1),
      until: addDays(entry.businessDate, 7),
      text: id,
    });
    return html`<a href="/journal?${query}" data-testid="same-${name}">${say(`journal.same.${name}`)}</a>`;
  };
  const sale =
    entry.kind === 'sale-completed'
      ? html`<a href="${base}/sales/${entry.seq}" data-testid="to-sale">${say('journal.to-sale')}</a>`
      : '';
  return html`${sale} ${same('saleId')} ${same('attemptId')}
<a href="${withQuery(withQuery('/journal', 'store', store), 'till', base.slice('/tills/'.length))}">${say('journal.title')}</a>`;
}

/** Kinds of a newer till have no word here yet: they are shown as they are called. */
export function kindText({ say }: Pick<Visit, 'say'>, kind: string): string {
  const word = `kind.${kind}`;
  return isWord(word) ? say(word) : kind;
}
