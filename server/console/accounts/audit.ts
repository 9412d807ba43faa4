/** `/audit`: who changed what, and what was refused. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import { type AuditRow, auditKinds, readAudit } from '../../audit/read.ts';
import { type Page, readPage } from '../entry/pages.ts';
import { addDays } from '../frame/days.ts';
import { searchForm, selectField, textField } from '../frame/forms.ts';
import { heading, type Markup } from '../frame/page.ts';
import { queries } from '../frame/query.ts';
import { pager, table } from '../frame/table.ts';
import { shopName, type Visit } from '../frame/visit.ts';
import { isWord } from '../frame/words.ts';

const route = { path: '/audit', section: 'audit', right: 'read', scope: 'all' } as const;
const perPage = 50;
const daysShown = 30;

const querySchema = z.object({
  who: queries.text,
  what: queries.text,
  from: queries.date,
  until: queries.date,
  after: queries.text,
});

export const auditPages: readonly Page[] = [
  readPage({ ...route, nav: 'office' }, async (visit) => {
    const { say, shops, now } = visit;
    const query = visit.query(querySchema);
    const rule = shops[0]?.settings ?? { zone: 'UTC', cutOver: '00:00' };
    const until = query.until ?? businessDateOf(now, rule);
    const from = query.from ?? addDays(until, -(daysShown - 1));
    const stores = storesOf(visit);
    const filter = { stores, from, until, who: query.who ?? null, what: query.what ?? null };
    const found = await readAudit(visit.desk.db, filter, query.after ?? null, perPage + 1);
    const rows = found.slice(0, perPage);
    const next = found.length > perPage ? (rows.at(-1)?.id ?? null) : null;
    const any = { value: '', label: say('journal.any') };
    return {
      title: say('nav.audit'),
      content: html`${heading(say('nav.audit'), `${from} – ${until}`)}
${searchForm(
  visit,
  { action: '/audit', label: say('nav.audit'), submit: say('sales.find') },
  html`${textField({ name: 'who', label: say('audit.who'), value: query.who ?? '' })}
${selectField({ name: 'what', label: say('audit.what'), value: query.what ?? '', choices: [any, ...(await auditKinds(visit.desk.db, stores)).map((what) => ({ value: what, label: whatText(visit, what) }))] })}
${textField({ name: 'from', type: 'date', label: say('journal.from'), value: from })}
${textField({ name: 'until', type: 'date', label: say('journal.until'), value: until })}`,
)}
${rows.length === 0 ? html`<p data-testid="no-audit">${say('audit.none')}</p>` : auditTable(visit, rows, rule.zone)}${pager(visit, next)}`,
    };
  }),
];

/** Head office also sees what concerns no store: accounts, and strangers. */
function storesOf({ chosen, context, may }: Visit): string[] {
  const own = chosen.map(({ store }) => store);
  return may('head-office') && !context.req.query('store') ? ['', ...own] : own;
}

function auditTable(visit: Visit, rows: readonly AuditRow[], zone: string): Markup {
  const { say, shops } = visit;
  const names = new Map(shops.map((shop) => [shop.store, shopName(shop, visit)]));
  const columns = ['column.time', 'audit.who', 'audit.what', 'nav.store', 'audit.facts'] as const;
  return table(
    say('nav.audit'),
    columns.map((word) => ({ title: say(word) })),
    rows.map((row) => ({
      testId: `audit-${row.what}`,
      cells: [
        localText(row.at, zone).slice(0, 19),
        row.who,
        whatText(visit, row.what),
        names.get(row.store_id) ?? say('none'),
        factsText(row.params),
      ],
    })),
  );
}

/** What has no word here is shown as it is called. */
function whatText({ say }: Visit, what: string): string {
  const word = `did.${what}`;
  return isWord(word) ? say(word) : what;
}

const factsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

function factsText(params: string): Markup {
  const facts = Object.entries(factsSchema.catch({}).parse(JSON.parse(params)));
  return html`<small class="facts-line">${facts.map(([name, value]) => html`<span><b>${name}</b> ${value}</span> `)}</small>`;
}
