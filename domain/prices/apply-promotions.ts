/**
 * What promotions take off the lines of a basket.
 *
 * One item of the basket gets one promotion: the one that takes most off it, of two that take the same the one with
 * the smaller id. They are not stacked, so that a receipt can be checked by hand. A line whose price was changed with
 * approval gets none: a person has decided.
 */
import { assertNever } from '../basics/assert.ts';
import { allocate, multiplyRounded } from '../basics/money.ts';
import { one } from '../basics/quantity.ts';
import { isCounted } from '../basics/unit.ts';
import { type Discount, grossMinor, type PricedLine } from './line.ts';
import type { ActivePromotions, Promotion, PromotionRule } from './promotion.ts';

/** Line → what the best promotion takes off it. */
export function promotionsOn(
  lines: readonly PricedLine[],
  active: ActivePromotions,
): Map<number, Discount[]> {
  const applied = new Map<number, Discount[]>();
  for (const group of groupByItem(lines)) {
    const best = bestOf(group, candidates(group, active));
    group.forEach((line, index) => {
      const minor = best?.discounts[index] ?? 0;
      if (!best || minor === 0) return;
      const { id, name } = best.promotion;
      applied.set(line.line, [{ source: 'promotion', id, name, minor }]);
    });
  }
  return applied;
}

/** Goods of the same item, without those whose price was changed with approval, and pieces with a price of their own. */
function groupByItem(lines: readonly PricedLine[]): PricedLine[][] {
  const groups = new Map<string, PricedLine[]>();
  for (const line of lines) {
    if (line.kind !== 'goods' || line.setPriceMinor !== undefined) continue;
    if (isCounted(line.unit) && line.labelMinor !== undefined) continue;
    const key = `${line.sku} ${line.unit} ${line.category}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function candidates([line]: readonly PricedLine[], active: ActivePromotions): Promotion[] {
  if (!line) return [];
  const bySku = active.bySku.get(line.sku) ?? [];
  const byCategory = line.category ? (active.byCategory.get(line.category) ?? []) : [];
  return [...bySku, ...byCategory];
}

type Offer = Readonly<{ promotion: Promotion; discounts: readonly number[]; sumMinor: number }>;

function bestOf(group: readonly PricedLine[], promotions: readonly Promotion[]): Offer | null {
  let best: Offer | null = null;
  for (const promotion of promotions) {
    const discounts = discountsOf(promotion.rule, group);
    const sumMinor = discounts.reduce((sum, minor) => sum + minor, 0);
    const isBetter =
      best === null ||
      sumMinor > best.sumMinor ||
      (sumMinor === best.sumMinor && promotion.id < best.promotion.id);
    if (isBetter) best = { promotion, discounts, sumMinor };
  }
  return best;
}

/** What `rule` takes off each line of one item, in their order; never more than the line costs. */
export function discountsOf(rule: PromotionRule, group: readonly PricedLine[]): number[] {
  switch (rule.kind) {
    case 'percent-off':
      return group.map((line) => percentOff(line, rule.basisPoints));
    case 'buy-get':
      return buyGet(group, rule);
    case 'bundle':
      return bundle(group, rule);
    default:
      return assertNever(rule);
  }
}

/** Off the price of each piece, so that each costs the same in any number; off the whole of what was measured. */
function percentOff(line: PricedLine, basisPoints: number): number {
  if (!isCounted(line.unit)) return multiplyRounded(grossMinor(line), basisPoints, 10_000);
  return multiplyRounded(line.priceMinor, basisPoints, 10_000) * (line.quantity / one);
}

/** The cheapest are free, should the price of the item have changed between two scans. */
function buyGet(
  group: readonly PricedLine[],
  { buy, free }: Extract<PromotionRule, { kind: 'buy-get' }>,
): number[] {
  const sets = Math.floor(piecesOf(group) / (buy + free));
  const taken = takePieces(group, sets * free, (a, b) => a.priceMinor - b.priceMinor);
  return group.map((line, index) => line.priceMinor * (taken[index] ?? 0));
}

/** The dearest go into bundles, as long as another bundle costs less than what is in it: nobody is made to buy one. */
function bundle(
  group: readonly PricedLine[],
  rule: Extract<PromotionRule, { kind: 'bundle' }>,
): number[] {
  let best = { sumMinor: 0, weights: group.map(() => 0) };
  for (let sets = 1; sets <= piecesOf(group) / rule.quantity; sets += 1) {
    const taken = takePieces(group, sets * rule.quantity, (a, b) => b.priceMinor - a.priceMinor);
    const weights = group.map((line, index) => line.priceMinor * (taken[index] ?? 0));
    const sumMinor = weights.reduce((sum, minor) => sum + minor, 0) - sets * rule.priceMinor;
    if (sumMinor <= best.sumMinor) break;
    best = { sumMinor, weights };
  }
  return best.sumMinor === 0 ? best.weights : allocate(best.sumMinor, best.weights);
}

function piecesOf(group: readonly PricedLine[]): number {
  return group.reduce((sum, { unit, quantity }) => sum + (isCounted(unit) ? quantity / one : 0), 0);
}

/** How many of `pieces` come from each line when they are taken in the order of `compare`, earlier lines first. */
function takePieces(
  group: readonly PricedLine[],
  pieces: number,
  compare: (a: PricedLine, b: PricedLine) => number,
): number[] {
  const taken = group.map(() => 0);
  const order = group.map((line, index) => ({ line, index }));
  order.sort((a, b) => compare(a.line, b.line) || a.line.line - b.line.line);
  let left = pieces;
  for (const { line, index } of order) {
    const some = Math.min(left, line.quantity / one);
    taken[index] = some;
    left -= some;
  }
  return taken;
}
