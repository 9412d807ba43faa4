/** The rules of promotions as fields of the form and as sentences: a row each says what it has to be told. */
import { html } from 'hono/html';
import type { Promotion } from '../../../domain/prices/promotion.ts';
import {
  type PromotionRule,
  promotionRuleSchema,
  type RuleKind,
  ruleKinds,
} from '../../../domain/prices/promotion-rules.ts';
import { amountText, parseAmount } from '../../basics/amounts.ts';
import { currencyDigits } from '../frame/days.ts';
import { checkField, type FieldErrors, textField } from '../frame/forms.ts';
import { type Markup, money } from '../frame/page.ts';
import type { ShopVisit } from '../frame/visit.ts';
import type { Word } from '../frame/words.ts';

/** `least`: of a whole number. */
type Field = Readonly<{
  /** Of the rule. */
  of: string;
  /** Of the form. */
  name: string;
  label: Word;
  is: 'percent' | 'money' | 'pieces' | 'flag' | 'tiers';
  least?: 1 | 2;
}>;

const percent = { of: 'basisPoints', label: 'promotions.percent', is: 'percent' } as const;
const together = (before: string): Field[] => [
  {
    of: 'quantity',
    name: `${before}quantity`,
    label: 'promotions.quantity',
    is: 'pieces',
    least: 2,
  },
  { of: 'priceMinor', name: `${before}price`, label: 'promotions.price', is: 'money' },
];

const fieldsOfRule: Readonly<Record<RuleKind, readonly Field[]>> = {
  'percent-off': [{ ...percent, name: 'percent' }],
  'amount-off': [{ of: 'offMinor', name: 'off', label: 'promotions.off', is: 'money' }],
  'fixed-price': [{ of: 'priceMinor', name: 'fixed', label: 'promotions.fixed', is: 'money' }],
  'buy-get': [
    { of: 'buy', name: 'buy', label: 'promotions.buy', is: 'pieces', least: 1 },
    { of: 'free', name: 'free', label: 'promotions.free', is: 'pieces', least: 1 },
  ],
  'nth-off': [
    { of: 'nth', name: 'nth', label: 'promotions.nth', is: 'pieces', least: 2 },
    { ...percent, name: 'nth_percent' },
  ],
  tiers: [{ of: 'tiers', name: 'tiers', label: 'promotions.steps', is: 'tiers' }],
  bundle: together(''),
  mix: together('mix_'),
  threshold: [
    { of: 'fromMinor', name: 'reached', label: 'promotions.reached', is: 'money' },
    { of: 'offMinor', name: 'reached_off', label: 'promotions.reachedOff', is: 'money' },
    { of: 'each', name: 'each', label: 'promotions.each', is: 'flag' },
    { of: 'allBut', name: 'all_but', label: 'promotions.allBut', is: 'flag' },
  ],
};

type Texts = Readonly<Record<string, string>>;

export type ReadRule =
  | Readonly<{ rule: PromotionRule; errors: FieldErrors }>
  | Readonly<{ rule: null; errors: FieldErrors }>;

/** The rule that was chosen; of the others nothing counts. */
export function readRule(visit: ShopVisit, texts: Texts): ReadRule {
  const kind = ruleKinds.find((one) => one === texts.rule);
  if (!kind) return { rule: null, errors: { rule: visit.say('form.invalid') } };
  const said: Record<string, unknown> = { kind };
  const errors: Record<string, string> = {};
  for (const field of fieldsOfRule[kind]) {
    const value = readField(visit, field, texts[field.name] ?? '');
    if (value === null) errors[field.name] = visit.say(wrong(field));
    else said[field.of] = value;
  }
  if (Object.keys(errors).length > 0) return { rule: null, errors };
  const parsed = promotionRuleSchema.safeParse(said);
  if (parsed.success) return { rule: parsed.data, errors };
  // Each is right by itself: an amount of nothing, or steps that do not rise.
  const [first] = fieldsOfRule[kind];
  return { rule: null, errors: first ? { [first.name]: visit.say(wrong(first)) } : {} };
}

