/** `/policies`: what a store asks of its tills, and whom a cashier calls. */

import { html } from 'hono/html';
import { languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import { wallets } from '../../../domain/basics/payment-code.ts';
import { dayPolicySchema } from '../../../domain/day/policy.ts';
import { type WayIn, wayInSchema } from '../../../domain/people/ways-in.ts';
import { stepNames } from '../../../domain/sign-in/steps.ts';
import { settingsMark } from '../../office/stores.ts';
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
  boxesField,
  changeForm,
  checkField,
  errorNote,
  type FieldErrors,
  fieldsOf,
  hiddenField,
  selectField,
  submitButton,
  type TextField,
  textField,
} from '../frame/forms.ts';
import { heading, inShop, type Markup } from '../frame/page.ts';
import { staleNote } from '../frame/stale.ts';
import { type Shop, type ShopVisit, shopsOf } from '../frame/visit.ts';
import type { Word } from '../frame/words.ts';
import { type Given, givenOf, readSettings, wayText } from './policy-form.ts';
import { reasonFields } from './reason-lists.ts';

const route = { section: 'policies', right: 'read', scope: 'one' } as const;

export const policiesPages: readonly Page[] = [
  readPage({ path: '/policies', ...route, nav: 'office' }, async (visit) => policyPage(visit)),
  changePage({ path: '/policies', ...route, right: 'head-office' }, save),
];

async function save(visit: ShopVisit, form: FormData): Promise<Answer | GoTo> {
  const { desk, shop } = visit;
  const given = {
    texts: fieldsOf(form),
    ways: form.getAll('ways').map(String).filter(isCombination),
    wallets: form.getAll('wallets').map(String),
  };
  const mark = String(form.get('mark') ?? '');
  const { settings, errors } = readSettings(visit, given, shop.settings);
  if (errors) return policyPage(visit, { given, errors, mark });
  const fields = changedFields(shop, { ...shop, settings }).join(' ');
  const isSaved = await visit.change('settings-changed', { fields }, ({ admin }) =>
    admin.changeSettings(shop.store, settings, mark),
  );
  if (!isSaved) {
    const now = (await shopsOf(desk.db, visit.account)).find(({ store }) => store === shop.store);
    return now ? policyPage({ ...visit, shop: now }, { isStale: true }) : null;
  }
  return { goTo: '/policies', said: { word: 'said.saved' } };
}

function isCombination(way: string): boolean {
  return way.split('+').every((part) => wayInSchema.safeParse(part).success);
}

/** Names only: what they said before stands in no audit of limited length. */
function changedFields(before: Shop, after: Shop): string[] {
  const text = (value: unknown) => JSON.stringify(value);
  const names = Object.keys(after.settings) as (keyof Shop['settings'])[];
  return names.filter((name) => text(before.settings[name]) !== text(after.settings[name]));
}

type Shown = Readonly<{ given?: Given; errors?: FieldErrors; mark?: string; isStale?: boolean }>;

function policyPage(
  visit: ShopVisit,
  {
    given = givenOf(visit.shop.settings),
    errors = {},
    mark = settingsMark(visit.shop.settings),
    isStale = false,
  }: Shown = {},
): PageAnswer {
  const { say } = visit;
  const sections = [
    shopSection(visit, given, errors),
    daySection(visit, given, errors),
    waySection(visit, given, errors),
    stepSection(visit, given),
    section(say('policies.reasons'), reasonFields(visit, given.texts, errors)),
    walletSection(visit, given),
    labelSection(visit, given, errors),
    limitSection(visit, given, errors),
    contactSection(visit, given, errors),
  ];
  return {
    title: say('policies.title'),
    status: isStale ? 409 : Object.keys(errors).length > 0 ? 422 : 200,
    content: html`${heading(say('policies.title'), say('policies.lead'))}${isStale ? staleNote(visit) : errorNote(visit, errors)}${
      visit.may('head-office')
        ? changeForm(
            visit,
            { action: inShop(visit, '/policies'), testId: 'policies' },
            html`${hiddenField('mark', mark)}${sections}${submitButton(say('form.save'), { testId: 'save' })}`,
          )
        : html`<fieldset class="form" disabled>${sections}</fieldset>`
    }`,
  };
}

function section(title: string, fields: readonly Markup[]): Markup {
  return html`<section class="panel narrow fields"><h2>${title}</h2>${fields}</section>`;
}

/** One field of text by its name, which is also that of its label. */
function field(
  { say }: ShopVisit,
  { texts }: Given,
  errors: FieldErrors,
  name: string,
  more: Partial<TextField> = {},
): Markup {
  const label = say(`policies.${name}` as Word);
  return textField({
    name,
    label,
    value: texts[name] ?? '',
    error: errors[name],
    maxLength: 80,
    ...more,
  });
}

function shopSection(visit: ShopVisit, given: Given, errors: FieldErrors): Markup {
  const { say, locale } = visit;
  const names = (['name', 'footer'] as const).flatMap((prefix) =>
    spokenLanguages.map((language) =>
      textField({
        name: `${prefix}_${language}`,
        label: say(`policies.${prefix}.in`, { language: languageName(language, locale) }),
        value: given.texts[`${prefix}_${language}`] ?? '',
        error: errors[`${prefix}_${language}`],
        maxLength: 80,
        required: true,
      }),
    ),
  );
  return section(say('policies.shop'), [
    ...names,
    ...['cashStep', 'usualFloat'].map((name) =>
      field(visit, given, errors, name, { required: true }),
    ),
    field(visit, given, errors, 'takeBack', {
      required: true,
      hint: say('policies.takeBack.hint'),
    }),
  ]);
}

