/** `/`: every till with its sign-in and its takings of today. */
import { html } from 'hono/html';
import { triesMax } from '../../../domain/people/operator.ts';
import { figureOf } from '../../../domain/reports/figures.ts';
import { type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import { formatsOf, nowhere } from '../../../domain/words/formats.ts';
import { countOpen, listAnomalies } from '../../anomalies/shelf.ts';
import { readNamesIn } from '../../people/read.ts';
import { readTills, type TillRow } from '../../reports/read.ts';
import { barsOf, type SignIn, stateOf } from '../../reports/till-state.ts';
import { type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import {
  heading,
  type Markup,
  momentText,
  money,
  refreshSeconds,
  type Stat,
  stats,
  tillLabel,
  timeText,
  withQuery,
} from '../frame/page.ts';
import { type Names, personText } from '../frame/people.ts';
import { anomalyText, problemText } from '../frame/sentences.ts';
import type { View, Visit } from '../frame/visit.ts';
import { sayOr } from '../frame/words.ts';
import { stateChip } from './till-facts.ts';

export const todayPages: readonly Page[] = [
  readPage(
    { path: '/', section: 'today', right: 'read', scope: 'all', nav: 'business' },
    async (visit) => {
      const { db } = visit.desk;
      const stores = visit.chosen.map(({ store }) => store);
      const [tills, open, opens] = await Promise.all([
        readTills(db, visit.chosen, visit.now),
        listAnomalies(db, { stores, state: 'open', limit: anomaliesShown }),
        countOpen(db, stores),
      ]);
      const people = await readNamesIn(db, stores, tills.flatMap(numbersAt));
      const news: News = { tills, open, opens, people };
      return todayPage(visit, news, visit.context.req.query('still') === '1');
    },
  ),
];

/** Of the newest so many are shown. */
const anomaliesShown = 8;

type News = Readonly<{
  tills: readonly TillRow[];
  /** The newest anomalies that nobody has looked at, and how many there are by store. */
  open: Awaited<ReturnType<typeof listAnomalies>>;
  opens: ReadonlyMap<string, number>;
  people: ReadonlyMap<string, Names>;
}>;

/** Whom the page speaks of. */
function numbersAt({ day, signIn, locks }: TillRow): string[] {
  return [day.operator, signIn?.operator, ...Object.keys(locks)].filter((one) => one != null);
}

function todayPage(view: Visit, news: News, still: boolean): PageAnswer {
  const { say, here } = view;
  const { tills } = news;
  const stores = new Set(tills.map(({ store }) => store)).size;
  const dates = [...new Set(tills.map(({ today }) => today))].join(' / ');
  const lead = say('today.lead', { date: dates || say('none'), stores, tills: tills.length });
  return {
    title: say('nav.today'),
    live: !still,
    content: html`${heading(say('nav.today'), lead)}
${stats(figures(view, tills))}
<div class="card" role="region" aria-label="${say('tills.table')}" tabindex="0"><table aria-label="${say('tills.table')}">
<thead><tr><th>${say('column.till')}</th><th>${say('column.operator')}</th><th>${say('column.time')}</th><th>${say('column.steps')}</th><th>${say('column.state')}</th><th class="r">${say('column.sales')}</th><th class="r">${say('column.takings')}</th><th class="r">${say('column.synced')}</th></tr></thead>
<tbody>${tills.map((till) => tillRow(view, till, news.people.get(till.store) ?? new Map()))}</tbody>
<tfoot>${totalRows(view, tills)}</tfoot></table></div>
<div class="panels">${timesPanel(view, tills)}${troublesPanel(view, news)}</div>
<p class="foot">${
      still
        ? html`<a href="${withQuery(here, 'still', null)}" data-testid="refresh">${say('refresh.start')}</a>`
        : html`<a href="${withQuery(here, 'still', '1')}" data-testid="refresh">${say('refresh.stop')}</a> (${say('seconds', { value: refreshSeconds })})`
    }</p>`,
  };
}

function figures(view: View, tills: readonly TillRow[]): Stat[] {
  const { say } = view;
  const states = tills.map((till) => stateOf(till, till.today));
  // Of this moment: who has signed out is not signed in.
  const signedIn = tills.filter(({ day }) => day.state !== 'closed').length;
  const blocked = states.filter(({ word }) => word === 'blocked' || word === 'refused').length;
  const offline = states.filter(({ word }) => word === 'offline').length;
  return [
    {
      id: 'signed-in',
      label: say('stat.signed-in'),
      value: String(signedIn),
      of: String(tills.length),
    },
    {
      id: 'blocked',
      label: say('stat.blocked'),
      value: String(blocked),
      tone: blocked > 0 ? 'bad' : '',
    },
    {
      id: 'offline',
      label: say('stat.offline'),
      value: String(offline),
      tone: offline > 0 ? 'warn' : '',
    },
    { id: 'median', label: say('stat.median'), value: durationText(view, medianSignIn(tills)) },
  ];
}

function tillRow(view: View, till: TillRow, people: Names): Markup {
  const { say, locale, now } = view;
  const { signIn, today, settings, totals } = till;
  const state = stateOf(till, today);
  const tried = signIn?.businessDate === today ? signIn : null;
  const bars = barsOf(signIn, today);
  const spoken = bars
    .map(({ step, state: outcome }) => `${say(`step.${step}`)} ${say(`outcome.${outcome}`)}`)
    .join(', ');
  const operator = personText(view, people, till.day.operator ?? tried?.operator ?? null);
  return html`<tr data-testid="till-${till.till}"><th scope="row"><a href="/tills/${till.till}">${tillLabel(till, view)}</a></th>
<td data-testid="operator">${operator}</td>
<td data-testid="time">${tried ? timeText(tried.at, settings.zone) : say('none')}</td>
<td><span class="steps" role="img" aria-label="${spoken}" data-testid="steps">${bars.map(
    (bar) => html`<i class="${bar.state}"></i>`,
  )}</span></td>
<td>${stateChip(view, state)}</td>
<td class="r" data-testid="sales">${figureOf(totals, 'sales').count}</td>
<td class="r" data-testid="takings">${money(figureOf(totals, 'sales').minor, settings.currency, locale)}</td>
<td class="r" data-testid="synced">${momentText(till.syncedAt, now, settings.zone, say('none'))}</td></tr>`;
}

function totalRows({ say, locale }: View, tills: readonly TillRow[]): Markup[] {
  return sumByCurrency(tills).map(
    ({ currency, minor, count }) =>
      html`<tr data-testid="total"><th scope="row" colspan="5">${say('total')}</th><td class="r" data-testid="total-sales">${count}</td><td class="r" data-testid="total-takings">${money(minor, currency, locale)}</td><td></td></tr>`,
  );
}

/** Bars as long as the longest step allows; drawn, since the page may hold no styles of its own. */
function timesPanel(view: View, tills: readonly TillRow[]): Markup {
  const { say } = view;
  const medians = stepNames.map((step) => ({ step, ms: medianMs(tills, step) }));
  const longest = Math.max(1, ...medians.map(({ ms }) => ms ?? 0));
  return html`<section class="panel"><h2>${say('panel.times')}</h2><p>${say('panel.times.note')}</p>
<table class="times" aria-label="${say('panel.times')}"><tbody>${medians.map(
    ({ step, ms }) =>
      html`<tr><th scope="row">${say(`step.${step}`)}</th><td><svg width="190" height="12" aria-hidden="true"><rect width="${
        ms === null ? 0 : Math.max(2, Math.round((190 * ms) / longest))
      }" height="12" rx="3"/></svg></td><td class="r">${durationText(view, ms)}</td></tr>`,
  )}</tbody></table></section>`;
}

function medianMs(tills: readonly TillRow[], step: StepName): number | null {
  const took = signInsToday(tills)
    .flatMap(({ steps }) => steps)
    .filter((outcome) => outcome.step === step && outcome.state !== 'skipped')
    .map(({ tookMs }) => tookMs);
  return middleOf(took);
}

/** Of the sign-ins that ended with an open gate. */
function medianSignIn(tills: readonly TillRow[]): number | null {
  const took = signInsToday(tills)
    .filter(({ opened }) => opened)
    .map(({ steps }) => steps.reduce((sum, { tookMs }) => sum + tookMs, 0));
  return middleOf(took);
}

function signInsToday(tills: readonly TillRow[]): SignIn[] {
  return tills.flatMap(({ signIn, today }) => (signIn?.businessDate === today ? [signIn] : []));
}

function middleOf(list: readonly number[]): number | null {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? null;
}

function durationText({ say, locale }: View, ms: number | null): string {
  return ms === null ? say('none') : formatsOf(locale, nowhere).duration(ms);
}

function troublesPanel(view: View, news: News): Markup {
  const { say, now } = view;
  const { tills, open, opens, people } = news;
  const list = [
    ...tills.flatMap((till) => troublesOf(view, till, people.get(till.store) ?? new Map())),
    ...open.flatMap((one) => anomalyTrouble(view, tills, one)),
  ].sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  const count = [...opens.values()].reduce((sum, one) => sum + one, 0);
  return html`<section class="panel"><h2>${say('panel.troubles')} ${
    list.length > 0
      ? html`<span class="chip bad" data-testid="troubles">${list.length - open.length + count}</span>`
      : ''
  }</h2>
