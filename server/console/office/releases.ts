/** `/releases`: which version the tills of a store should run, and which they do. */
import { html } from 'hono/html';
import { z } from 'zod';
import { readVersion } from '../../journal/read.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import {
  boxesField,
  changeForm,
  checkField,
  checkForm,
  errorNote,
  type FieldErrors,
  fieldsOf,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup, momentText } from '../frame/page.ts';
import { chip, type Row, table } from '../frame/table.ts';
import { listTills, type ShopVisit, shopName } from '../frame/visit.ts';

const route = { section: 'releases', right: 'read', scope: 'one' } as const;
const change = { ...route, right: 'head-office' } as const;

const publishSchema = z.object({
  version: z
    .string()
    .trim()
    .regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'releases.wrong.version'),
  mandatory: z.literal('yes').optional(),
  stores: z.array(z.string()).min(1, 'releases.wrong.stores'),
});

export const releasesPages: readonly Page[] = [
  readPage({ path: '/releases', ...route, nav: 'tills' }, (visit) => showPage(visit)),
  changePage({ path: '/releases', ...change }, publish),
  changePage({ path: '/releases/withdrawal', ...change }, async (visit) => {
    await visit.change('release-withdrawn', {}, ({ admin }) =>
      admin.publishRelease(visit.shop.store, null),
    );
    return { goTo: '/releases', said: { word: 'releases.withdrawn' } };
  }),
];

type Given = Readonly<{ texts: Readonly<Record<string, string>>; stores: readonly string[] }>;

async function publish(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const { shops } = visit;
  const known = new Set(shops.map(({ store }) => store));
  const stores = form
    .getAll('stores')
    .map(String)
    .filter((store) => known.has(store));
  const given = { texts: fieldsOf(form), stores };
  const { value, errors } = checkForm(visit, publishSchema, { ...given.texts, stores });
  if (errors) return showPage(visit, given, errors);
  const { version } = value;
  const mandatory = value.mandatory === 'yes';
  const params = { version, mandatory: mandatory ? 1 : 0, stores: stores.join(' ') };
  await visit.change('release-published', params, async ({ admin }) => {
    for (const store of stores) await admin.publishRelease(store, { version, mandatory });
  });
  return { goTo: '/releases', said: { word: 'releases.published', values: { version } } };
}

type Running = Readonly<{ till: string; name: string; version: string | null; at: number | null }>;

/** What each till said when it last started. */
async function readRunning(visit: ShopVisit): Promise<Running[]> {
  const tills = await listTills(visit, [visit.shop]);
  return Promise.all(
    tills.map(async ({ store, till, name }) => {
      const started = await readVersion(visit.desk.db, { store, till });
      return { till, name, version: started?.version ?? null, at: started?.at ?? null };
    }),
  );
}

async function showPage(
  visit: ShopVisit,
  given: Given = { texts: {}, stores: [visit.shop.store] },
  errors: FieldErrors = {},
): Promise<PageAnswer> {
  const { say, desk, shop } = visit;
  const release = await desk.admin.release(shop.store);
  const running = await readRunning(visit);
  const columns = ['releases.runs', 'releases.since', 'column.state'] as const;
  return {
    title: say('releases.title'),
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('releases.title'), say('releases.lead'))}
<section class="panel narrow"><h2>${say('releases.notice')}</h2><p data-testid="notice">${
      release
        ? `${release.version} · ${say(`releases.mandatory.${release.mandatory ? 'yes' : 'no'}`)}`
        : say('releases.notice.none')
    }</p>${
      release && visit.may('head-office')
        ? changeForm(
            visit,
            { action: inShop(visit, '/releases/withdrawal') },
            submitButton(say('releases.none'), { tone: 'quiet', testId: 'withdraw' }),
          )
        : ''
    }</section>
${table(
  say('releases.table'),
  [{ title: say('column.till') }, ...columns.map((word) => ({ title: say(word) }))],
  running.map((till) => tillRow(visit, till, release?.version ?? null)),
)}
${visit.may('head-office') ? publishPanel(visit, given, errors) : ''}`,
  };
}

function tillRow(
  visit: ShopVisit,
  { till, name, version, at }: Running,
  wanted: string | null,
): Row {
  const { say, now, shop } = visit;
  const state = version === null ? 'unknown' : version === wanted ? 'current' : 'behind';
  const tone = { unknown: 'none', current: 'good', behind: 'warn' } as const;
  return {
    testId: `runs-${till}`,
    cells: [
      name,
      version ?? say('none'),
      momentText(at, now, shop.settings.zone, say('none')),
      wanted === null && version !== null ? '' : chip(tone[state], say(`releases.state.${state}`)),
    ],
  };
}

function publishPanel(visit: ShopVisit, { texts, stores }: Given, errors: FieldErrors): Markup {
  const { say, shops } = visit;
  return html`<section class="panel narrow"><h2>${say('releases.publish')}</h2>${errorNote(visit, errors)}${changeForm(
    visit,
    { action: inShop(visit, '/releases'), testId: 'publish' },
    html`${textField({ name: 'version', label: say('releases.version'), value: texts.version ?? '', error: errors.version, required: true, maxLength: 14 })}
${checkField({ name: 'mandatory', label: say('releases.mandatory'), checked: texts.mandatory === 'yes' })}
${boxesField({ name: 'stores', label: say('releases.stores'), error: errors.stores, values: stores, choices: shops.map((shop) => ({ value: shop.store, label: shopName(shop, visit) })) })}
${submitButton(say('releases.publish'), { testId: 'publish-done' })}`,
  )}</section>`;
}
