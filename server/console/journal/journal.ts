/** `/journal`, `/tills/:till/entries/:seq`: every entry can be found, and read as it came. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { bodySchemas } from '../../../domain/contract/entry.ts';
import { readItemNames } from '../../goods/read.ts';
import {
  type EntryView,
  type JournalFilter,
  type JournalRow,
  readEntry,
  searchJournal,
} from '../../journal/read.ts';
import type { TillName } from '../../office/read.ts';
import { readNames } from '../../people/read.ts';
import { type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import { addDays, currencyDigits } from '../frame/days.ts';
import { searchForm, selectField, textField } from '../frame/forms.ts';
import { heading, type Markup, withQuery } from '../frame/page.ts';
import { type Names, personText } from '../frame/people.ts';
import { loose, queries } from '../frame/query.ts';
import { chip, pager, table } from '../frame/table.ts';
import { findTill, listTills, type ShopVisit, shopName, type Visit } from '../frame/visit.ts';
import { isWord } from '../frame/words.ts';
import { entrySentence, type Named } from './entry-sentence.ts';

const route = { section: 'journal', right: 'read' } as const;
/** Longer than a quarter is asked for in parts. */
const daysMax = 92;
const daysShown = 7;

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

const one = { path: '/tills/:till/entries/:seq{[0-9]{1,15}}', ...route, scope: 'all' } as const;

export const journalPages: readonly Page[] = [
  readPage({ path: '/journal', ...route, scope: 'one', nav: 'business' }, async (visit) => {
    const query = visit.query(querySchema);
    const tills = await listTills(visit, [visit.shop]);
    const filter = filterOf(visit, tills, query);
    const found = await searchJournal(visit.desk.db, filter, query.after ?? null);
    const names = await readNames(visit.desk.db, visit.shop.store);
    const { say } = visit;
    const lead = say('journal.lead', {
      shop: shopName(visit.shop, visit),
      from: filter.from,
      until: filter.until,
    });
    return {
      title: say('journal.title'),
      content: html`${heading(say('journal.title'), lead)}${form(visit, tills, names, filter, query)}
${await entryList(visit, tills, names, found.rows)}${pager(visit, found.next)}`,
    };
  }),
  readPage(one, async (visit) => {
    const till = await findTill(visit, visit.param('till'));
    if (!till) return null;
    const where = { store: till.shop.store, till: till.row.till_id };
    const view = await readEntry(visit.desk.db, where, Number(visit.param('seq')));
    return view && entryPage(visit, till, view);
  }),
];

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
  names: Names,
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
${selectField({ name: 'operator', label: say('column.operator'), value: filter.operator ?? '', choices: [any, ...[...names].map(([value]) => ({ value, label: personText(visit, names, value) }))] })}
${textField({ name: 'seq', label: say('column.entry'), value: String(filter.seq ?? ''), ...number })}
${textField({ name: 'receipt', label: say('sales.number'), value: String(filter.receipt ?? ''), ...number })}
${textField({ name: 'amount', label: say('column.total'), value: query.amount ?? '', inputmode: 'decimal' })}
${textField({ name: 'text', type: 'search', label: say('journal.text'), value: filter.text ?? '' })}`,
  );
}

/** What these entries speak of, by name. */
async function itemsIn(
  { desk, locale }: Visit,
  store: string,
  bodies: readonly unknown[],
): Promise<Named['items']> {
  const skus = bodies.flatMap((body) => {
    const sku = (body as { sku?: unknown } | null)?.sku;
    return typeof sku === 'string' ? [sku] : [];
  });
  const names = await readItemNames(desk.db, store, skus);
  return new Map([...names].map(([sku, name]) => [sku, nameIn(name, locale)]));
}

async function entryList(
  visit: ShopVisit,
  tills: readonly TillName[],
  people: Names,
  rows: readonly JournalRow[],
): Promise<Markup> {
  if (rows.length === 0) return html`<p data-testid="no-entries">${visit.say('journal.none')}</p>`;
  const { say, locale, shop } = visit;
  const tillNames = new Map(tills.map(({ till, name }) => [till, name]));
  const read = rows.map((row) => ({ ...row, body: JSON.parse(row.body) as unknown }));
  const items = await itemsIn(
    visit,
    shop.store,
    read.map(({ body }) => body),
  );
  return table(
    say('journal.title'),
    [
      { title: say('column.entry') },
      { title: say('column.time') },
      { title: say('column.till') },
      { title: say('journal.says') },
    ],
    read.map((row) => ({
      testId: `entry-${row.till}-${row.seq}`,
      cells: [
        html`<a href="/tills/${row.till}/entries/${row.seq}">#${row.seq}</a>`,
        localText(row.at, shop.settings.zone).slice(0, 19),
        tillNames.get(row.till) ?? row.till,
        html`<span class="says">${entrySentence(locale, shop.settings, { people, items }, row)}</span>`,
      ],
    })),
  );
}

type Found = NonNullable<Awaited<ReturnType<typeof findTill>>>;

async function entryPage(visit: Visit, { shop, row }: Found, view: EntryView): Promise<PageAnswer> {
  const { say, locale } = visit;
  const { entry, aside, chain, hasNext } = view;
  const base = `/tills/${row.till_id}`;
  const named = {
    people: await readNames(visit.desk.db, shop.store),
    items: await itemsIn(visit, shop.store, [entry.body]),
  };
  const title = say('journal.entry', { seq: entry.seq, kind: kindText(visit, entry.kind) });
  const lead = `${shopName(shop, visit)} ${row.name} · ${localText(entry.at, shop.settings.zone)}`;
  const facts: [string, string][] = [
    [say('journal.kind'), kindText(visit, entry.kind)],
    [say('sales.date'), entry.businessDate],
    [say('column.operator'), personText(visit, named.people, entry.operator)],
  ];
  const place: [string, string][] = [
    ['id', entry.id],
    ['prev', entry.prev],
    ['hash', entry.hash],
  ];
  return {
    title,
    content: html`${heading(title, lead)}
<p class="sentence" data-testid="sentence">${entrySentence(locale, shop.settings, named, entry)}</p>
<div class="card facts"><dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>
<p class="foot pager">${links(visit, shop.store, base, entry)}</p>
<h2>${say('journal.place')}</h2>
<p>${
      chain.kind === 'whole'
        ? chip('good', say('journal.chain.whole'), 'chain')
        : chip('bad', say('journal.chain.broken', { seq: chain.seq }), 'chain')
    } ${aside === null ? '' : chip('bad', say(`aside.${aside}`), 'aside')}</p>
<p class="foot pager">${entry.seq > 1 ? html`<a href="${base}/entries/${entry.seq - 1}" data-testid="entry-before">#${entry.seq - 1}</a>` : ''}
${hasNext ? html`<a href="${base}/entries/${entry.seq + 1}" data-testid="entry-after">#${entry.seq + 1}</a>` : ''}</p>
<details><summary data-testid="raw">${say('journal.raw')}</summary>
<div class="card facts"><dl>${place.map(([name, value]) => html`<dt>${name}</dt><dd><code>${value}</code></dd>`)}</dl></div>
<pre class="card body" tabindex="0" role="region" aria-label="${say('journal.raw')}" data-testid="body">${JSON.stringify(entry.body, null, 2)}</pre></details>`,
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
