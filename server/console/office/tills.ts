/** `/tills`: tills join by a one-time code, are withdrawn, and what of their journals was put aside. */
import { html } from 'hono/html';
import { z } from 'zod';
import { localText } from '../../../domain/basics/business-date.ts';
import { asideCounts, readAside } from '../../journal/aside.ts';
import { readTillRows } from '../../office/read.ts';
import type { NewTill } from '../../office/tills.ts';
import { changePage, type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import {
  changeForm,
  checkForm,
  errorNote,
  type FieldErrors,
  fieldsOf,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup, momentText } from '../frame/page.ts';
import { chip, pager, table } from '../frame/table.ts';
import { findTill, type Shop, type ShopVisit, shopName, type Visit } from '../frame/visit.ts';
import { kindText } from '../journal/journal.ts';

const list = { path: '/tills', section: 'tills', scope: 'one' } as const;
const one = { section: 'tills', scope: 'all' } as const;
const asidePerPage = 50;

const addSchema = z.object({ name: z.string().trim().min(1, 'form.required').max(40) });
const revokeSchema = z.object({ reason: z.string().trim().min(3, 'form.required').max(120) });

export const tillsPages: readonly Page[] = [
  readPage({ ...list, right: 'read', nav: 'tills' }, (visit) => listPage(visit)),
  changePage({ ...list, right: 'change' }, async (visit, form) => {
    const { value, errors } = checkForm(visit, addSchema, fieldsOf(form));
    if (errors) return listPage(visit, errors);
    const added = await visit.change('till-added', { name: value.name }, ({ admin }) =>
      admin.addTill(visit.shop.store, value.name),
    );
    return codePage(visit, visit.shop, added);
  }),
  readPage({ path: '/tills/:till/manage', ...one, right: 'read' }, async (visit) => {
    const found = await findTill(visit, visit.param('till'));
    return found && managePage(visit, found);
  }),
  changePage({ path: '/tills/:till/code', ...one, right: 'change' }, async (visit) => {
    const found = await findTill(visit, visit.param('till'));
    if (found?.row.public_key !== null || found.row.revoked_at !== null) return null;
    const till = found.row.till_id;
    const renewed = await visit.change('till-code-renewed', { till }, ({ admin }) =>
      admin.renewCode(found.shop.store, till),
    );
    return codePage(visit, found.shop, renewed);
  }),
  changePage({ path: '/tills/:till/revocation', ...one, right: 'change' }, async (visit, form) => {
    const found = await findTill(visit, visit.param('till'));
    if (!found || found.row.revoked_at !== null) return null;
    const { value, errors } = checkForm(visit, revokeSchema, fieldsOf(form));
    if (errors) return managePage(visit, found, errors);
    const { shop, row } = found;
    const params = { till: row.till_id, reason: value.reason };
    await visit.change('till-revoked', params, ({ admin }) =>
      admin.revokeTill(shop.store, row.till_id),
    );
    return { goTo: `/tills/${row.till_id}/manage`, said: { word: 'tills.revoked' } };
  }),
];

async function listPage(visit: ShopVisit, errors: FieldErrors = {}): Promise<PageAnswer> {
  const { say, shop, desk, now } = visit;
  const rows = await readTillRows(desk.db, shop.store);
  const aside = await asideCounts(desk.db, shop.store);
  const columns = [
    'column.till',
    'tills.id',
    'column.state',
    'tills.entries',
    'column.synced',
    'tills.aside',
  ] as const;
  return {
    title: say('nav.tills'),
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('nav.tills'), shopName(shop, visit))}
${table(
  say('tills.table'),
  columns.map((word, index) => ({ title: say(word), right: index > 2 })),
  rows.map((row) => ({
    testId: `till-${row.till_id}`,
    faded: row.revoked_at !== null,
    cells: [
      html`<a href="/tills/${row.till_id}/manage">${row.name}</a>`,
      row.till_id,
      joinedChip(visit, row),
      row.head_seq,
      momentText(row.last_push_at, now, shop.settings.zone, say('none')),
      aside.get(row.till_id) ?? 0,
    ],
  })),
)}
${
  visit.may('change')
    ? html`<section class="panel"><h2>${say('tills.add')}</h2><p>${say('tills.add.lead')}</p>${errorNote(visit, errors)}${changeForm(
        visit,
        { action: inShop(visit, '/tills') },
        html`${textField({ name: 'name', label: say('tills.name'), hint: say('tills.name.hint'), error: errors.name, required: true, maxLength: 40 })}${submitButton(say('tills.add.done'), { testId: 'add-till' })}`,
      )}</section>`
    : ''
}`,
  };
}

type Found = NonNullable<Awaited<ReturnType<typeof findTill>>>;

async function managePage(
  visit: Visit,
  found: Found,
  errors: FieldErrors = {},
): Promise<PageAnswer> {
  const { say } = visit;
  const { shop, row } = found;
  const title = `${shopName(shop, visit)} ${row.name}`;
  return {
    title,
    status: Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(title, row.till_id)}
<p>${joinedChip(visit, row)} <a href="/tills/${row.till_id}">${say('tills.day')}</a></p>
${await asidePanel(visit, found)}
${visit.may('change') && row.revoked_at === null ? managePanels(visit, found, errors) : ''}`,
  };
}

