/** `/`: every till with its sign-in and its takings of today. */
import { html } from 'hono/html';
import { figureOf } from '../../../domain/reports/figures.ts';
import { type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import type { SignIn } from '../../journal/project.ts';
import type { PageAnswer, Pages } from '../entry/pages.ts';
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
import { problemText } from '../frame/sentences.ts';
import type { View, Visit } from '../frame/visit.ts';
import { sayOr } from '../frame/words.ts';
import { readTills, type TillRow } from './books.ts';
import { barsOf, stateOf } from './till-state.ts';

export function mountToday(pages: Pages): void {
  pages.read({ path: '/', section: 'today', right: 'read', scope: 'all' }, async (visit) => {
    const tills = await readTills(visit.desk.db, visit.chosen, visit.now);
    return todayPage(visit, tills, visit.context.req.query('still') === '1');
  });
}

function todayPage(view: Visit, tills: readonly TillRow[], still: boolean): PageAnswer {
  const { say, here } = view;
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
<tbody>${tills.map((till) => tillRow(view, till))}</tbody>
<tfoot>${totalRows(view, tills)}</tfoot></table></div>
<div class="panels">${timesPanel(view, tills)}${troublesPanel(view, tills)}</div>
<p class="foot">${
      still
        ? html`<a href="${withQuery(here, 'still', null)}" data-testid="refresh">${say('refresh.start')}</a>`
        : html`<a href="${withQuery(here, 'still', '1')}" data-testid="refresh">${say('refresh.stop')}</a> (${say('seconds', { value: refreshSeconds })})`
    }</p>`,
  };
}

function figures({ say }: View, tills: readonly TillRow[]): Stat[] {
  const states = tills.map((till) => stateOf(till, till.today));
  const signedIn = tills.filter(
    ({ signIn, today }) => signIn?.opened && signIn.businessDate === today,
  ).length;
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
    { id: 'median', label: say('stat.median'), value: secondsText(say, medianSignIn(tills)) },
  ];
}

function tillRow(view: View, till: TillRow): Markup {
  const { say, locale, now } = view;
  const { signIn, today, settings, totals } = till;
  const state = stateOf(till, today);
  const tried = signIn?.businessDate === today ? signIn : null;
  const bars = barsOf(signIn, today);
  const spoken = bars
    .map(({ step, state: outcome }) => `${say(`step.${step}`)} ${say(`outcome.${outcome}`)}`)
    .join(', ');
  const step = state.step ? sayOr(say, `step.${state.step}`, state.step) : '';
  const operator = tried?.operator ? say('operator', { number: tried.operator }) : say('none');
  return html`<tr data-testid="till-${till.till}"><th scope="row"><a href="/tills/${till.till}">${tillLabel(till, view)}</a></th>
<td data-testid="operator">${operator}</td>
<td data-testid="time">${tried ? timeText(tried.at, settings.zone) : say('none')}</td>
<td><span class="steps" role="img" aria-label="${spoken}" data-testid="steps">${bars.map(
    (bar) => html`<i class="${bar.state}"></i>`,
  )}</span></td>
<td><span class="chip ${state.tone}" data-testid="state">${say(`state.${state.word}`, { step, seq: state.seq ?? '' })}</span></td>
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
function timesPanel({ say }: View, tills: readonly TillRow[]): Markup {
  const medians = stepNames.map((step) => ({ step, ms: medianMs(tills, step) }));
  const longest = Math.max(1, ...medians.map(({ ms }) => ms ?? 0));
  return html`<section class="panel"><h2>${say('panel.times')}</h2><p>${say('panel.times.note')}</p>
<table class="times" aria-label="${say('panel.times')}"><tbody>${medians.map(
    ({ step, ms }) =>
      html`<tr><th scope="row">${say(`step.${step}`)}</th><td><svg width="190" height="12" aria-hidden="true"><rect width="${
        ms === null ? 0 : Math.max(2, Math.round((190 * ms) / longest))
      }" height="12" rx="3"/></svg></td><td class="r">${secondsText(say, ms)}</td></tr>`,
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

function secondsText(say: View['say'], ms: number | null): string {
  return ms === null ? say('none') : say('seconds', { value: (ms / 1_000).toFixed(1) });
}

function troublesPanel(view: View, tills: readonly TillRow[]): Markup {
  const { say, now } = view;
  const list = tills
    .flatMap((till) => troublesOf(view, till))
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0));
  return html`<section class="panel"><h2>${say('panel.troubles')} ${
    list.length > 0 ? html`<span class="chip bad" data-testid="troubles">${list.length}</span>` : ''
  }</h2>
${
  list.length === 0
    ? html`<p>${say('trouble.none')}</p>`
    : html`<ul>${list.map(
        ({ at, zone, text }) =>
          html`<li><small>${momentText(at, now, zone, '')}</small><span>${text}</span></li>`,
      )}</ul>`
}</section>`;
}

type Trouble = Readonly<{ at: number | null; zone: string; text: string }>;

function troublesOf(view: View, till: TillRow): Trouble[] {
  const { say } = view;
  const { signIn, refusal, today, settings, putAside } = till;
  const name = tillLabel(till, view);
  const { word, step } = stateOf(till, today);
  const trouble = (at: number | null, text: string) => ({ at, zone: settings.zone, text });
  const found: Trouble[] = [];
  if (refusal) {
    found.push(trouble(refusal.at, say('trouble.refused', { till: name, seq: refusal.seq })));
  }
  if (word === 'blocked') {
    const stopped = step ? sayOr(say, `step.${step}`, step) : say('none');
    const problem = signIn?.steps.find(({ state }) => state === 'failed')?.problems[0];
    const why = problem ? ` ${problemText(view.locale, problem, settings)}` : '';
    const text = say('trouble.blocked', { till: name, step: stopped }) + why;
    found.push(trouble(signIn?.at ?? null, text));
  }
  if (signIn?.offline && signIn.businessDate === today) {
    found.push(trouble(signIn.at, say('trouble.offline', { till: name })));
  }
  for (const { reason, count } of putAside) {
    const why = say(`aside.${reason}`);
    found.push(trouble(null, say('trouble.put-aside', { till: name, count, why })));
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
