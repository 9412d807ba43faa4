/** The rules there are. A new one is a file in rules/, a row here, and its fields in the console's promotion form. */
import { z } from 'zod';
import { amountOff } from './rules/amount-off.ts';
import { bundle, mix } from './rules/bundle.ts';
import { buyGet } from './rules/buy-get.ts';
import { fixedPrice } from './rules/fixed-price.ts';
import { nthOff } from './rules/nth-off.ts';
import { percentOff } from './rules/percent-off.ts';
import type { Off, Offered, Rule } from './rules/rule.ts';
import { threshold } from './rules/threshold.ts';
import { tiers } from './rules/tiers.ts';

const promotionRules = {
  'percent-off': percentOff,
  'amount-off': amountOff,
  'fixed-price': fixedPrice,
  'buy-get': buyGet,
  'nth-off': nthOff,
  tiers,
  bundle,
  mix,
  threshold,
} as const;

type Table = typeof promotionRules;
type Said<Kind extends keyof Table> = Table[Kind] extends Rule<infer Of> ? Of : never;
export type PromotionRule = { [Kind in keyof Table]: Said<Kind> }[keyof Table];
export type RuleKind = PromotionRule['kind'];

export const ruleKinds = Object.keys(promotionRules) as RuleKind[];

export const promotionRuleSchema: z.ZodType<PromotionRule> = z.union(
  Object.values(promotionRules).map(({ schema }) => schema as z.ZodType<PromotionRule>),
);

export function scopeOf({ kind }: PromotionRule): Rule<PromotionRule>['scope'] {
  return promotionRules[kind].scope;
}

/** What `rule` takes off the lines. */
export function offBy(rule: PromotionRule, lines: readonly Offered[]): Off {
  return (promotionRules[rule.kind] as Rule<PromotionRule>).off(lines, rule);
}