function managePanels(visit: Visit, { row }: Found, errors: FieldErrors): Markup {
  const { say } = visit;
  const renew = html`<section class="panel"><h2>${say('tills.code')}</h2><p>${say('tills.code.lead')}</p>${changeForm(visit, { action: `/tills/${row.till_id}/code` }, submitButton(say('tills.code'), { tone: 'quiet', testId: 'renew-code' }))}</section>`;
  return html`<div class="panels even">${row.public_key === null ? renew : ''}
<section class="panel"><h2>${say('tills.revoke')}</h2><p>${say('tills.revoke.lead')}</p>${errorNote(visit, errors)}${changeForm(
    visit,
    { action: `/tills/${row.till_id}/revocation` },
    html`${textField({ name: 'reason', label: say('tills.revoke.reason'), error: errors.reason, required: true, maxLength: 120 })}${submitButton(say('tills.revoke'), { tone: 'danger', testId: 'revoke' })}`,
  )}</section></div>`;
}

/** What was kept as it came and counts for nothing, with the reason. */
async function asidePanel(visit: Visit, { shop, row }: Found): Promise<Markup> {
  const { say, desk, context } = visit;
  const after = Number(
    /^\d{1,15}$/.exec(context.req.query('after') ?? '')?.[0] ?? Number.MAX_SAFE_INTEGER,
  );
  const where = { store: shop.store, till: row.till_id };
  const found = await readAside(desk.db, where, after, asidePerPage + 1);
  const rows = found.slice(0, asidePerPage);
  const next = found.length > asidePerPage ? String(rows.at(-1)?.seq) : null;
  if (rows.length === 0) return html`<p class="foot">${say('tills.aside.none')}</p>`;
  return html`<h2>${say('tills.aside')}</h2>${table(
    say('tills.aside'),
    [
      { title: say('column.entry') },
      { title: say('journal.kind') },
      { title: say('tills.aside.why') },
    ],
    rows.map(({ seq, kind, reason }) => ({
      testId: `aside-${seq}`,
      cells: [
        html`<a href="/tills/${row.till_id}/entries/${seq}">#${seq}</a>`,
        kindText(visit, kind),
        say(`aside.${reason}`),
      ],
    })),
  )}${pager(visit, next)}`;
}

/** Shown once: only its hash is kept. */
function codePage(visit: Visit, shop: Shop, { till, code, expiresAt }: NewTill): PageAnswer {
  const { say } = visit;
  const title = say('tills.code.title', { till });
  const time = localText(expiresAt, shop.settings.zone).slice(0, 16);
  return {
    title,
    content: html`${heading(title, say('tills.code.use', { time }))}
<p class="panel code" data-testid="enrolment-code">${code}</p>
<p class="foot"><a href="/tills?store=${shop.store}">${say('back')}</a></p>`,
  };
}

function joinedChip(
  { say }: Visit,
  row: Readonly<{ public_key: string | null; revoked_at: number | null }>,
) {
  if (row.revoked_at !== null) return chip('bad', say('tills.state.revoked'), 'joined');
  return row.public_key === null
    ? chip('none', say('state.not-enrolled'), 'joined')
    : chip('good', say('tills.state.joined'), 'joined');
}