${
  list.length === 0
    ? html`<p>${say('trouble.none')}</p>`
    : html`<ul>${list.map(
        ({ at, zone, text, href }) =>
          html`<li><small>${momentText(at, now, zone, '')}</small><span>${href ? html`<a href="${href}">${text}</a>` : text}</span></li>`,
      )}</ul>`
}${count > open.length ? html`<p class="foot"><a href="/anomalies">${say('trouble.more', { count })}</a></p>` : ''}</section>`;
}

type Trouble = Readonly<{ at: number | null; zone: string; text: string; href: string | null }>;

/** What the page of anomalies has open, in the same words. */
function anomalyTrouble(
  view: View,
  tills: readonly TillRow[],
  anomaly: News['open'][number],
): Trouble[] {
  const till = tills.find((one) => one.till === anomaly.till);
  if (!till) return [];
  const { settings } = till;
  const text = `${tillLabel(till, view)}: ${anomalyText(view.locale, anomaly, settings)}`;
  const href = `/anomalies/${anomaly.till}/${encodeURIComponent(anomaly.id)}`;
  return [{ at: anomaly.at, zone: settings.zone, text, href }];
}

function troublesOf(view: View, till: TillRow, people: Names): Trouble[] {
  const { say, locale } = view;
  const { signIn, refusal, today, settings, putAside, locks } = till;
  const name = tillLabel(till, view);
  const { word, step } = stateOf(till, today);
  const trouble = (at: number | null, text: string, href: string | null = null) => ({
    at,
    zone: settings.zone,
    text,
    href,
  });
  const found: Trouble[] = [];
  for (const [number, { at, seq }] of Object.entries(locks)) {
    const person = personText(view, people, number);
    const text = say('trouble.locked', { till: name, person, tries: triesMax });
    found.push(trouble(at, text, `/tills/${till.till}/entries/${seq}`));
  }
  if (refusal) {
    found.push(trouble(refusal.at, say('trouble.refused', { till: name, seq: refusal.seq })));
  }
  if (word === 'blocked') {
    const stopped = step ? sayOr(say, `step.${step}`, step) : say('none');
    const problem = signIn?.steps.find(({ state }) => state === 'failed')?.problems[0];
    const why = problem ? ` ${problemText(locale, problem, settings)}` : '';
    const text = say('trouble.blocked', { till: name, step: stopped }) + why;
    found.push(trouble(signIn?.at ?? null, text));
  }
  if (signIn?.offline && signIn.businessDate === today) {
    found.push(trouble(signIn.at, say('trouble.offline', { till: name })));
  }
  for (const { reason, count } of putAside) {
    const why = say(`aside.${reason}`);
    const text = say('trouble.put-aside', { till: name, count, why });
    found.push(trouble(null, text, `/tills/${till.till}/manage`));
  }
  return found;
}

/** Amounts of two currencies are never added. */
function sumByCurrency(tills: readonly TillRow[]) {
  const sums = new Map<string, { currency: string; minor: number; count: number }>();
  for (const { settings, totals } of tills) {
    const { currency } = settings;
    const sum = sums.get(currency) ?? { currency, minor: 0, count: 0 };
    const sales = figureOf(totals, 'sales');
    const minor = sum.minor + sales.minor;
    sums.set(currency, { currency, minor, count: sum.count + sales.count });
  }
  return [...sums.values()];
}
