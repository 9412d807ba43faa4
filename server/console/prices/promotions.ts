/** `/promotions`: what is cheaper for a while. */

import { html } from 'hono/html';
import { languages } from '../../../domain/basics/languages.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import type { Category } from '../../../domain/goods/category.ts';
import type { Promotion } from '../../../domain/prices/promotion.ts';
import { makeCode } from '../../basics/spoken-code.ts';
import type { Seen } from '../../changes/seen.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import {
  changeForm,
  errorNote,
  type FieldErrors,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup } from '../frame/page.ts';
import { seenBy, seenField, staleNote } from '../frame/stale.ts';
import { chip, type Row, table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { categoryName, todayIn } from '../goods/choices.ts';
import { type Given, givenBy, givenOf, promotionFields, readPromotion } from './promotion-form.ts';
import { effectTable } from './promotion-preview.ts';
import { ruleText } from './rule-fields.ts';

const route = { section: 'promotions', right: 'read', scope: 'one' } as const;
const change = { ...route, right: 'change' } as const;

export const promotionsPages: readonly Page[] = [
  readPage({ path: '/promotions', ...route, nav: 'goods' }, listPage),
  readPage({ path: '/promotions/new', ...change }, async (visit) =>
    editPage(visit, null, { texts: { from: todayIn(visit), rule: 'percent-off' }, categories: [] }),
  ),
  changePage({ path: '/promotions/new', ...change }, (visit, form) => save(visit, null, form)),
  readPage({ path: '/promotions/:id', ...route }, async (visit) => {
    const found = await find(visit);
    return found && editPage(visit, found, givenOf(visit, found.value));
  }),
  changePage({ path: '/promotions/:id', ...change }, async (visit, form) => {
    const found = await find(visit);
    return found && save(visit, found, form);
  }),
  changePage({ path: '/promotions/:id/end', ...change }, async (visit, form) => {
    const found = await find(visit);
    if (!found) return null;
    return keep(visit, { ...found.value, withdrawn: true }, form, 'promotion-ended');
  }),
];

function find({ desk, shop, param }: ShopVisit): Promise<Seen<Promotion> | null> {
  return desk.admin.findPromotion(shop.store, param('id'));
}

/** The button `preview` only shows what it would do. */
async function save(
  visit: ShopVisit,
  found: Seen<Promotion> | null,
  form: FormData,
): Promise<Answer | GoTo> {
  const given = givenBy(form);
  const id = found?.value.id ?? makeCode(visit.desk.random);
  const { promotion, errors } = await readPromotion(visit, id, given);
  const seen = seenBy(form);
  if (!promotion) return editPage(visit, found, given, { errors, seen });
  if (form.get('act') !== 'preview') {
    return keep(visit, promotion, form, found ? 'promotion-changed' : 'promotion-added');
  }
  const sku = given.texts.preview_sku || (promotion.skus[0] ?? '');
  const tree = await visit.desk.admin.categories(visit.shop.store);
  const item = (await visit.desk.admin.findItem(visit.shop.store, sku))?.value;
  const preview_sku = visit.say('promotions.wrong.skus', { skus: sku });
  return item
    ? editPage(visit, found, given, { seen, effect: effectTable(visit, promotion, item, tree) })
    : editPage(visit, found, given, { seen, errors: { preview_sku } });
}

async function keep(
  visit: ShopVisit,
  promotion: Promotion,
  form: FormData,
  what: string,
): Promise<Answer | GoTo> {
  const { desk, shop } = visit;
  const { id, from, until } = promotion;
  const name = nameIn(promotion.name, languages[0].tag);
  const params = { id, name, from, until, rule: promotion.rule.kind };
  const isKept = await visit.change(what, params, ({ admin }) =>
    admin.changePromotion(shop.store, promotion, seenBy(form)),
  );
  if (!isKept) {
    const now = await desk.admin.findPromotion(shop.store, id);
    return now && editPage(visit, now, givenOf(visit, now.value), { isStale: true });
  }
  const word = promotion.withdrawn ? 'promotions.ended' : 'said.saved';
  return { goTo: '/promotions', said: { word } };
}

async function listPage(visit: ShopVisit): Promise<PageAnswer> {
  const { say, desk, shop } = visit;
  const promotions = await desk.admin.promotions(shop.store);
  const tree = await desk.admin.categories(shop.store);
  const columns = ['name', 'rule', 'for', 'dates', 'state'] as const;
  return {
    title: say('promotions.title'),
    content: html`${heading(say('promotions.title'), say('promotions.lead'))}
${visit.may('change') ? html`<p class="acts"><a href="${inShop(visit, '/promotions/new')}" data-testid="new-promotion">${say('promotions.new')}</a></p>` : ''}
${
  promotions.length === 0
    ? html`<p class="panel">${say('promotions.none')}</p>`
    : table(
        say('promotions.table'),
        columns.map((column) => ({ title: say(`promotions.${column}`) })),
        promotions.map(({ value }) => promotionRow(visit, value, tree)),
      )
}`,
  };
}

function promotionRow(visit: ShopVisit, promotion: Promotion, tree: readonly Category[]): Row {
  const { say, locale } = visit;
  const { id, name, skus, categories, from, until } = promotion;
  const items = skus.length === 0 ? [] : [say('promotions.items', { count: skus.length })];
  return {
    testId: `promotion-${id}`,
    faded: stateOf(visit, promotion) === 'over',
    cells: [
      html`<a href="${inShop(visit, `/promotions/${id}`)}">${nameIn(name, locale)}</a>`,
      ruleText(visit, promotion),
      [...items, ...categories.map((id) => categoryName(visit, tree, id))].join(', '),
      `${from} – ${until}`,
      stateChip(visit, promotion),
    ],
  };
}

function stateOf(visit: ShopVisit, { from, until, withdrawn }: Promotion) {
  const today = todayIn(visit);
  if (withdrawn || until < today) return 'over';
  return from > today ? 'coming' : 'running';
}

function stateChip(visit: ShopVisit, promotion: Promotion): Markup {
  const state = stateOf(visit, promotion);
  const tone = { coming: 'warn', running: 'good', over: 'none' } as const;
  return chip(tone[state], visit.say(`promotions.state.${state}`));
}

type Shown = Readonly<{
  errors?: FieldErrors;
  seen?: number | null;
  isStale?: boolean;
  effect?: Markup;
}>;

async function editPage(
  visit: ShopVisit,
  found: Seen<Promotion> | null,
  given: Given,
  { errors = {}, seen = found?.version ?? null, isStale = false, effect }: Shown = {},
): Promise<PageAnswer> {
  const { say, locale } = visit;
  const name = found ? nameIn(found.value.name, locale) : '';
  const title = found ? say('promotions.edit', { name }) : say('promotions.new');
  const path = found ? `/promotions/${found.value.id}` : '/promotions/new';
  const mayChange = visit.may('change') && !found?.value.withdrawn;
  const tree = await visit.desk.admin.categories(visit.shop.store);
  const fields = promotionFields(visit, tree, given, errors);
  const preview = html`<h2>${say('promotions.preview')}</h2><p>${say('promotions.preview.lead')}</p>${textField({ name: 'preview_sku', label: say('promotions.preview.sku'), value: given.texts.preview_sku ?? '', error: errors.preview_sku, maxLength: 8 })}
${submitButton(say('promotions.preview.show'), { tone: 'quiet', name: 'act', value: 'preview', testId: 'preview' })}${effect ?? ''}`;
  return {
    title,
    status: isStale ? 409 : Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(title, say('promotions.lead'))}
<section class="panel narrow">${isStale ? staleNote(visit) : errorNote(visit, errors)}${
      mayChange
        ? changeForm(
            visit,
            { action: inShop(visit, path), testId: 'promotion' },
            html`${seenField(seen)}${fields}${submitButton(say('form.save'), { testId: 'save' })}${preview}`,
          )
        : html`<fieldset class="form" disabled>${fields}</fieldset>`
    }</section>
${
  found && mayChange
    ? html`<section class="panel narrow"><h2>${say('promotions.end')}</h2><p>${say('promotions.end.lead')}</p>${changeForm(visit, { action: inShop(visit, `${path}/end`) }, html`${seenField(found.version)}${submitButton(say('promotions.end'), { tone: 'danger', testId: 'end' })}`)}</section>`
    : ''
}<p class="foot"><a href="${inShop(visit, '/promotions')}">${say('back')}</a></p>`,
  };
}
