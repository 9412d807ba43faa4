/** `/sign-ins`: sign-ins of the past by till and operator, with the seconds of each step. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { type StepName, stepNames } from '../../../domain/sign-in/steps.ts';
import { formatsOf } from '../../../domain/words/formats.ts';
import type { TillName } from '../../office/read.ts';
import { readNames } from '../../people/read.ts';
import { type PastSignIn, readSignIns } from '../../sign-in/read.ts';
import { type Page, readPage } from '../entry/pages.ts';
import { addDays } from '../frame/days.ts';
import { searchForm, selectField, textField } from '../frame/forms.ts';
import { heading, type Markup } from '../frame/page.ts';
import { type Names, personText } from '../frame/people.ts';
import { loose, queries } from '../frame/query.ts';
import { problemText } from '../frame/sentences.ts';
import { chip, pager, table } from '../frame/table.ts';
import { listTills, type ShopVisit, shopName } from '../frame/visit.ts';
import { sayOr } from '../frame/words.ts';

const route = { path: '/sign-ins', section: 'sign-ins', right: 'read', scope: 'one' } as const;
const daysShown = 7;
const perPage = 50;

const querySchema = z.object({
  till: queries.text,
  operator: loose(
    z
      .string()
      .trim()
      .regex(/^\d{2,8}$/),
  ),
  from: queries.date,
  until: queries.date,
  after: loose(z.string().regex(/^\d{1,15}[.][a-z0-9-]+[.]\d{1,15}$/)),
});

export const signInsPages: readonly Page[] = [
  readPage({ ...route, nav: 'people' }, async (visit) => {
    const { say, shop, now, desk } = visit;
    const query = visit.query(querySchema);
    const tills = await listTills(visit, [shop]);
    const until = query.until ?? businessDateOf(now, shop.settings);
    const from = query.from ?? addDays(until, -(daysShown - 1));
    const till = tills.find((one) => one.till === query.till)?.till ?? null;
    const operator = query.operator ?? null;
    const filter = { store: shop.store, till, operator, from, until };
    const found = await readSignIns(desk.db, filter, query.after ?? null, perPage + 1);
    const rows = found.slice(0, perPage);
    const last = found.length > perPage ? rows.at(-1) : undefined;
    return {
      title: say('nav.sign-ins'),
      content: html`${heading(say('nav.sign-ins'), say('journal.lead', { shop: shopName(shop, visit), from, until }))}
${searchForm(
  visit,
  { action: '/sign-ins', label: say('nav.sign-ins'), submit: say('sales.find') },
  html`${selectField({ name: 'till', label: say('column.till'), value: till ?? '', choices: [{ value: '', label: say('journal.any') }, ...tills.map((one) => ({ value: one.till, label: one.name }))] })}
${textField({ name: 'operator', label: say('column.operator'), value: operator ?? '', inputmode: 'numeric', pattern: '[0-9]*' })}
${textField({ name: 'from', type: 'date', label: say('journal.from'), value: from })}
${textField({ name: 'until', type: 'date', label: say('journal.until'), value: until })}`,
)}
${rows.length === 0 ? html`<p data-testid="no-sign-ins">${say('sign-ins.none')}</p>` : signInTable(visit, tills, await readNames(desk.db, shop.store), rows)}
${pager(visit, last ? `${last.at}.${last.till}.${last.seq}` : null)}`,
    };
  }),
];

function signInTable(
  visit: ShopVisit,
  tills: readonly TillName[],
  people: Names,
  rows: readonly PastSignIn[],
): Markup {
  const { say, shop } = visit;
  const names = new Map(tills.map((one) => [one.till, one.name]));
  const { duration: seconds } = formatsOf(visit.locale, shop.settings);
  const tookOf = ({ steps }: PastSignIn, step: StepName) =>
    steps.find((outcome) => outcome.step === step);
  return table(
    say('nav.sign-ins'),
    [
      { title: say('column.time') },
      { title: say('column.till') },
      { title: say('column.operator') },
      { title: say('sign-ins.outcome') },
      { title: say('sign-ins.took'), right: true },
      ...stepNames.map((step) => ({ title: say(`step.${step}`), right: true })),
    ],
    rows.map((row) => ({
      testId: `sign-in-${row.till}-${row.seq}`,
      cells: [
        html`<a href="/tills/${row.till}/entries/${row.seq}">${localText(row.at, shop.settings.zone).slice(0, 16)}</a>`,
        names.get(row.till) ?? row.till,
        personText(visit, people, row.operator),
        outcome(visit, row),
        seconds(row.steps.reduce((sum, { tookMs }) => sum + tookMs, 0)),
        ...stepNames.map((step) => {
          const found = tookOf(row, step);
          if (!found || found.state === 'skipped') return say('none');
          const mark = { passed: '', warned: ' !', failed: ' ✕' }[found.state];
          return html`<span class="took ${found.state}" title="${say(`outcome.${found.state}`)}">${seconds(found.tookMs)}${mark}</span>`;
        }),
      ],
    })),
  );
}

function outcome(visit: ShopVisit, { opened, offline, steps }: PastSignIn): Markup {
  const { say, locale, shop } = visit;
  const failed = steps.find(({ state }) => state === 'failed');
  if (!opened && failed) {
    const why = failed.problems[0]
      ? problemText(locale, failed.problems[0], shop.settings)
      : sayOr(say, `step.${failed.step}`, failed.step);
    return chip('bad', why);
  }
  if (!opened) return chip('none', say('sign-ins.left'));
  return offline ? chip('warn', say('state.offline')) : chip('good', say('sign-ins.opened'));
}