/** The texts of the fields that the rule has. */
export function textsOfRule(visit: ShopVisit, rule: PromotionRule): Texts {
  const said: Readonly<Record<string, unknown>> = rule;
  return Object.fromEntries(
    fieldsOfRule[rule.kind].map((field) => [field.name, textOf(visit, field, said[field.of])]),
  );
}

/** The fields of every rule; a page without styles shows them all, others those of the chosen one. */
export function ruleFields(visit: ShopVisit, texts: Texts, errors: FieldErrors): Markup[] {
  const { say } = visit;
  return ruleKinds.map(
    (kind) =>
      html`<fieldset class="rule rule-${kind}"><legend>${say(`promotions.${kind}`)}</legend>${fieldsOfRule[
        kind
      ].map((field) => {
        const { name, label, is } = field;
        const value = texts[name] ?? '';
        if (is === 'flag') return checkField({ name, label: say(label), checked: value !== '' });
        return textField({
          name,
          value,
          label: `${say(`promotions.${kind}`)}: ${say(label)}`,
          error: errors[name],
          inputmode: is === 'pieces' ? 'numeric' : is === 'tiers' ? 'text' : 'decimal',
          maxLength: is === 'tiers' ? 60 : 12,
        });
      })}</fieldset>`,
  );
}

/** What it does, in one sentence. */
export function ruleText(visit: ShopVisit, { rule }: Pick<Promotion, 'rule'>): string {
  const { shop, locale } = visit;
  const said: Readonly<Record<string, unknown>> = rule;
  const params = fieldsOfRule[rule.kind].map((field) => {
    const value = said[field.of];
    if (field.is === 'flag') return [field.of, value ? 'yes' : 'no'];
    if (field.is === 'pieces') return [field.of, Number(value)];
    if (field.is === 'money')
      return [field.of, money(Number(value), shop.settings.currency, locale)];
    return [field.of, textOf(visit, field, value)];
  });
  return visit.say(`promotions.rule.${rule.kind}`, Object.fromEntries(params));
}

function wrong({ is, least }: Field): Word {
  if (is === 'percent') return 'promotions.wrong.percent';
  if (is === 'money') return 'item.wrong.price';
  if (is === 'tiers') return 'promotions.wrong.tiers';
  return least === 2 ? 'promotions.wrong.quantity' : 'promotions.wrong.pieces';
}

/** Null for what is none. */
function readField({ shop }: ShopVisit, { is, least = 1 }: Field, text: string): unknown {
  switch (is) {
    case 'flag':
      return text !== '';
    case 'money':
      return parseAmount(text, currencyDigits(shop.settings.currency));
    case 'percent':
      return basisPoints(text);
    case 'pieces':
      return /^\d{1,3}$/.test(text) && Number(text) >= least ? Number(text) : null;
    case 'tiers':
      return tiersOf(text);
  }
}

function textOf({ shop }: ShopVisit, { is }: Field, value: unknown): string {
  switch (is) {
    case 'flag':
      return value === true ? 'yes' : '';
    case 'money':
      return amountText(Number(value), currencyDigits(shop.settings.currency));
    case 'percent':
      return String(Number(value) / 100);
    case 'pieces':
      return String(value);
    case 'tiers':
      return (value as readonly Step[])
        .map(({ from, basisPoints: points }) => `${from / 1_000}:${points / 100}`)
        .join(' ');
  }
}

function basisPoints(text: string): number | null {
  if (!/^\d{1,3}(\.\d{1,2})?$/.test(text)) return null;
  const points = Math.round(Number(text) * 100);
  return points >= 1 && points <= 10_000 ? points : null;
}

type Step = Readonly<{ from: number; basisPoints: number }>;

/** `3:5 6:10`: from 3 on 5 %, from 6 on 10 %. */
function tiersOf(text: string): Step[] | null {
  const steps = text.trim().split(/[\s,，;；]+/);
  const read = steps.flatMap((step): Step[] => {
    const [, from, off] = /^(\d{1,4}(?:\.\d{1,3})?)[:：](\S+)$/.exec(step) ?? [];
    const points = basisPoints(off ?? '');
    return points === null ? [] : [{ from: Math.round(Number(from) * 1_000), basisPoints: points }];
  });
  return read.length === steps.length ? read : null;
}
