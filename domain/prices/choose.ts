/**
 * Which promotions a basket gets. Promotions of one group exclude each other: an item gets one of them, and of all ways to
 * choose the customer gets the one that takes most off; of two that take the same, that with the smaller ids. Groups stand
 * beside each other, each counted from the price before all of them.
 *
 * A line whose price was changed with approval gets none: a person has decided. Nor do pieces with a price of their own.
 */
import { isCounted } from '../basics/unit.ts';
import type { Discount, PricedLine } from './line.ts';
import { type ActivePromotions, type Promotion, promotionsFor } from './promotion.ts';
import { offBy, scopeOf } from './promotion-rules.ts';
import type { Off, Rule } from './rules/rule.ts';
import { shareOut } from './share.ts';

/** Lines of the same goods, and what may be given on them. */
type Item = Readonly<{ lines: readonly PricedLine[]; promotions: readonly Promotion[] }>;
type Given = Readonly<{ promotion: Promotion; lines: readonly PricedLine[]; off: Off }>;
type Scope = Rule<unknown>['scope'];

/** Line → what the promotions on goods take off it. */
export function promotionsOn(
  lines: readonly PricedLine[],
  active: ActivePromotions,
): Map<number, Discount[]> {
  const items = itemsOf(lines, active);
  return spread(
    groupsOf(items, 'item', 'items').flatMap((group) => choose(items, group)),
    lines,
  );
}

/** Line → its share of what the promotions on the whole basket take off; the best of each group. */
export function thresholdsOn(
  lines: readonly PricedLine[],
  active: ActivePromotions,
): Map<number, Discount[]> {
  const items = itemsOf(lines, active);
  const given = groupsOf(items, 'basket').flatMap((group) => {
    const offers = group.map((promotion) => give(promotion, having(items, promotion)));
    return best(offers) ?? [];
  });
  return spread(given, lines);
}

function itemsOf(lines: readonly PricedLine[], active: ActivePromotions): Item[] {
  const items = new Map<string, PricedLine[]>();
  for (const line of lines) {
    const { kind, sku, unit, category, setPriceMinor, labelMinor } = line;
    if (kind !== 'goods' || setPriceMinor !== undefined) continue;
    if (isCounted(unit) && labelMinor !== undefined) continue;
    const key = `${sku} ${unit} ${category}`;
    const group = items.get(key);
    if (group) group.push(line);
    else items.set(key, [line]);
  }
  return [...items]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, [first, ...more]]) =>
      first ? [{ lines: [first, ...more], promotions: promotionsFor(first, active) }] : [],
    );
}

/** The promotions that are for any of it, a list a group, by id. */
function groupsOf(items: readonly Item[], ...scopes: readonly Scope[]): Promotion[][] {
  const all = new Set(items.flatMap(({ promotions }) => promotions));
  const groups = new Map<string, Promotion[]>();
  for (const promotion of all) {
    if (!scopes.includes(scopeOf(promotion.rule))) continue;
    const group = promotion.group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), promotion]);
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, list]) => list.sort((a, b) => (a.id < b.id ? -1 : 1)));
}

const having = (items: readonly Item[], promotion: Promotion): Item[] =>
  items.filter(({ promotions }) => promotions.includes(promotion));

function give(promotion: Promotion, items: readonly Item[]): Given {
  const lines = items.flatMap((item) => item.lines);
  return { promotion, lines, off: offBy(promotion.rule, lines) };
}

/** The one that takes most off, of equals the first; null where none takes anything. */
function best(offers: readonly Given[]): Given | null {
  let found: Given | null = null;
  for (const offer of offers) if (offer.off.minor > (found?.off.minor ?? 0)) found = offer;
  return found;
}

/** Who has what: one of those that are for several items together, or, by itself, its best. */
type Plan = ReadonlyMap<Item, Promotion | null>;

/**
 * Begins with every item's best by itself, and lets each promotion for several items have what it is for, less the items
 * that bring more alone, for as long as that takes more off.
 */
function choose(items: readonly Item[], group: readonly Promotion[]): Given[] {
  const alone = new Map(
    items.map((item) => {
      const own = group.filter(
        (promotion) => scopeOf(promotion.rule) === 'item' && item.promotions.includes(promotion),
      );
      return [item, best(own.map((promotion) => give(promotion, [item])))] as const;
    }),
  );
  const mixed = group.filter(({ rule }) => scopeOf(rule) === 'items');
  const givenBy = (plan: Plan): Given[] => [
    ...items.flatMap((item) => (plan.get(item) ? [] : (alone.get(item) ?? []))),
    ...mixed.map((promotion) =>
      give(
        promotion,
        items.filter((item) => plan.get(item) === promotion),
      ),
    ),
  ];
  const worth = (plan: Plan): number => givenBy(plan).reduce((sum, { off }) => sum + off.minor, 0);

  let plan: Plan = new Map();
  let most = worth(plan);
  for (let round = 0; round < mixed.length; round += 1) {
    let next: Plan | null = null;
    for (const promotion of mixed) {
      const tried = having(items, promotion).reduce(
        (wider, item) => withoutLoss(wider, item, worth),
        new Map([...plan, ...having(items, promotion).map((item) => [item, promotion] as const)]),
      );
      if (worth(tried) <= most) continue;
      next = tried;
      most = worth(tried);
    }
    if (!next) break;
    plan = next;
  }
  return givenBy(plan);

  /** Gives the item back its own best where the whole takes more off so. */
  function withoutLoss(
    wider: Map<Item, Promotion | null>,
    item: Item,
    of: (plan: Plan) => number,
  ): Map<Item, Promotion | null> {
    if (!alone.get(item)) return wider;
    const narrower = new Map(wider).set(item, null);
    return of(narrower) > of(wider) ? narrower : wider;
  }
}

/** What is given, on its lines; no line below nothing, however much stands beside each other. */
function spread(given: readonly Given[], lines: readonly PricedLine[]): Map<number, Discount[]> {
  const left = new Map(lines.map(({ line, totalMinor }) => [line, totalMinor]));
  const discounts = new Map<number, Discount[]>();
  for (const { promotion, lines: on, off } of given) {
    const { id, name } = promotion;
    const asked = shareOut(off.minor, on, off.by);
    within(asked, on, left).forEach((minor, index) => {
      const line = on[index]?.line;
      if (line === undefined || minor === 0) return;
      left.set(line, (left.get(line) ?? 0) - minor);
      const discount: Discount = { source: 'promotion', id, name, minor };
      discounts.set(line, [...(discounts.get(line) ?? []), discount]);
    });
  }
  return discounts;
}

/** The shares as asked for, or, where a line has less left than that, by what the lines of each item have left. */
function within(
  asked: readonly number[],
  on: readonly PricedLine[],
  left: ReadonlyMap<number, number>,
): number[] {
  const has = on.map(({ line }) => left.get(line) ?? 0);
  if (asked.every((minor, index) => minor <= (has[index] ?? 0))) return [...asked];
  const shares = asked.map(() => 0);
  const skus = [...new Set(on.map(({ sku }) => sku))];
  for (const sku of skus) {
    const own = on.map((line, index) => (line.sku === sku ? (has[index] ?? 0) : 0));
    const wanted = asked.reduce(
      (sum, minor, index) => sum + (on[index]?.sku === sku ? minor : 0),
      0,
    );
    const most = own.reduce((sum, minor) => sum + minor, 0);
    shareOut(Math.min(wanted, most), on, own).forEach((minor, index) => {
      shares[index] = (shares[index] ?? 0) + minor;
    });
  }
  return shares;
}
