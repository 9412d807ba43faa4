/** What a role is called, may do and up to how much: as fields, and as what a form said. */
import { html } from 'hono/html';
import { languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import {
  type LimitName,
  type Limits,
  limitsSchema,
  type Right,
  rights,
} from '../../../domain/people/right.ts';
import { anybody, type Role } from '../../../domain/people/role.ts';
import { amountText, parseAmount } from '../../basics/amounts.ts';
import { namesFrom, perLanguage } from '../../basics/per-language.ts';
import { currencyDigits } from '../frame/days.ts';
import { boxesField, checkField, type FieldErrors, textField } from '../frame/forms.ts';
import type { Markup } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';

const groups = ['sale', 'cash', 'day', 'help', 'devices'] as const;
type Given = Exclude<Right, (typeof anybody)[number]>;

/** Under which heading a right stands. What everybody may is not asked about. */
const groupOf: Readonly<Record<Given, (typeof groups)[number]>> = {
  sell: 'sale',
  'receipt.reprint': 'sale',
  'price.override': 'sale',
  'sale.discount': 'sale',
  'sale.discount.basket': 'sale',
  'sale.refund': 'sale',
  'goods.take-back': 'sale',
  'drawer.open': 'cash',
  'cash.pay-in': 'cash',
  'cash.pay-out': 'cash',
  'cash.safe-drop': 'cash',
  'cash.difference': 'cash',
  'report.x': 'day',
  'report.sign-ins': 'day',
  'day.close': 'day',
  'attempt.resolve': 'help',
  'operator.unlock': 'help',
  'offline.lift': 'help',
  'stop.lift': 'help',
  'devices.test': 'devices',
  'devices.raw': 'devices',
  'devices.register': 'devices',
  'devices.confirm': 'devices',
};
const asked = Object.keys(groupOf) as Given[];

/** Hundredths of a percent, or of the store's money. */
const limitUnits: Readonly<Record<LimitName, 'percent' | 'money'>> = {
  discountBasisPoints: 'percent',
  priceChangeBasisPoints: 'percent',
  refundMinor: 'money',
  payOutMinor: 'money',
  cashDifferenceMinor: 'money',
};
const limitNames = Object.keys(limitUnits) as LimitName[];
const nameLengthMax = 40;

/** As the form has it: what was ticked, and each field as it was typed. */
export type RoleTexts = Readonly<{
  rights: readonly string[];
  fields: Readonly<Record<string, string>>;
}>;

export function textsOfRole(visit: ShopVisit, role: Role): RoleTexts {
  const limits = limitNames.map((name) => {
    const limit = role.limits[name];
    return [name, limit === undefined ? '' : limitText(visit, name, limit)];
  });
  return {
    rights: role.rights,
    fields: {
      ...perLanguage('name', (language) => role.names[language] ?? ''),
      ...Object.fromEntries(limits),
      ...(role.withdrawn ? { withdrawn: 'yes' } : {}),
    },
  };
}

export type ReadRole = Readonly<{ role: Omit<Role, 'id'> | null; errors: FieldErrors }>;

/** What a form said of `before`; rights that this version does not know stay as they were. */
export function readRole(
  visit: ShopVisit,
  before: Role | null,
  { rights: ticked, fields }: RoleTexts,
): ReadRole {
  const { say } = visit;
  const errors: Record<string, string> = {};
  const names = perLanguage('name', (language) => (fields[`name_${language}`] ?? '').trim());
  for (const [field, name] of Object.entries(names)) {
    if (name === '' || name.length > nameLengthMax) errors[field] = say('roles.wrong.name');
  }
  const limits: Record<string, number> = {};
  for (const name of limitNames) {
    const text = (fields[name] ?? '').trim();
    if (text === '') continue;
    const limit = parseAmount(text, digitsOf(visit, name));
    const fits = limit !== null && limitsSchema.safeParse({ [name]: limit }).success;
    if (fits) limits[name] = limit;
    else errors[name] = say(`roles.wrong.${limitUnits[name]}`);
  }
  if (Object.keys(errors).length > 0) return { role: null, errors };
  const known: readonly string[] = rights;
  const role = {
    names: { ...before?.names, ...namesFrom('name', names) },
    rights: [
      ...anybody,
      ...asked.filter((right) => ticked.includes(right)),
      ...(before?.rights ?? []).filter((right) => !known.includes(right)),
    ],
    limits: limits as Limits,
    withdrawn: fields.withdrawn === 'yes',
  };
  return { role, errors };
}

export function roleFields(
  visit: ShopVisit,
  { rights: ticked, fields }: RoleTexts,
  errors: FieldErrors,
): Markup {
  const { say, locale } = visit;
  const field = (name: string) => ({ name, value: fields[name] ?? '', error: errors[name] });
  return html`${spokenLanguages.map((language) =>
    textField({
      ...field(`name_${language}`),
      label: say('item.name', { language: languageName(language, locale) }),
      required: true,
      maxLength: nameLengthMax,
    }),
  )}<div class="rights">${groups.map((group) =>
    boxesField({
      name: 'rights',
      label: say(`roles.group.${group}`),
      values: ticked,
      choices: asked
        .filter((right) => groupOf[right] === group)
        .map((right) => ({ value: right, label: say(`right.${right}`) })),
    }),
  )}<fieldset class="boxes"><legend>${say('roles.limits')}</legend>${limitNames.map((name) =>
    textField({
      ...field(name),
      label: `${say(`roles.limit.${name}`)} (${limitUnits[name] === 'percent' ? '%' : visit.shop.settings.currency})`,
      inputmode: 'decimal',
      maxLength: 12,
      placeholder: say('roles.limit.none'),
    }),
  )}</fieldset></div><p class="hint">${say('roles.everybody', { rights: anybody.map((right) => say(`right.${right}`)).join(say('roles.comma')) })}</p>
${checkField({ name: 'withdrawn', label: say('roles.withdrawn.box'), checked: fields.withdrawn === 'yes' })}`;
}

/** Of each limit that is there, what it is of and how much. */
export function limitTexts(visit: ShopVisit, { limits }: Pick<Role, 'limits'>): string[] {
  return limitNames.flatMap((name) => {
    const limit = limits[name];
    if (limit === undefined) return [];
    const unit = limitUnits[name] === 'percent' ? ' %' : ` ${visit.shop.settings.currency}`;
    return [`${visit.say(`roles.limit.${name}`)} ${limitText(visit, name, limit)}${unit}`];
  });
}

const digitsOf = ({ shop }: ShopVisit, name: LimitName): number =>
  limitUnits[name] === 'percent' ? 2 : currencyDigits(shop.settings.currency);

const limitText = (visit: ShopVisit, name: LimitName, limit: number): string =>
  limitUnits[name] === 'percent' ? String(limit / 100) : amountText(limit, digitsOf(visit, name));
