import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Category,
  firstCategories,
  inOrder,
  withinCategory,
} from '../../../../domain/goods/category.ts';
import { activePromotions } from '../../../../domain/prices/promotion.ts';
import { categoryFault } from '../../../../server/goods/categories.ts';

const one = (id: string, parent: string | null, order = 1, withdrawn = false): Category => ({
  ...{ id, name: { zh: id }, colour: 'blue', order, parent, withdrawn },
});
const tree = [
  one('juice', 'drinks', 2),
  one('tea', 'drinks', 1),
  one('green', 'tea'),
  one('food', null, 2),
  one('drinks', null, 1),
  one('gone', null, 1, true),
  one('orphan', 'gone', 3),
];
const shown = (all: readonly Category[]) =>
  inOrder(all).map(({ category, level }) => `${level} ${category.id}`);

describe('The tree of categories', () => {
  it('is told each before what is under it, by order; what lost its parent is a shelf', () => {
    expect(shown(tree)).toEqual(['1 drinks', '2 tea', '3 green', '2 juice', '1 food', '1 orphan']);
    expect(shown(firstCategories)).toHaveLength(7);
  });

  it('holds what is under a category, however deep, and nothing that is gone', () => {
    expect(withinCategory(tree, 'drinks').sort()).toEqual(['drinks', 'green', 'juice', 'tea']);
    expect(withinCategory(tree, 'unknown')).toEqual(['unknown']);
  });

  it('ends however parents point', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const any = fc.record({ id, parent: fc.option(id), order: fc.nat(3), withdrawn: fc.boolean() });
    fc.assert(
      fc.property(fc.uniqueArray(any, { selector: (row) => row.id }), (rows) => {
        const all = rows.map((row) => one(row.id, row.parent, row.order + 1, row.withdrawn));
        const ids = inOrder(all).map(({ category }) => category.id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { category } of inOrder(all)) {
          expect(withinCategory(all, category.id)).toContain(category.id);
        }
      }),
    );
  });

  it('has promotions for a category on what is under it', () => {
    const promotion = {
      ...{ id: 'P', name: { zh: 'P' }, from: '2026-01-01', until: '2026-12-31', skus: [] },
      ...{ categories: ['drinks', 'tea'], withdrawn: false },
      rule: { kind: 'percent-off', basisPoints: 1_000 } as const,
    };
    const { byCategory } = activePromotions([promotion], '2026-06-01', tree);
    expect([...byCategory.keys()].sort()).toEqual(['drinks', 'green', 'juice', 'tea']);
    // Named twice, it is there once.
    expect(byCategory.get('green')).toEqual([promotion]);
  });

  it.each([
    [one('new', 'green'), 'too-deep'],
    [one('new', 'tea'), null],
    [one('drinks', 'food'), 'too-deep'],
    [one('tea', 'food'), null],
    [one('drinks', 'green'), 'under-itself'],
    [one('tea', 'tea'), 'under-itself'],
    [one('tea', null, 1, true), 'has-children'],
    [one('juice', 'drinks', 1, true), null],
  ])('%o may be put so: %s', (category, fault) => {
    expect(categoryFault(tree, category)).toBe(fault);
  });
});
