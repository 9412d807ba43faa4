/** `/anomalies`: what somebody should look at, open ones first, each with the entries behind it. */
import { html } from 'hono/html';
import { z } from 'zod';
import { anomalyKindSchema } from '../../../domain/anomalies/kinds.ts';
import { nowhere } from '../../../domain/words/formats.ts';
import {
  countOpen,
  findAnomaly,
  judgeAnomaly,
  listAnomalies,
  type Shelved,
} from '../../anomalies/shelf.ts';
import { tillNames } from '../../office/read.ts';
import type { AnomalyState } from '../../store/review-tables.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import {
  areaField,
  changeForm,
  errorNote,
  type FieldErrors,
  searchForm,
  selectField,
  submitButton,
} from '../frame/forms.ts';
import { heading, keepStore, type Markup, momentText, tillLabel } from '../frame/page.ts';
import { loose, queries } from '../frame/query.ts';
import { anomalyText } from '../frame/sentences.ts';
import { chip, pager, type Row, table } from '../frame/table.ts';
import { findTill, type Shop, type Visit } from '../frame/visit.ts';
import { isWord } from '../frame/words.ts';

const route = { section: 'anomalies', right: 'read', scope: 'all' } as const;
const path = '/anomalies/:till/:anomaly';
const states = ['open', 'seen', 'closed'] as const satisfies readonly AnomalyState[];
const onPage = 50;
const entriesShown = 5;
const noteMax = 500;

/** Without a state: what nobody has looked at yet. */
const querySchema = z.object({
  state: loose(z.enum([...states, 'any'])),
  kind: loose(anomalyKindSchema),
  till: queries.text,
  after: queries.seq,
});

export const anomaliesPages: readonly Page[] = [
  readPage({ path: '/anomalies', ...route, nav: 'office' }, listPage),
  readPage({ path, ...route }, async (visit) => {
    const found = await find(visit);
    return found && onePage(visit, found);
  }),
  changePage({ path, ...route, right: 'change' }, mark),
];

type Found = Readonly<{ anomaly: Shelved; shop: Shop; tillName: string }>;

async function find(visit: Visit): Promise<Found | null> {
  const till = await findTill(visit, visit.param('till'));
  if (!till) return null;
  const { shop, row } = till;
  const key = { store: shop.store, till: row.till_id, id: visit.param('anomaly') };
  const anomaly = await findAnomaly(visit.desk.db, key);
  return anomaly && { anomaly, shop, tillName: row.name };
}

async function mark(visit: Visit, form: FormData): Promise<Answer | GoTo> {
  const found = await find(visit);
  const state = z.enum(states).safeParse(form.get('state')).data;
  if (!found || !state) return null;
  const { anomaly, shop } = found;
  const { till, id } = anomaly;
  const typed = String(form.get('note') ?? '')
    .trim()
    .slice(0, noteMax);
  if (state === 'closed' && typed.length < 3) {
    return onePage(visit, found, { note: visit.say('anomalies.wrong.note') });
  }
  const note = typed || anomaly.note;
  const by = visit.account.name;
  const { anomaly: kind, state: before } = anomaly;
  await visit.change('anomaly-marked', { till, kind, before, after: state }, ({ db, clock }) =>
    judgeAnomaly(db, clock, { store: shop.store, till, id, state, by, note }),
  );
  return { goTo: '/anomalies', said: { word: 'said.saved' } };
}

async function listPage(visit: Visit): Promise<PageAnswer> {
  const { say, desk, chosen } = visit;
  const { state = 'open', kind, till, after } = visit.query(querySchema);
  const stores = chosen.map(({ store }) => store);
  const rows = await listAnomalies(desk.db, {
    stores,
    limit: onPage + 1,
    ...(state === 'any' ? {} : { state }),
    ...(kind === undefined ? {} : { kind }),
    ...(till === undefined ? {} : { till }),
    ...(after === undefined ? {} : { before: after }),
  });
  const shown = rows.slice(0, onPage);
  const open = [...(await countOpen(desk.db, stores)).values()].reduce((sum, one) => sum + one, 0);
  const any = { value: 'any', label: say('anomalies.any') };
  return {
    title: say('anomalies.title'),
    content: html`${heading(say('anomalies.title'), say('anomalies.lead', { open }))}
${searchForm(
  visit,
  { action: '/anomalies', label: say('anomalies.find'), submit: say('anomalies.find') },
  html`${selectField({ name: 'state', label: say('anomalies.state'), value: state, choices: [...states.map((value) => ({ value, label: say(`anomalies.state.${value}`) })), any] })}
${selectField({ name: 'kind', label: say('anomalies.kind'), value: kind ?? '', choices: [{ ...any, value: '' }, ...anomalyKindSchema.options.map((value) => ({ value, label: kindText(visit, value) }))] })}`,
)}
${shown.length === 0 ? html`<p class="panel">${say('anomalies.none')}</p>` : anomalyTable(visit, shown, await tillNames(visit.desk.db, shown))}
${pager(visit, rows.length > onPage ? String(shown.at(-1)?.at ?? 0) : null)}`,
  };
}

