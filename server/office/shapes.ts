/**
 * Answers as older tills read them. A version that reads lists as closed would refuse a whole answer for one word it does
 * not know: what is about such a word is sent to it as gone.
 */
import { isKnown } from '../../domain/basics/growing.ts';
import { type Names, nameIn } from '../../domain/basics/names.ts';
import {
  contractHeader,
  contractsBack,
  contractVersion,
  type Pulled,
} from '../../domain/contract/sync.ts';
import type { Item } from '../../domain/goods/item.ts';
import type { Operator } from '../../domain/people/operator.ts';
import type { Promotion } from '../../domain/prices/promotion.ts';
import { Problem } from '../../domain/words/problem.ts';
import { badRequest } from '../basics/refusal.ts';

/**
 * The shape in which a till wants its answer; a till newer than the server gets the newest there is. Throws `Problem`
 * `till-too-old` for one more than `contractsBack` behind `newest`, `bad-request` for what is no number.
 */
export function contractOf(named: string | undefined, newest: number = contractVersion): number {
  const contract = named === undefined ? 1 : Number(named);
  if (!Number.isSafeInteger(contract) || contract < 1) throw badRequest(contractHeader);
  const oldest = newest - contractsBack;
  if (contract < oldest) throw new Problem('till-too-old', { speaks: contract, oldest });
  return Math.min(contract, newest);
}

/** The words of contract 1, which read its lists as closed. Contract 2 leaves out a row in another unit than these. */
const first = {
  locales: ['zh-CN', 'en'],
  units: ['piece', 'kg'],
  roles: ['cashier', 'manager', 'technician'],
  categories: ['drinks', 'produce', 'staples', 'fresh', 'snacks', 'household', 'tobacco-alcohol'],
  rules: ['percent-off', 'buy-get', 'bundle'],
} as const;

/** Contract 1 reads names in these two languages, and wants both. */
function inBoth(names: Names): Names {
  return { ...names, zh: nameIn(names, 'zh-CN'), en: nameIn(names, 'en') };
}

export function itemFor(contract: number, item: Item): Item {
  if (contract > 1) return item;
  const named = { ...item, name: inBoth(item.name) };
  const hasCategory = isKnown<string>(first.categories, item.category);
  const hasUnit = isKnown<string>(first.units, item.unit);
  if (hasCategory && hasUnit) return named;
  // Under another category its promotions would be for these goods, too.
  return {
    ...named,
    category: hasCategory ? item.category : 'household',
    unit: hasUnit ? item.unit : 'piece',
    withdrawn: true,
  };
}

export function operatorFor(contract: number, operator: Operator): Operator {
  if (contract > 1) return operator;
  const { role, locale } = operator;
  const spoken = { ...operator, locale: isKnown(first.locales, locale) ? locale : 'en' };
  return isKnown(first.roles, role) ? spoken : { ...spoken, role: 'cashier', withdrawn: true };
}

export function promotionFor(contract: number, promotion: Promotion): Promotion {
  if (contract > 1) return promotion;
  const { rule, categories } = promotion;
  const named = { ...promotion, name: inBoth(promotion.name) };
  const known = categories.filter((category) => isKnown(first.categories, category));
  const isReadable = known.length === categories.length && isKnown<string>(first.rules, rule.kind);
  if (isReadable) return named;
  const gone = { kind: 'percent-off', basisPoints: 1 } as const;
  return { ...named, categories: known, rule: gone, withdrawn: true };
}

/** The lists of a pull but the items, which are many and go page by page. */
export function listsFor<Lists extends Pick<Pulled, 'operators' | 'promotions' | 'settings'>>(
  contract: number,
  lists: Lists,
): Lists {
  const { settings } = lists;
  if (contract > 1) return lists;
  return {
    ...lists,
    settings: {
      ...settings,
      storeName: inBoth(settings.storeName),
      receiptFooter: inBoth(settings.receiptFooter),
    },
    operators: lists.operators.map((operator) => operatorFor(contract, operator)),
    promotions: lists.promotions.map((promotion) => promotionFor(contract, promotion)),
  };
}
