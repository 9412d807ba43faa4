/** Items to touch. Tab reaches the grid, the arrow keys move in it. */
import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { isKnown } from '../../../domain/basics/growing.ts';
import { type Category, categoryColours } from '../../../domain/goods/category.ts';
import { type Item, shownPrice } from '../../../domain/goods/item.ts';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{
  items: readonly Item[];
  categories: readonly Category[];
  /** What is under the chosen category, before its goods. */
  folders: readonly Category[];
  onFolder: (id: string) => void;
  onChoose: (item: Item) => void;
}>;

export const ItemGrid = memo(function ItemGrid({
  items,
  categories,
  folders,
  onFolder,
  onChoose,
}: Props) {
  const words = useWords();
  const grid = useRef<HTMLFieldSetElement>(null);
  const [tabStop, setTabStop] = useState(0);
  const stop = Math.min(tabStop, folders.length + items.length - 1);

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
      {folders.map((folder, index) => (
        <button
          key={folder.id}
          type="button"
          className="tile tile-folder"
          data-testid={`folder-${folder.id}`}
          tabIndex={index === stop ? 0 : -1}
          onKeyDown={(event) => move(event, index)}
          onClick={() => onFolder(folder.id)}
        >
          <i className={`tile-mark tile-${colourOf(categories, folder.id)}`} />
          <span className="tile-name">{words.name(folder.name)}</span>
        </button>
      ))}
      {items.map((item, at) => (
        <button
          key={item.sku}
          type="button"
          className="tile"
          data-testid={`item-${item.sku}`}
          tabIndex={folders.length + at === stop ? 0 : -1}
          onKeyDown={(event) => move(event, folders.length + at)}
          onClick={() => onChoose(item)}
        >
          <i className={`tile-mark tile-${colourOf(categories, item.category)}`} />
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

/** A colour that a later version has is shown as the first. */
function colourOf(categories: readonly Category[], id: string): string {
  const colour = categories.find((one) => one.id === id)?.colour ?? categoryColours[0];
  return isKnown(categoryColours, colour) ? colour : categoryColours[0];
}

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