type Listed = Shelved & Readonly<{ store: string }>;

function kindText({ say }: Visit, kind: string): string {
  const word = `anomalies.kind.${kind}`;
  return isWord(word) ? say(word) : kind;
}

function anomalyTable(
  visit: Visit,
  rows: readonly Listed[],
  names: ReadonlyMap<string, string>,
): Markup {
  const { say } = visit;
  return table(
    say('anomalies.table'),
    [
      { title: say('column.time') },
      { title: say('column.till') },
      { title: say('anomalies.what') },
      { title: say('anomalies.entries') },
      { title: say('anomalies.state') },
    ],
    rows.map((row) => anomalyRow(visit, row, names.get(row.till) ?? row.till)),
  );
}

function anomalyRow(visit: Visit, row: Listed, name: string): Row {
  const { chosen, now, here, locale } = visit;
  const shop = chosen.find(({ store }) => store === row.store);
  const place = shop?.settings ?? nowhere;
  return {
    testId: `anomaly-${row.anomaly}`,
    faded: row.state === 'closed',
    cells: [
      html`<a href="${keepStore(here, addressOf(row))}">${momentText(row.at, now, place.zone, '')}</a>`,
      shop ? tillLabel({ settings: shop.settings, name }, visit) : name,
      html`<span class="wrap">${anomalyText(locale, row, place)}</span>`,
      entryLinks(visit, row),
      stateChip(visit, row.state),
    ],
  };
}

function addressOf({ till, id }: Shelved): string {
  return `/anomalies/${till}/${encodeURIComponent(id)}`;
}

function entryLinks({ here }: Visit, { till, entries }: Shelved): Markup {
  const more = entries.length > entriesShown ? ` … ${entries.length}` : '';
  return html`${entries
    .slice(0, entriesShown)
    .map(
      (seq) => html`<a href="${keepStore(here, `/tills/${till}/entries/${seq}`)}">#${seq}</a> `,
    )}${more}`;
}

function stateChip({ say }: Visit, state: AnomalyState): Markup {
  const tone = { open: 'bad', seen: 'warn', closed: 'none' } as const;
  return chip(tone[state], say(`anomalies.state.${state}`));
}

function onePage(visit: Visit, found: Found, errors: FieldErrors = {}): PageAnswer {
  const { say, now } = visit;
  const { anomaly, shop, tillName } = found;
  const { zone } = shop.settings;
  const title = kindText(visit, anomaly.anomaly);
  const till = tillLabel({ settings: shop.settings, name: tillName }, visit);
  const { stateBy: name, stateAt, note, state } = anomaly;
  const time = momentText(stateAt, now, zone, '');
  return {
    title,
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(title, `${till} · ${momentText(anomaly.at, now, zone, '')}`)}
<section class="panel narrow"><p data-testid="sentence">${anomalyText(visit.locale, anomaly, shop.settings)}</p>
<p>${say('anomalies.entries')}: ${entryLinks(visit, anomaly)}</p>
<p>${stateChip(visit, state)} ${name === null ? '' : say('anomalies.by', { name, time })}</p>${note ? html`<p data-testid="note">${note}</p>` : ''}
${visit.may('change') ? markForm(visit, anomaly, errors) : ''}</section>
<p class="foot"><a href="${keepStore(visit.here, '/anomalies')}">${say('back')}</a></p>`,
  };
}

const buttons = { seen: 'see', closed: 'close', open: 'reopen' } as const;

function markForm(visit: Visit, anomaly: Shelved, errors: FieldErrors): Markup {
  const { say, here } = visit;
  const offered = (['seen', 'closed', 'open'] as const).filter((state) => state !== anomaly.state);
  return html`${errorNote(visit, errors)}${changeForm(
    visit,
    { action: keepStore(here, addressOf(anomaly)), testId: 'mark' },
    html`${areaField({ name: 'note', label: say('anomalies.note'), error: errors.note, rows: 3 })}<div class="inline">${offered.map(
      (state) =>
        submitButton(say(`anomalies.${buttons[state]}`), {
          tone: 'quiet',
          name: 'state',
          value: state,
          testId: buttons[state],
        }),
    )}</div>`,
  )}`;
}
