/** What a promotion that is not saved yet does to one item: counted by the same rules as at the till. */

import { html } from 'hono/html';
import { nameIn } from '../../../domain/basics/names.ts';
import { formatQuantity, one } from '../../../domain/basics/quantity.ts';
import type { Category } from '../../../domain/goods/category.ts';
import { type Item, pricedOn } from '../../../domain/goods/item.ts';
import { price } from '../../../domain/prices/price.ts';
import {
  type ActivePromotions,
  activePromotions,
  type Promotion,
  promotionsFor,
} from '../../../domain/prices/promotion.ts';
import { applyToBasket, emptyBasket } from '../../../domain/sale/basket.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { type Markup, money } from '../frame/page.ts';
import { table } from '../frame/table.ts';
import type { ShopVisit } from '../frame/visit.ts';

const quantities = [1, 2, 3, 4, 5, 6];

export function effectTable(
  visit: ShopVisit,
  promotion: Promotion,
  item: Item,
  tree: readonly Category[],
): Markup {
  const { say, shop, locale } = visit;
  const { currency } = shop.settings;
  const rules = activePromotions([promotion], promotion.from, tree);
  const effects = quantities.map((count) => effect(promotion, rules, item, count * one));
  const isFor = promotionsFor(item, rules).length > 0;
  return html`<p data-testid="effect">${nameIn(item.name, locale)}${
    isFor ? '' : html` · ${say('promotions.preview.none')}`
  }</p>${table(
    say('promotions.preview'),
    [
      { title: say('promotions.preview.quantity') },
      { title: say('promotions.preview.list'), right: true },
      { title: say('promotions.preview.pays'), right: true },
    ],
    effects.map(({ quantity, listMinor, dueMinor }) => ({
      testId: `effect-${quantity / one}`,
      cells: [
        formatQuantity(quantity, item.unit),
        money(listMinor, currency, locale),
        money(dueMinor, currency, locale),
      ],
    })),
  )}`;
}

function effect(promotion: Promotion, rules: ActivePromotions, item: Item, quantity: number) {
  const command = { kind: 'add', item: pricedOn(item, promotion.from), quantity } as const;
  const basket = applyToBasket(emptyBasket(promotion.id), command);
  const { listMinor, dueMinor } = totalsOf(price(basket, rules));
  return { quantity, listMinor, dueMinor };
}
