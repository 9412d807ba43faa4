/** `/catalogue/categories`: the shelves of a store and what is under them, as a tree of three levels. */

import { html } from 'hono/html';
import { z } from 'zod';
import { languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import {
  type Category,
  categoryColours,
  inOrder,
  levelsMax,
} from '../../../domain/goods/category.ts';
import { namesFrom, perLanguage } from '../../basics/per-language.ts';
import { makeCode } from '../../basics/spoken-code.ts';
import type { Seen } from '../../changes/seen.ts';
import { categoryFault } from '../../goods/categories.ts';
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
  checkField,
  checkForm,
  errorNote,
  type FieldErrors,
  fieldsOf,
  selectField,
  submitButton,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup } from '../frame/page.ts';
import { seenBy, seenField, staleNote } from '../frame/stale.ts';
import { table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { sayOr } from '../frame/words.ts';
import { categoryChoices } from './choices.ts';

const path = '/catalogue/categories';
const route = { section: 'catalogue', right: 'read', scope: 'one' } as const;
const change = { ...route, right: 'change' } as const;

const name = z.string().trim().min(1, 'categories.wrong.name').max(40, 'categories.wrong.name');
const formSchema = z.object({
  ...perLanguage('name', () => name),
  colour: z.enum(categoryColours),
  parent: z.string(),
});

type Texts = Readonly<Record<string, string>>;

export const categoriesPages: readonly Page[] = [
  readPage({ path, ...route }, listPage),
  readPage({ path: `${path}/new`, ...change }, async (visit) => editPage(visit, null, {})),
  changePage({ path: `${path}/new`, ...change }, (visit, form) => save(visit, null, form)),
  readPage({ path: `${path}/:id`, ...route }, async (visit) => {
    const found = await find(visit);
    return found && editPage(visit, found, textsOf(found.value));
  }),
  changePage({ path: `${path}/:id`, ...change }, async (visit, form) => {
    const found = await find(visit);
    return found && save(visit, found, form);
  }),
  changePage({ path: `${path}/:id/move`, ...change }, async (visit, form) => {
    const id = visit.param('id');
    const by = form.get('by') === 'up' ? -1 : 1;
    const { store } = visit.shop;
    await visit.change('category-changed', { id }, ({ admin }) =>
      admin.moveCategory(store, id, by),
    );
    return { goTo: path, said: { word: 'said.saved' } };
  }),
];

function find({ desk, shop, param }: ShopVisit): Promise<Seen<Category> | null> {
  return desk.admin.findCategory(shop.store, param('id'));
}

function textsOf({ name: names, colour, parent, withdrawn }: Category): Texts {
  return {
    ...perLanguage('name', (language) => names[language] ?? ''),
    ...{ colour, parent: parent ?? '', withdrawn: withdrawn ? 'yes' : 'no' },
  };
}

async function save(
  visit: ShopVisit,
  found: Seen<Category> | null,
  form: FormData,
): Promise<Answer | GoTo> {
  const { desk, shop, say } = visit;
  const given = { withdrawn: 'no', ...fieldsOf(form) };
  const read = checkForm(visit, formSchema, given);
  if (!read.value) return editPage(visit, found, given, read.errors, seenBy(form));
  const all = await desk.admin.categories(shop.store);
  const parent = all.find(({ id }) => id === read.value.parent)?.id ?? null;
  const beside = all.filter((one) => one.parent === parent);
  const stays = found !== null && found.value.parent === parent;
  const category: Category = {
    id: found?.value.id ?? makeCode(desk.random).toLowerCase(),
    name: namesFrom('name', read.value),
    colour: read.value.colour,
    parent,
    order: stays ? found.value.order : 1 + Math.max(0, ...beside.map(({ order }) => order)),
    withdrawn: given.withdrawn === 'yes',
  };
  const fault = categoryFault(all, category);
  if (fault) {
    const errors = { parent: say(`categories.wrong.${fault}`, { levels: levelsMax }) };
    return editPage(visit, found, given, errors, seenBy(form));
  }
  const what = found ? 'category-changed' : 'category-added';
  const isKept = await visit.change(what, { id: category.id }, ({ admin }) =>
    admin.changeCategory(shop.store, category, seenBy(form)),
  );
  if (!isKept) {
    const now = await desk.admin.findCategory(shop.store, category.id);
    return editPage(visit, now, now ? textsOf(now.value) : given, null);
  }
  return { goTo: path, said: { word: 'said.saved' } };
}

async function listPage(visit: ShopVisit): Promise<PageAnswer> {
  const { say, locale, desk, shop } = visit;
  const tree = inOrder(await desk.admin.categories(shop.store));
  const mayChange = visit.may('change');
  const rows = tree.map(({ category, level }) => ({
    testId: `category-${category.id}`,
    cells: [
      html`${'› '.repeat(level - 1)}<a href="${inShop(visit, `${path}/${category.id}`)}">${nameIn(category.name, locale)}</a>`,
      sayOr(say, `categories.colour.${category.colour}`, category.colour),
      category.id,
      ...(mayChange ? [moveButtons(visit, category)] : []),
    ],
  }));
  return {
    title: say('categories.title'),
    content: html`${heading(say('categories.title'), say('categories.lead', { levels: levelsMax }))}
${mayChange ? html`<p class="acts"><a href="${inShop(visit, `${path}/new`)}" data-testid="new-category">${say('categories.new')}</a></p>` : ''}
${table(
  say('categories.title'),
  [
    { title: say('categories.name') },
    { title: say('categories.colour') },
    { title: say('categories.id') },
    ...(mayChange ? [{ title: say('categories.order') }] : []),
  ],
  rows,
)}<p class="foot"><a href="${inShop(visit, '/catalogue')}">${say('back')}</a></p>`,
  };
}

function moveButtons(visit: ShopVisit, { id }: Category): Markup {
  const button = (by: 'up' | 'down') =>
    submitButton(visit.say(`categories.${by}`), {
      ...{ tone: 'quiet', name: 'by', value: by, testId: `${by}-${id}` },
    });
  return changeForm(
    visit,
    { action: inShop(visit, `${path}/${id}/move`) },
    html`${button('up')} ${button('down')}`,
  );
}

/** `errors` null: somebody else was faster, and the fields are what stands now. */
async function editPage(
  visit: ShopVisit,
  found: Seen<Category> | null,
  given: Texts,
  errors: FieldErrors | null = {},
  seen: number | null = found?.version ?? null,
): Promise<PageAnswer> {
  const { say, locale, desk, shop } = visit;
  const title = found ? nameIn(found.value.name, locale) : say('categories.new');
  const all = await desk.admin.categories(shop.store);
  const wrong = errors ?? {};
  const field = (id: string) => ({ name: id, value: given[id] ?? '', error: wrong[id] });
  const parents = [
    { value: '', label: say('categories.parent.none') },
    ...categoryChoices(
      visit,
      all.filter(({ id }) => id !== found?.value.id),
    ),
  ];
  const colours = categoryColours.map((value) => ({
    value,
    label: say(`categories.colour.${value}`),
  }));
  const fields = html`${spokenLanguages.map((language) =>
    textField({
      ...field(`name_${language}`),
      label: say('item.name', { language: languageName(language, locale) }),
      required: true,
      maxLength: 40,
    }),
  )}${selectField({ ...field('parent'), label: say('categories.parent'), choices: parents })}${selectField({ ...field('colour'), label: say('categories.colour'), choices: colours })}${checkField(
    {
      name: 'withdrawn',
      label: say('categories.withdrawn.box'),
      checked: given.withdrawn === 'yes',
    },
  )}`;
  return {
    title,
    status: errors === null ? 409 : Object.keys(wrong).length > 0 ? 422 : 200,
    content: html`${heading(title, say('categories.lead', { levels: levelsMax }))}
<section class="panel narrow">${errors === null ? staleNote(visit) : errorNote(visit, wrong)}${
      visit.may('change')
        ? changeForm(
            visit,
            {
              action: inShop(visit, found ? `${path}/${found.value.id}` : `${path}/new`),
              testId: 'category',
            },
            html`${seenField(seen)}${fields}${submitButton(say('form.save'), { testId: 'save' })}`,
          )
        : html`<fieldset class="form" disabled>${fields}</fieldset>`
    }</section>
<p class="foot"><a href="${inShop(visit, path)}">${say('back')}</a></p>`,
  };
}
