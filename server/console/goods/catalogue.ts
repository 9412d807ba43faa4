/** `/catalogue`: what a store sells, found, listed, and as a file. */

import { html } from 'hono/html';
import { z } from 'zod';
import { nameIn } from '../../../domain/basics/names.ts';
import { isCounted, unitSymbol } from '../../../domain/basics/unit.ts';
import { type Category, categoryIdSchema } from '../../../domain/goods/category.ts';
import { type Item, priceOn } from '../../../domain/goods/item.ts';
import { writeCsv } from '../../basics/write-csv.ts';
import { itemColumns, writeItem } from '../../goods/item-text.ts';
import { type Page, type PageAnswer, readPage } from '../entry/pages.ts';
import { currencyDigits } from '../frame/days.ts';
import { searchForm, selectField, textField } from '../frame/forms.ts';
import { heading, inShop, type Markup, money } from '../frame/page.ts';
import { loose, queries } from '../frame/query.ts';
import { chip, pager, type Row, table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { categoriesPages } from './categories.ts';
import { categoryChoices, categoryName, todayIn } from './choices.ts';
import { catalogueImportPages } from './import.ts';
import { itemPages } from './item-page.ts';

const route = { section: 'catalogue', right: 'read', scope: 'one' } as const;
const itemsOnPage = 50;

const querySchema = z.object({
  text: queries.text,
  category: loose(categoryIdSchema),
  state: loose(z.literal('withdrawn')),
  after: queries.text,
});

export const cataloguePages: readonly Page[] = [
  readPage({ path: '/catalogue', ...route, nav: 'goods' }, listPage),
  readPage({ path: '/catalogue/items.csv', ...route }, async ({ shop, desk }) => {
    const digits = currencyDigits(shop.settings.currency);
    const items = await desk.admin.allItems(shop.store);
    return csvFile(
      `items-${shop.store}.csv`,
      writeCsv(
        itemColumns,
        items.map((item) => writeItem(item, digits)),
      ),
    );
  }),
  ...catalogueImportPages,
  ...itemPages,
  ...categoriesPages,
];

async function listPage(visit: ShopVisit): Promise<PageAnswer> {
  const { say, desk, shop } = visit;
  const query = visit.query(querySchema);
  const items = await desk.admin.searchItems(shop.store, {
    text: query.text ?? null,
    category: query.category ?? null,
    withdrawn: query.state === 'withdrawn',
    after: query.after ?? '',
    limit: itemsOnPage + 1,
  });
  const tree = await desk.admin.categories(shop.store);
  const shown = items.slice(0, itemsOnPage);
  const next = items.length > itemsOnPage ? (shown.at(-1)?.sku ?? null) : null;
  return {
    title: say('catalogue.title'),
    content: html`${heading(say('catalogue.title'), say('catalogue.lead'))}
${searchForm(
  visit,
  { action: '/catalogue', label: say('catalogue.find'), submit: say('catalogue.find') },
  html`${textField({ name: 'text', type: 'search', label: say('catalogue.text'), value: query.text ?? '' })}
${selectField({ name: 'category', label: say('item.category'), value: query.category ?? '', choices: [{ value: '', label: say('catalogue.any') }, ...categoryChoices(visit, tree)] })}
${selectField({
  name: 'state',
  label: say('catalogue.state'),
  value: query.state ?? '',
  choices: [
    { value: '', label: say('catalogue.sold') },
    { value: 'withdrawn', label: say('catalogue.withdrawn') },
  ],
})}`,
)}
<p class="acts">${visit.may('change') ? html`<a href="${inShop(visit, '/catalogue/new')}" data-testid="new-item">${say('catalogue.new')}</a> <a href="${inShop(visit, '/catalogue/import')}" data-testid="import">${say('catalogue.import')}</a> ` : ''}<a href="${inShop(visit, '/catalogue/items.csv')}" data-testid="export">${say('catalogue.export')}</a> <a href="${inShop(visit, '/catalogue/categories')}" data-testid="categories">${say('categories.title')}</a></p>
${shown.length === 0 ? html`<p class="panel">${say('catalogue.none')}</p>` : itemTable(visit, shown, tree)}
${pager(visit, next)}`,
  };
}

function itemTable(visit: ShopVisit, items: readonly Item[], tree: readonly Category[]): Markup {
  const { say } = visit;
  return table(
    say('catalogue.table'),
    [
      { title: say('item.sku') },
      { title: say('column.item') },
      { title: say('item.barcode') },
      { title: say('item.category') },
      { title: say('item.price-now'), right: true },
      { title: say('item.prices') },
    ],
    items.map((item) => itemRow(visit, item, tree)),
  );
}

function itemRow(visit: ShopVisit, item: Item, tree: readonly Category[]): Row {
  const { say, locale, shop } = visit;
  const { currency } = shop.settings;
  const today = todayIn(visit);
  const next = item.prices?.find(({ from }) => from > today);
  const per = isCounted(item.unit) ? '' : ` / ${unitSymbol(item.unit)}`;
  return {
    testId: `item-${item.sku}`,
    faded: item.withdrawn,
    cells: [
      html`<a href="${inShop(visit, `/catalogue/items/${item.sku}`)}">${item.sku}</a>`,
      nameIn(item.name, locale),
      item.barcode ?? say('none'),
      categoryName(visit, tree, item.category),
      money(priceOn(item, today), currency, locale) + per,
      next
        ? chip(
            'warn',
            say('item.next-price', {
              date: next.from,
              price: money(next.priceMinor, currency, locale),
            }),
          )
        : '',
    ],
  };
}

/** A file that the browser keeps instead of showing it. */
function csvFile(name: string, text: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