function daySection(visit: ShopVisit, given: Given, errors: FieldErrors): Markup {
  const { say } = visit;
  return section(say('policies.day'), [
    html`<p class="said bad">${say('policies.day.warning')}</p>`,
    field(visit, given, errors, 'zone', { required: true }),
    field(visit, given, errors, 'cutOver', { type: 'time', required: true }),
    checkField({ name: 'confirmDay', label: say('policies.day.confirm'), checked: false }),
    field(visit, given, errors, 'openFrom', { type: 'time', hint: say('policies.open.hint') }),
    field(visit, given, errors, 'openUntil', { type: 'time' }),
    selectField({
      name: 'afterClose',
      label: say('policies.afterClose'),
      value: given.texts.afterClose ?? '',
      choices: dayPolicySchema.shape.afterClose.options.map((value) => ({
        value,
        label: say(`policies.afterClose.${value}`),
      })),
    }),
    selectField({
      name: 'cashCount',
      label: say('policies.cashCount'),
      value: given.texts.cashCount ?? '',
      choices: dayPolicySchema.shape.cashCount.options.map((value) => ({
        value,
        label: say(`policies.cashCount.${value}`),
      })),
    }),
  ]);
}

const usualWays = [
  ['secret'],
  ['badge'],
  ['card'],
  ['passkey'],
  ['badge', 'secret'],
  ['card', 'secret'],
  ['passkey', 'secret'],
  ['badge', 'passkey'],
] as const;

function waySection(visit: ShopVisit, given: Given, errors: FieldErrors): Markup {
  const { say } = visit;
  // What a store has already can be kept, usual or not.
  const values = [...new Set([...usualWays.map(wayText), ...given.ways])];
  const label = (value: string) =>
    value
      .split('+')
      .map((way) => say(`policies.way.${way as WayIn}`))
      .join(' + ');
  return section(say('policies.secrets'), [
    boxesField({
      name: 'ways',
      label: say('policies.ways'),
      hint: say('policies.ways.hint'),
      error: errors.ways,
      values: given.ways,
      choices: values.map((value) => ({ value, label: label(value) })),
    }),
    field(visit, given, errors, 'digitsMin', { inputmode: 'numeric', required: true }),
    checkField({
      name: 'passwords',
      label: say('policies.passwords'),
      checked: given.texts.passwords === 'yes',
    }),
    field(visit, given, errors, 'lifeDays', {
      inputmode: 'numeric',
      hint: say('policies.lifeDays.hint'),
    }),
  ]);
}

function stepSection({ say }: ShopVisit, { texts }: Given): Markup {
  return section(
    say('policies.steps'),
    stepNames
      .filter((step) => step !== 'operator')
      .map((step) =>
        selectField({
          name: `step-${step}`,
          label: say(`step.${step}`),
          value: texts[`step-${step}`] ?? '',
          choices: (step === 'self-test'
            ? (['block', 'warn'] as const)
            : (['block', 'warn', 'skip'] as const)
          ).map((value) => ({ value, label: say(`policies.${value}`) })),
        }),
      ),
  );
}

function walletSection({ say }: ShopVisit, given: Given): Markup {
  return section(say('policies.wallets'), [
    boxesField({
      name: 'wallets',
      label: say('policies.wallets.taken'),
      hint: say('policies.wallets.hint'),
      values: given.wallets,
      choices: wallets.map((value) => ({ value, label: say(`policies.wallet.${value}`) })),
    }),
  ]);
}

function labelSection({ say }: ShopVisit, given: Given, errors: FieldErrors): Markup {
  return section(say('policies.labels'), [
    areaField({
      name: 'labels',
      label: say('policies.labels.layouts'),
      value: given.texts.labels ?? '',
      hint: say('policies.labels.hint'),
      error: errors.labels,
      rows: 4,
    }),
  ]);
}

function limitSection(visit: ShopVisit, given: Given, errors: FieldErrors): Markup {
  const { say } = visit;
  return section(say('policies.offline'), [
    field(visit, given, errors, 'daysMax', { inputmode: 'numeric', required: true }),
    field(visit, given, errors, 'unsynced', { inputmode: 'decimal', required: true }),
    areaField({
      name: 'firmware',
      label: say('policies.firmware'),
      value: given.texts.firmware ?? '',
      hint: say('policies.firmware.hint'),
      error: errors.firmware,
      rows: 4,
    }),
    checkField({
      name: 'managerConfirms',
      label: say('policies.managerConfirms'),
      checked: given.texts.managerConfirms === 'yes',
    }),
    html`<p class="hint">${say('policies.managerConfirms.hint')}</p>`,
  ]);
}

function contactSection(visit: ShopVisit, given: Given, errors: FieldErrors): Markup {
  const { say } = visit;
  const names = ['helpPhone', 'manager', 'technician', 'backOffice', 'acquirer'];
  return section(say('policies.contacts'), [
    html`<p class="hint">${say('policies.contacts.hint')}</p>`,
    ...names.map((name) => field(visit, given, errors, name, { type: 'tel', maxLength: 40 })),
  ]);
}
