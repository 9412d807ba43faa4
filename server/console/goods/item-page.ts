/** `/catalogue/items/…`, `/catalogue/new`: one item, its prices, and taking it out of sale. */

import { html } from 'hono/html';
import { nameIn } from '../../../domain/basics/names.ts';
import { shownOf, unitIds } from '../../../domain/basics/unit.ts';
import type { Category } from '../../../domain/goods/category.ts';
import type { Item } from '../../../domain/goods/item.ts';
import type { Seen } from '../../changes/seen.ts';
import { type ItemTexts, itemColumns, readItem, writeItem } from '../../goods/item-text.ts';
import {
  type Answer,
  changePage,
  type GoTo,
  type Page,
  type PageAnswer,
  readPage,
} from '../entry/pages.ts';
import { currencyDigits } from '../frame/days.ts';
import {
  areaField,
  type Choice,
  changeForm,
  checkField,
  errorNote,
  type FieldErrors,
  fieldsOf,
  selectField,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup } from '../frame/page.ts';
import { seenBy, seenField, staleNote } from '../frame/stale.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { sayOr } from '../frame/words.ts';
import { categoryChoices } from './choices.ts';
import { columnHint, columnTitle, columnWrong } from './columns.ts';

const change = { section: 'catalogue', right: 'change', scope: 'one' } as const;

export const itemPages: readonly Page[] = [
  readPage({ path: '/catalogue/new', ...change }, async (visit) => itemPage(visit, null, {})),
  changePage({ path: '/catalogue/new', ...change }, (visit, form) => save(visit, null, form)),
  readPage({ path: '/catalogue/items/:sku', ...change, right: 'read' }, async (visit) => {
    const found = await find(visit);
    return found && itemPage(visit, found, textsOf(visit, found.value));
  }),
  changePage({ path: '/catalogue/items/:sku', ...change }, async (visit, form) => {
    const found = await find(visit);
    return found && save(visit, found, form);
  }),
];

function find({ desk, shop, param }: ShopVisit): Promise<Seen<Item> | null> {
  return desk.admin.findItem(shop.store, param('sku'));
}

function textsOf({ shop }: ShopVisit, item: Item): ItemTexts {
  const texts = writeItem(item, currencyDigits(shop.settings.currency));
  return { ...texts, prices: texts.prices.replaceAll('; ', '\n') };
}

async function save(
  visit: ShopVisit,
  found: Seen<Item> | null,
  form: FormData,
): Promise<Answer | GoTo> {
  const { desk, shop } = visit;
  const given: ItemTexts = {
    withdrawn: 'no',
    ...fieldsOf(form),
    ...(found ? { sku: found.value.sku } : {}),
  };
  const read = readItem(given, null, {
    fractionDigits: currencyDigits(shop.settings.currency),
    categories: await desk.admin.categories(shop.store),
  });
  if (read.wrong) {
    const errors = Object.fromEntries(
      read.wrong.map((column) => [column, columnWrong(visit, column, given[column] ?? '')]),
    );
    return itemPage(visit, found, given, errors, seenBy(form));
  }
  const { item } = read;
  const errors = await conflicts(visit, item, found === null);
  if (Object.keys(errors).length > 0) return itemPage(visit, found, given, errors, seenBy(form));
  const price = (one: Item) =>
    [
      one.priceMinor,
      ...(one.prices ?? []).map(({ from, priceMinor }) => `${from} ${priceMinor}`),
    ].join('; ');
  const params = {
    sku: item.sku,
    withdrawn: item.withdrawn ? 1 : 0,
    pricesAfter: price(item),
    ...(found ? { pricesBefore: price(found.value) } : {}),
  };
  const isSaved = await visit.change(found ? 'item-changed' : 'item-added', params, ({ admin }) =>
    admin.changeItem(shop.store, item, seenBy(form)),
  );
  if (!isSaved) {
    const now = await desk.admin.findItem(shop.store, item.sku);
    return itemPage(visit, now, now ? textsOf(visit, now.value) : given, null);
  }
  return { goTo: '/catalogue', said: { word: 'said.saved' } };
}

