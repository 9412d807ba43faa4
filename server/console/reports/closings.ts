/** `/closings`: what each Z counted and should have counted, who closed, and why there is a difference. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { readNames } from '../../people/read.ts';
import { type Closing, readClosings } from '../../reports/closings.ts';
import { type Page, readPage } from '../entry/pages.ts';
import { addDays } from '../frame/days.ts';
import { searchForm, selectField, textField } from '../frame/forms.ts';
import { heading, type Markup, money, type Stat, stats } from '../frame/page.ts';
import { type Names, personText } from '../frame/people.ts';
import { queries } from '../frame/query.ts';
import { chip, table } from '../frame/table.ts';
import { listTills, type Shop, shopName, type View } from '../frame/visit.ts';

const route = { path: '/closings', section: 'closings', right: 'read', scope: 'one' } as const;
const daysShown = 31;
const daysMax = 92;
/** So many fit a page that somebody reads; the dates narrow it. */
const rowsMax = 400;

const querySchema = z.object({ till: queries.text, from: queries.date, until: queries.date });

export const closingsPages: readonly Page[] = [
  readPage({ ...route, nav: 'business' }, async (visit) => {
    const { say, shop, now, desk } = visit;
    const query = visit.query(querySchema);
    const tills = await listTills(visit, [shop]);
    const till = tills.find((one) => one.till === query.till)?.till;
    const until = query.until ?? businessDateOf(now, shop.settings);
    const asked = query.from ?? addDays(until, -(daysShown - 1));
    const earliest = addDays(until, -(daysMax - 1));
    const from = asked < earliest ? earliest : asked;
    const wanted = { stores: [shop.store], from, until, limit: rowsMax };
    const closings = await readClosings(desk.db, till === undefined ? wanted : { ...wanted, till });
    const people = await readNames(desk.db, shop.store);
    const names = new Map(tills.map((one) => [one.till, one.name]));
    const any = { value: '', label: say('journal.any') };
    return {
      title: say('nav.closings'),
      content: html`${heading(say('nav.closings'), say('journal.lead', { shop: shopName(shop, visit), from, until }))}
${searchForm(
  visit,
  { action: '/closings', label: say('nav.closings'), submit: say('sales.find') },
  html`${selectField({ name: 'till', label: say('column.till'), value: till ?? '', choices: [any, ...tills.map((one) => ({ value: one.till, label: one.name }))] })}
${textField({ name: 'from', type: 'date', label: say('journal.from'), value: from })}
${textField({ name: 'until', type: 'date', label: say('journal.until'), value: until })}`,
)}
${closings.length === 0 ? html`<p data-testid="no-closings">${say('closings.none')}</p>` : html`${stats(sums(visit, shop, closings))}${closingTable(visit, shop, { closings, people, tills: names })}`}`,
    };
  }),
];

type Closings = Readonly<{
  closings: readonly Closing[];
  people: Names;
  /** Till id → its name; null where all are of the same till, which the page is about. */
  tills: ReadonlyMap<string, string> | null;
}>;

/** Of one shop; amounts are in its currency. */
export function closingTable(
  view: View,
  shop: Shop,
  { closings, people, tills }: Closings,
): Markup {
  const { say, locale } = view;
  const { currency, zone } = shop.settings;
  const amount = (minor: number) => money(minor, currency, locale);
  const right = (title: string) => ({ title, right: true });
  return table(
    say('nav.closings'),
    [
      { title: say('sales.date') },
      ...(tills === null ? [] : [{ title: say('column.till') }]),
      { title: say('closings.who') },
      right(say('closings.counted')),
      right(say('closings.expected')),
      right(say('closings.difference')),
      { title: say('closings.reason') },
    ],
    closings.map((one) => ({
      testId: `closing-${one.till}-${one.zNumber}`,
      cells: [
        html`<a href="/tills/${one.till}/entries/${one.seq}">${one.closedDate}</a><br><small class="note">${say('closings.place', { z: one.zNumber, time: localText(one.at, zone).slice(5, 16) })}</small>`,
        ...(tills === null ? [] : [tills.get(one.till) ?? one.till]),
        personText(view, people, one.operator),
        countedCell(view, one, amount),
        amount(one.expectedMinor),
        differenceChip(view, one.differenceMinor, amount),
        html`<span class="wrap">${one.reason ?? ''}</span>`,
      ],
    })),
  );
}

type Amount = (minor: number) => string;

function countedCell({ say }: View, closing: Closing, amount: Amount): Markup {
  const { countedMinor, firstCountedMinor } = closing;
  const first =
    firstCountedMinor === undefined || firstCountedMinor === countedMinor
      ? ''
      : html`<br><small class="note">${say('closings.first', { amount: amount(firstCountedMinor) })}</small>`;
  return html`${amount(countedMinor)}${first}`;
}

function differenceChip({ say }: View, minor: number, amount: Amount): Markup {
  if (minor === 0) return chip('good', say('closings.exact'));
  const word = minor < 0 ? 'closings.short' : 'closings.over';
  return chip(minor < 0 ? 'bad' : 'warn', say(word, { amount: amount(Math.abs(minor)) }));
}

function sums({ say, locale }: View, shop: Shop, closings: readonly Closing[]): Stat[] {
  const amount = (minor: number) => money(minor, shop.settings.currency, locale);
  const add = (wanted: (minor: number) => boolean) =>
    closings
      .map(({ differenceMinor }) => differenceMinor)
      .filter(wanted)
      .reduce((sum, minor) => sum + minor, 0);
  const short = add((minor) => minor < 0);
  return [
    { id: 'closings', label: say('nav.closings'), value: String(closings.length) },
    {
      id: 'short',
      label: say('closings.sum.short'),
      value: amount(0 - short),
      tone: short < 0 ? 'bad' : '',
    },
    { id: 'over', label: say('closings.sum.over'), value: amount(add((minor) => minor > 0)) },
    {
      id: 'apart',
      label: say('closings.sum.apart'),
      value: String(closings.filter(({ differenceMinor }) => differenceMinor !== 0).length),
      of: String(closings.length),
    },
  ];
}
