/** A promotion as the fields of a form, read and shown. */

import { html } from 'hono/html';
import { z } from 'zod';
import { languageName, spokenLanguages } from '../../../domain/basics/languages.ts';
import { holdsPan } from '../../../domain/basics/mask.ts';
import type { Category } from '../../../domain/goods/category.ts';
import { type Promotion, promotionSchema } from '../../../domain/prices/promotion.ts';
import { ruleKinds } from '../../../domain/prices/promotion-rules.ts';
import { namesFrom, perLanguage } from '../../basics/per-language.ts';
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
import { readRule, ruleFields, textsOfRule } from './rule-fields.ts';

export type Given = Readonly<{ texts: Readonly<Record<string, string>>; categories: string[] }>;

const name = z
  .string()
  .trim()
  .min(1, 'promotions.wrong.name')
  .max(60, 'promotions.wrong.name')
  .refine((text) => !holdsPan(text), 'form.card');
const date = z.iso.date('promotions.wrong.date');
const commonSchema = z.object({
  ...perLanguage('name', () => name),
  from: date,
  until: date,
  group: z.string().trim().max(20, 'promotions.wrong.group').optional(),
});
const skusMax = 1_000;

export function givenBy(form: FormData): Given {
  return { texts: fieldsOf(form), categories: form.getAll('categories').map(String) };
}

export function givenOf(visit: ShopVisit, promotion: Promotion): Given {
  const { name, from, until, skus, categories, rule, group = '' } = promotion;
  return {
    categories: [...categories],
    texts: {
      ...perLanguage('name', (language) => name[language] ?? ''),
      from,
      until,
      skus: skus.join(' '),
      group,
      rule: rule.kind,
      ...textsOfRule(visit, rule),
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
  const tree = await visit.desk.admin.categories(visit.shop.store);
  const known = categories.filter((id) => tree.some((one) => one.id === id && !one.withdrawn));
  const errors: Record<string, string> = { ...common.errors, ...ruleErrors };
  const isForAll = rule?.kind === 'threshold' && rule.allBut;
  if (skus.length === 0 && known.length === 0 && !isForAll)
    errors.skus = say('promotions.wrong.for');
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
  const { from, until, group } = common.value;
  const promotion = promotionSchema.parse({
    id,
    name: namesFrom('name', common.value),
    from,
    until,
    skus,
    categories: known,
    rule,
    ...(group ? { group } : {}),
    withdrawn: false,
  });
  return { promotion, errors: null };
}

export function promotionFields(
  visit: ShopVisit,
  tree: readonly Category[],
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
${boxesField({ name: 'categories', label: say('promotions.categories'), choices: categoryChoices(visit, tree), values: categories })}
${selectField({ ...field('rule'), label: say('promotions.rule'), hint: say('promotions.rule.hint'), choices: ruleKinds.map((value) => ({ value, label: say(`promotions.${value}`) })) })}
${ruleFields(visit, texts, errors)}
${textField({ ...field('group'), label: say('promotions.group'), hint: say('promotions.group.hint'), maxLength: 20 })}`;
}
