/** `/audit`: who changed what, and what was refused. */
import { html } from 'hono/html';
import { z } from 'zod';
import { businessDateOf, localText } from '../../../domain/basics/business-date.ts';
import type { Pages } from '../entry/pages.ts';
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
const dayMs = 24 * 3_600_000;

const querySchema = z.object({
  who: queries.text,
  what: queries.text,
  from: queries.date,
  until: queries.date,
  after: queries.text,
});

export function mountAudit(pages: Pages): void {
  pages.read(route, async (visit) => {
    const { say, shops, now } = visit;
    const query = visit.query(querySchema);
    const rule = shops[0]?.settings ?? { zone: 'UTC', cutOver: '00:00' };
    const until = query.until ?? businessDateOf(now, rule);
    const from = query.from ?? addDays(until, -(daysShown - 1));
    const stores = storesOf(visit);
    const filter = { stores, from, until, who: query.who ?? null, what: query.what ?? null };
    const found = await readAudit(visit, filter, query.after ?? null);
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
${selectField({ name: 'what', label: say('audit.what'), value: query.what ?? '', choices: [any, ...(await kindsOf(visit, stores)).map((what) => ({ value: what, label: whatText(visit, what) }))] })}
${textField({ name: 'from', type: 'date', label: say('journal.from'), value: from })}
${textField({ name: 'until', type: 'date', label: say('journal.until'), value: until })}`,
)}
${rows.length === 0 ? html`<p data-testid="no-audit">${say('audit.none')}</p>` : auditTable(visit, rows, rule.zone)}${pager(visit, next)}`,
    };
  });
}

type Row = Readonly<{
  store_id: string;
  id: string;
  at: number;
  who: string;
  what: string;
  params: string;
}>;

type Filter = Readonly<{
  stores: readonly string[];
  from: string;
  until: string;
  who: string | null;
  what: string | null;
}>;

/** Head office also sees what concerns no store: accounts, and strangers. */
function storesOf({ chosen, context, may }: Visit): string[] {
  const own = chosen.map(({ store }) => store);
  return may('head-office') && !context.req.query('store') ? ['', ...own] : own;
}

/** The newest first; an id begins with its time, so that the key alone finds them. */
async function readAudit({ desk }: Visit, filter: Filter, after: string | null): Promise<Row[]> {
  const { stores, from, until, who, what } = filter;
  if (stores.length === 0) return [];
  return (
    desk.db
      .selectFrom('audit')
      .selectAll()
      .where('store_id', 'in', stores)
      // A day on either side for the stores' zones; the exact day is a matter of reading.
      .where('id', '>=', idAt(Date.parse(from) - dayMs))
      .where('id', '<', after ?? idAt(Date.parse(until) + 2 * dayMs))
      .$if(who !== null, (query) => query.where('who', 'like', `%${plain(who ?? '')}%`))
      .$if(what !== null, (query) => query.where('what', '=', what ?? ''))
      .orderBy('id', 'desc')
      .limit(perPage + 1)
      .execute()
  );
}

async function kindsOf({ desk }: Visit, stores: readonly string[]): Promise<string[]> {
  if (stores.length === 0) return [];
  const rows = await desk.db
    .selectFrom('audit')
    .select('what')
    .distinct()
    .where('store_id', 'in', stores)
    .orderBy('what')
    .execute();
  return rows.map(({ what }) => what);
}

function auditTable(visit: Visit, rows: readonly Row[], zone: string): Markup {
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

/** As audit.ts writes it. */
function idAt(at: number): string {
  return Math.max(0, at).toString(36).padStart(9, '0');
}

/** Without what LIKE reads as a pattern: no name of ours has it. */
function plain(text: string): string {
  return text.replace(/[%_\\]/g, '');
}
