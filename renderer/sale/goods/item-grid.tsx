/** Items to touch. Tab reaches the grid, the arrow keys move in it. */
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { firstCategories } from '../../../domain/goods/category.ts';
import { type Item, shownPrice } from '../../../domain/goods/item.ts';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{ items: readonly Item[]; onChoose: (item: Item) => void }>;

const colours = new Map(firstCategories.map(({ id, colour }) => [id, colour]));

export const ItemGrid = memo(function ItemGrid({ items, onChoose }: Props) {
  const words = useWords();
  const grid = useRef<HTMLFieldSetElement>(null);
  const [tabStop, setTabStop] = useState(0);

  function move(event: KeyboardEvent, from: number): void {
    const to = neighbour(grid.current, from, event.key);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    setTabStop(to);
    tiles(grid.current)[to]?.focus();
  }

  return (
    <fieldset
      className="tiles"
      ref={grid}
      data-testid="item-grid"
      aria-label={words.t('catalogue.items')}
    >
      {items.map((item, index) => (
        <button
          key={item.sku}
          type="button"
          className="tile"
          data-testid={`item-${item.sku}`}
          tabIndex={index === Math.min(tabStop, items.length - 1) ? 0 : -1}
          onKeyDown={(event) => move(event, index)}
          onClick={() => onChoose(item)}
        >
          <i className={`tile-mark tile-${colours.get(item.category) ?? 'blue'}`} />
          <span className="tile-name">{words.name(item.name)}</span>
          <b>
            {words.money(shownPrice(item).minor)}
            {shownPrice(item).per === '' ? null : <small> / {shownPrice(item).per}</small>}
          </b>
        </button>
      ))}
    </fieldset>
  );
});

function tiles(grid: HTMLElement | null): HTMLElement[] {
  return grid ? [...grid.querySelectorAll<HTMLElement>('.tile')] : [];
}

/** The tile an arrow key leads to; null for other keys. */
function neighbour(grid: HTMLElement | null, from: number, key: string): number | null {
  const all = tiles(grid);
  const top = all[0]?.offsetTop;
  const columns = all.filter((tile) => tile.offsetTop === top).length || 1;
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key];
  if (by === undefined) return null;
  const to = from + by;
  return to >= 0 && to < all.length ? to : from;
}