/** What another item has already. */
async function conflicts(
  { desk, shop, say }: ShopVisit,
  item: Item,
  isNew: boolean,
): Promise<FieldErrors> {
  const { barcode, sku } = item;
  if (isNew && (await desk.admin.findItem(shop.store, sku))) {
    return { sku: say('item.wrong.sku-taken') };
  }
  const other =
    barcode === null || item.withdrawn ? null : await desk.admin.findByBarcode(shop.store, barcode);
  if (!other || other.sku === sku) return {};
  return { barcode: say('item.wrong.barcode-taken', { barcode: barcode ?? '', sku: other.sku }) };
}

/** `errors` null: somebody else was faster, and the fields are what stands now. */
async function itemPage(
  visit: ShopVisit,
  found: Seen<Item> | null,
  given: ItemTexts,
  errors: FieldErrors | null = {},
  seen: number | null = found?.version ?? null,
): Promise<PageAnswer> {
  const { say } = visit;
  const title = found ? say('item.edit', { sku: found.value.sku }) : say('catalogue.new');
  const path = found ? `/catalogue/items/${found.value.sku}` : '/catalogue/new';
  const status = errors === null ? 409 : Object.keys(errors).length > 0 ? 422 : 200;
  const tree = await visit.desk.admin.categories(visit.shop.store);
  const fields = itemFields(visit, tree, found === null, given, errors ?? {});
  return {
    title,
    status,
    content: html`${heading(title, found ? nameIn(found.value.name, visit.locale) : '')}
<section class="panel narrow">${errors === null ? staleNote(visit) : errorNote(visit, errors)}${
      visit.may('change')
        ? changeForm(
            visit,
            { action: inShop(visit, path), testId: 'item' },
            html`${seenField(seen)}${fields}${submitButton(say('form.save'), { testId: 'save' })}`,
          )
        : html`<fieldset class="form" disabled>${fields}</fieldset>`
    }</section>
<p class="foot"><a href="${inShop(visit, '/catalogue')}">${say('back')}</a></p>`,
  };
}

function itemFields(
  visit: ShopVisit,
  tree: readonly Category[],
  isNew: boolean,
  given: ItemTexts,
  errors: FieldErrors,
): Markup[] {
  const { say } = visit;
  return itemColumns.flatMap((column) => {
    const hint = columnHint(visit, column);
    const field = {
      name: column,
      label: columnTitle(visit, column),
      value: given[column] ?? '',
      error: errors[column],
      ...(hint === null ? {} : { hint }),
    };
    switch (column) {
      case 'sku':
        return isNew
          ? [textField({ ...field, required: true, inputmode: 'numeric', maxLength: 8 })]
          : [];
      case 'category':
        return [selectField({ ...field, choices: categoryChoices(visit, tree) })];
      case 'unit':
        return [
          selectField({
            ...field,
            choices: unitIds.map((value) => ({ value, label: sayOr(say, `unit.${value}`, value) })),
          }),
        ];
      case 'shown_per':
        return [selectField({ ...field, choices: shownChoices(visit) })];
      case 'prices':
        return [areaField({ ...field, rows: 3 })];
      case 'withdrawn':
        return [
          checkField({
            name: column,
            label: say('item.withdrawn.box'),
            checked: given.withdrawn === 'yes',
          }),
        ];
      default:
        return [textField({ ...field, maxLength: 100 })];
    }
  });
}

function shownChoices({ say }: ShopVisit): Choice[] {
  const others = unitIds.flatMap((unit) => shownOf(unit).slice(1));
  return [
    { value: '', label: say('item.shown_per.whole') },
    ...others.map(([, symbol]) => ({ value: symbol, label: symbol })),
  ];
}
