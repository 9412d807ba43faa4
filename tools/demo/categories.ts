/** What the demo shop has under its shelves, and which of its goods stand there. */
import type { Category } from '../../domain/goods/category.ts';
import type { Item } from '../../domain/goods/item.ts';

/** Names of goods that stand in a category: the first that fits. */
type Under = readonly [id: string, parent: string, zh: string, en: string, goods: RegExp];

const under: readonly Under[] = [
  ['flower-tea', 'tea', '花茶', 'Flower tea', /茉莉/],
  ['tea', 'drinks', '茶饮', 'Tea', /茶/],
  ['water', 'drinks', '水', 'Water', /农夫山泉|苏打水|气泡水/],
  ['soft-drinks', 'drinks', '汽水', 'Soft drinks', /可乐|汽水/],
  ['juice', 'drinks', '果汁', 'Juice', /汁|橙/],
  ['milk', 'fresh', '奶', 'Dairy', /奶/],
];

export const demoCategories: readonly Category[] = under.map(([id, parent, zh, en], index) => ({
  ...{ id, name: { zh, en }, parent, order: index + 1, withdrawn: false },
  colour: parent === 'fresh' ? 'pine' : 'blue',
}));

/** On their shelf, or in what is under it; fruit and vegetables are priced by 500 g, as in any market. */
export function onShelves(items: readonly Item[]): Item[] {
  const shelfOf = (parent: string): string => under.find(([id]) => id === parent)?.[1] ?? parent;
  return items.map((item) => {
    const fits = under.find(
      ([, parent, , , goods]) =>
        shelfOf(parent) === item.category && goods.test(item.name.zh ?? ''),
    );
    const category = fits?.[0] ?? item.category;
    return { ...item, category, ...(item.category === 'produce' ? { shownPer: 500 } : {}) };
  });
}
