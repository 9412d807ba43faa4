/** `/takings`: what was taken on a business date, by store, till, hour and tender, beside the same weekday before. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import { type DayTotals, emptyTotals } from '../../../domain/reports/day-totals.ts';
import { figureOf, figuresIn } from '../../../domain/reports/figures.ts';
import type { TillName } from '../../office/read.ts';
import { readDayTotals } from '../../reports/day-totals.ts';
import type { Database } from '../../store/tables.ts';
import { type Page, readPage } from '../entry/pages.ts';
import { addDays } from '../frame/days.ts';
import { searchForm, textField } from '../frame/forms.ts';
import { heading, type Markup, money, type Stat, stats } from '../frame/page.ts';
import { queries } from '../frame/query.ts';
import { table } from '../frame/table.ts';
import { listTills, type Shop, shopName, type View, type Visit } from '../frame/visit.ts';

const route = { path: '/takings', section: 'takings', right: 'read', scope: 'all' } as const;
const querySchema = z.object({ date: queries.date });
const weekDays = 7;

export const takingsPages: readonly Page[] = [
  readPage({ ...route, nav: 'business' }, async (visit) => {
    const { say, chosen, now, desk } = visit;
    const [first] = chosen;
    const today = businessDateOf(now, first?.settings ?? { zone: 'UTC', cutOver: '00:00' });
    const date = visit.query(querySchema).date ?? today;
    const before = addDays(date, -weekDays);
    const tills = await listTills(visit, chosen);
    const totals = await totalsOn(desk.db, chosen, [date, before]);
    const days = booksByCurrency(chosen, tills, totals, date, before);
    return {
      title: say('nav.takings'),
      live: date === today,
      content: html`${heading(say('nav.takings'), say('takings.lead', { date, before }))}
${searchForm(visit, { action: '/takings', label: say('nav.takings'), submit: say('sales.find') }, textField({ name: 'date', type: 'date', label: say('sales.date'), value: date, required: true }))}
${days.map((day) => currencyPart(visit, day))}`,
    };
  }),
];

type TillDay = Readonly<{ shop: Shop; till: TillName; now: DayTotals; before: DayTotals }>;
/** Amounts of two currencies are never added. */
type CurrencyDay = Readonly<{ currency: string; tills: readonly TillDay[] }>;

async function totalsOn(
  db: Database,
  shops: readonly Shop[],
  dates: readonly string[],
): Promise<Map<string, DayTotals>> {
  const kept = await readDayTotals(db, { stores: shops.map(({ store }) => store), dates });
  return new Map(kept.map(({ till, totals }) => [`${till} ${totals.businessDate}`, totals]));
}

function booksByCurrency(
  shops: readonly Shop[],
  tills: readonly TillName[],
  totals: ReadonlyMap<string, DayTotals>,
  date: string,
  before: string,
): CurrencyDay[] {
  const byCurrency = new Map<string, TillDay[]>();
  const byStore = new Map(shops.map((shop) => [shop.store, shop]));
  const on = ({ till }: TillName, day: string) => totals.get(`${till} ${day}`) ?? emptyTotals(day);
  for (const till of tills) {
    const shop = byStore.get(till.store);
    if (!shop) continue;
    const { currency } = shop.settings;
    const list = byCurrency.get(currency) ?? [];
    list.push({ shop, till, now: on(till, date), before: on(till, before) });
    byCurrency.set(currency, list);
  }
  return [...byCurrency].map(([currency, list]) => ({ currency, tills: list }));
}

function currencyPart(visit: Visit, day: CurrencyDay): Markup {
  const { say, locale } = visit;
  const amount = (minor: number) => money(minor, day.currency, locale);
  return html`${stats(figures(visit, day, amount))}
${hourChart(visit, day, amount)}
${new Set(day.tills.map(({ shop }) => shop.store)).size > 1 ? storeTable(visit, day, amount) : ''}
${rowsTable(
  visit,
  say('takings.by-till'),
  day.tills.map(({ shop, till, now, before }) => ({
    id: till.till,
    name: html`<a href="/tills/${till.till}?date=${now.businessDate}">${shopName(shop, visit)} ${till.name}</a>`,
    now: [now],
    before: [before],
  })),
  amount,
)}`;
}

type Amount = (minor: number) => string;

function figures({ say }: View, { tills }: CurrencyDay, amount: Amount): Stat[] {
  const now = sumOf(tills.map((till) => till.now));
  const before = sumOf(tills.map((till) => till.before));
  return [
    { id: 'takings', label: say('takings.taken'), value: amount(now.minor) },
    {
      id: 'change',
      label: say('takings.before'),
      value: amount(before.minor),
      of: changeText(now.minor, before.minor),
    },
    { id: 'sales', label: say('column.sales'), value: String(now.count), of: String(before.count) },
    {
      id: 'average',
      label: say('takings.average'),
      value: now.count === 0 ? say('none') : amount(Math.round(now.minor / now.count)),
    },
  ];
}

