/** A promotion as the fields of a form, read and shown. */

import { html } from 'hono/html';
import { z } from 'zod';
import { languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import { firstCategories } from '../../../domain/goods/category.ts';
import {
  type Promotion,
  type PromotionRule,
  promotionSchema,
} from '../../../domain/prices/promotion.ts';
import { amountText, parseAmount } from '../../basics/amounts.ts';
import { namesFrom, perLanguage } from '../../basics/per-language.ts';
import { currencyDigits } from '../frame/days.ts';
import {
  areaField,
  boxesField,
  checkForm,
  type FieldErrors,
  fieldsOf,
  selectField,
  textField,
} from '../frame/forms.ts';
import type { Markup } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';
import { categoryChoices } from '../goods/choices.ts';

export type Given = Readonly<{ texts: Readonly<Record<string, string>>; categories: string[] }>;

const name = z.string().trim().min(1, 'promotions.wrong.name').max(60, 'promotions.wrong.name');
const date = z.iso.date('promotions.wrong.date');
const whole = (least: number, wrong: string) =>
  z
    .string()
    .regex(/^\d{1,3}$/, wrong)
    .transform(Number)
    .refine((count) => count >= least, wrong);
const commonSchema = z.object({ ...perLanguage('name', () => name), from: date, until: date });
const ruleSchemas = {
  'percent-off': z.object({
    percent: z
      .string()
      .regex(/^\d{1,3}(\.\d{1,2})?$/, 'promotions.wrong.percent')
      .transform((text) => Math.round(Number(text) * 100))
      .refine((points) => points >= 1 && points <= 10_000, 'promotions.wrong.percent'),
  }),
  'buy-get': z.object({
    buy: whole(1, 'promotions.wrong.pieces'),
    free: whole(1, 'promotions.wrong.pieces'),
  }),
  bundle: z.object({ quantity: whole(2, 'promotions.wrong.quantity'), price: z.string() }),
};
type RuleKind = PromotionRule['kind'];
const ruleKinds = ['percent-off', 'buy-get', 'bundle'] as const satisfies readonly RuleKind[];
const skusMax = 1_000;

export function givenBy(form: FormData): Given {
  return { texts: fieldsOf(form), categories: form.getAll('categories').map(String) };
}

export function givenOf({ shop }: ShopVisit, promotion: Promotion): Given {
  const { name, from, until, skus, categories, rule } = promotion;
  const digits = currencyDigits(shop.settings.currency);
  const ruleTexts = {
    'percent-off': () => ({
      percent: rule.kind === 'percent-off' ? String(rule.basisPoints / 100) : '',
    }),
    'buy-get': () =>
      rule.kind === 'buy-get' ? { buy: String(rule.buy), free: String(rule.free) } : {},
    bundle: () =>
      rule.kind === 'bundle'
        ? { quantity: String(rule.quantity), price: amountText(rule.priceMinor, digits) }
        : {},
  }[rule.kind]();
  return {
    categories: [...categories],
    texts: {
      ...perLanguage('name', (language) => name[language] ?? ''),
      from,
      until,
      skus: skus.join(' '),
      rule: rule.kind,
      ...ruleTexts,
    },
  };
}

export type ReadPromotion =
  | Readonly<{ promotion: Promotion; errors: null }>
  | Readonly<{ promotion: null; errors: FieldErrors }>;

/** Unknown items are refused: a slip in a number would otherwise promote nothing. */
export async function readPromotion(
  visit: ShopVisit,
  id: string,
  { texts, categories }: Given,
): Promise<ReadPromotion> {
  const { say } = visit;
  const common = checkForm(visit, commonSchema, texts);
  const { rule, errors: ruleErrors } = readRule(visit, texts);
  const skus = [...new Set((texts.skus ?? '').split(/[\s,;，；]+/).filter(Boolean))];
  const known = categories.filter((id) => firstCategories.some((one) => one.id === id));
  const errors: Record<string, string> = { ...common.errors, ...ruleErrors };
  if (skus.length === 0 && known.length === 0) errors.skus = say('promotions.wrong.for');
  else if (skus.length > skusMax) errors.skus = say('promotions.wrong.many');
  else {
    const there = await visit.desk.admin.knownSkus(visit.shop.store, skus);
    const missing = skus.filter((sku) => !there.has(sku));
    if (missing.length > 0) {
      errors.skus = say('promotions.wrong.skus', { skus: missing.slice(0, 10).join(' ') });
    }
  }
  if (common.value && common.value.until < common.value.from) {
    errors.until = say('promotions.wrong.until');
  }
  if (!common.value || !rule || Object.keys(errors).length > 0) return { promotion: null, errors };
  const { from, until } = common.value;
  const promotion = promotionSchema.parse({
    id,
    name: namesFrom('name', common.value),
    from,
    until,
    skus,
    categories: known,
    rule,
    withdrawn: false,
  });
  return { promotion, errors: null };
}

type ReadRule =
  | Readonly<{ rule: PromotionRule; errors: FieldErrors }>
  | Readonly<{ rule: null; errors: FieldErrors }>;

function readRule(visit: ShopVisit, texts: Given['texts']): ReadRule {
  switch (texts.rule) {
    case 'percent-off': {
      const { value, errors } = checkForm(visit, ruleSchemas['percent-off'], texts);
      return errors
        ? { rule: null, errors }
        : { rule: { kind: 'percent-off', basisPoints: value.percent }, errors: {} };
    }
    case 'buy-get': {
      const { value, errors } = checkForm(visit, ruleSchemas['buy-get'], texts);
      return errors ? { rule: null, errors } : { rule: { kind: 'buy-get', ...value }, errors: {} };
    }
    case 'bundle': {
      const { value, errors } = checkForm(visit, ruleSchemas.bundle, texts);
      const priceMinor = parseAmount(
        texts.price ?? '',
        currencyDigits(visit.shop.settings.currency),
      );
      if (errors || priceMinor === null) {
        const price = priceMinor === null ? { price: visit.say('item.wrong.price') } : {};
        return { rule: null, errors: { ...errors, ...price } };
      }
      return { rule: { kind: 'bundle', quantity: value.quantity, priceMinor }, errors: {} };
    }
    default:
      return { rule: null, errors: { rule: visit.say('form.required') } };
  }
}

export function promotionFields(
  visit: ShopVisit,
  { texts, categories }: Given,
  errors: FieldErrors,
): Markup {
  const { say, locale } = visit;
  const field = (name: string) => ({ name, value: texts[name] ?? '', error: errors[name] });
  const names = spokenLanguages.map((language, index) => ({
    ...field(`name_${language}`),
    label: say('promotions.name.in', { language: languageName(language, locale) }),
    ...(index === 0 ? { hint: say('promotions.name.hint') } : {}),
  }));
  return html`${names.map((one) => textField({ ...one, required: true, maxLength: 60 }))}
${textField({ ...field('from'), label: say('promotions.from'), type: 'date', required: true })}
${textField({ ...field('until'), label: say('promotions.until'), type: 'date', required: true })}
${areaField({ ...field('skus'), label: say('promotions.skus'), hint: say('promotions.skus.hint'), rows: 3 })}
${boxesField({ name: 'categories', label: say('promotions.categories'), choices: categoryChoices(visit), values: categories })}
${selectField({ ...field('rule'), label: say('promotions.rule'), hint: say('promotions.rule.hint'), choices: ruleKinds.map((value) => ({ value, label: say(`promotions.${value}`) })) })}
${textField({ ...field('percent'), label: `${say('promotions.percent-off')}: ${say('promotions.percent')}`, inputmode: 'decimal', maxLength: 6 })}
${textField({ ...field('buy'), label: `${say('promotions.buy-get')}: ${say('promotions.buy')}`, inputmode: 'numeric', maxLength: 3 })}
${textField({ ...field('free'), label: `${say('promotions.buy-get')}: ${say('promotions.free')}`, inputmode: 'numeric', maxLength: 3 })}
${textField({ ...field('quantity'), label: `${say('promotions.bundle')}: ${say('promotions.quantity')}`, inputmode: 'numeric', maxLength: 3 })}
${textField({ ...field('price'), label: `${say('promotions.bundle')}: ${say('promotions.price')}`, inputmode: 'decimal', maxLength: 12 })}`;
}