/** What the takings come to once cash is rounded: with the rounding, each way of paying adds up to them. */
const beside = [...figuresIn('off').filter(({ id }) => id === 'rounding'), ...figuresIn('paid')];

function sumOf(list: readonly DayTotals[]) {
  const sum = (read: (totals: DayTotals) => number) =>
    list.reduce((total, totals) => total + read(totals), 0);
  return {
    count: sum((totals) => figureOf(totals, 'sales').count),
    minor: sum((totals) => figureOf(totals, 'sales').minor),
    /** Minor units by figure: how it was paid, and what the sum of sales was rounded by. */
    beside: beside.map(({ id }) => sum((totals) => figureOf(totals, id).minor)),
  };
}

/** `+12 %`; empty where there is nothing to compare with. */
export function changeText(now: number, before: number): string {
  if (before === 0) return '';
  const percent = Math.round((100 * (now - before)) / before);
  return `${percent > 0 ? '+' : ''}${percent} %`;
}

function storeTable(visit: Visit, { tills }: CurrencyDay, amount: Amount): Markup {
  const stores = [...new Set(tills.map(({ shop }) => shop))];
  const rows = stores.map((shop) => {
    const own = tills.filter((till) => till.shop.store === shop.store);
    return {
      id: shop.store,
      name: html`<a href="/takings?${new URLSearchParams({ store: shop.store, date: own[0]?.now.businessDate ?? '' })}">${shopName(shop, visit)}</a>`,
      now: own.map(({ now }) => now),
      before: own.map(({ before }) => before),
    };
  });
  return rowsTable(visit, visit.say('takings.by-store'), rows, amount);
}

type TakingsRow = Readonly<{
  id: string;
  name: Markup;
  now: readonly DayTotals[];
  before: readonly DayTotals[];
}>;

function rowsTable(
  { say }: View,
  title: string,
  rows: readonly TakingsRow[],
  amount: Amount,
): Markup {
  const head = (text: string) => ({ title: text, right: true });
  return table(
    title,
    [
      { title },
      head(say('column.sales')),
      head(say('takings.column.taken')),
      ...beside.map(({ id }) => head(say(`paper.${id}`))),
      head(say('takings.column.before')),
      head(say('takings.column.change')),
    ],
    rows.map(({ id, name, now, before }) => {
      const sums = sumOf(now);
      const earlier = sumOf(before);
      return {
        testId: `takings-${id}`,
        cells: [
          name,
          sums.count,
          amount(sums.minor),
          ...sums.beside.map(amount),
          amount(earlier.minor),
          changeText(sums.minor, earlier.minor) || say('none'),
        ],
      };
    }),
  );
}

const chart = { width: 960, height: 150, bar: 15, gap: 4 } as const;
const slot = chart.width / 24;

/** Two bars an hour: the same weekday before, and this one. */
function hourChart(visit: Visit, { tills }: CurrencyDay, amount: Amount): Markup {
  const { say } = visit;
  const now = byHour(tills.map((till) => till.now));
  const before = byHour(tills.map((till) => till.before));
  const highest = Math.max(1, ...now, ...before);
  const bar = (minor: number, x: number, tone: string) => {
    const height = Math.round((chart.height * Math.max(0, minor)) / highest);
    return html`<rect class="${tone}" x="${x}" y="${chart.height - height}" width="${chart.bar}" height="${height}" rx="2"/>`;
  };
  const hours = now.map((minor, hour) => ({ hour, minor, earlier: before[hour] ?? 0 }));
  const title = say('takings.by-hour');
  return html`<section class="panel chart"><h2>${title}</h2>
<p><i class="key-now"></i> ${say('takings.taken')} <i class="key-before"></i> ${say('takings.before')} · ${say('takings.highest', { amount: amount(highest === 1 ? 0 : highest) })}</p>
<svg viewBox="0 0 ${chart.width} ${chart.height + 22}" role="img" aria-label="${title}" data-testid="chart">${hours.map(
    ({ hour, minor, earlier }) =>
      html`${bar(earlier, hour * slot + chart.gap, 'before')}${bar(minor, hour * slot + chart.gap + chart.bar, 'now')}<text x="${hour * slot + slot / 2}" y="${chart.height + 17}">${hour}</text>`,
  )}</svg>
<details><summary>${say('takings.as-table')}</summary>${table(
    title,
    [
      { title: say('takings.hour') },
      { title: say('takings.taken'), right: true },
      { title: say('takings.before'), right: true },
    ],
    hours
      .filter(({ minor, earlier }) => minor !== 0 || earlier !== 0)
      .map(({ hour, minor, earlier }) => ({
        testId: `hour-${hour}`,
        cells: [`${String(hour).padStart(2, '0')}:00`, amount(minor), amount(earlier)],
      })),
  )}</details></section>`;
}

function byHour(list: readonly DayTotals[]): number[] {
  return Array.from({ length: 24 }, (_, hour) =>
    list.reduce((sum, { byHourMinor }) => sum + (byHourMinor[hour] ?? 0), 0),
  );
}
