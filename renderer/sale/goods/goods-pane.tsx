/** Search, shelves and item tiles: what has no barcode, or one that will not scan. */
import { type RefObject, useEffect, useState } from 'react';
import type { Category } from '../../../domain/goods/category.ts';
import type { Item } from '../../../domain/goods/item.ts';
import { call } from '../../page/bridge.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { useTill } from '../../page/use-till.ts';
import { Hint } from '../../parts/hint.tsx';
import { useWords } from '../../words/i18n.tsx';
import type { SearchHandle } from '../acts.ts';
import { addItem } from './add-item.ts';
import { ItemGrid } from './item-grid.tsx';
import { Search } from './search.tsx';
import { Tabs } from './tabs.tsx';

/** The shelf that is no category. */
const favourites = 'favourites';

const keys = { pick: 'catalogue.shelves' } satisfies Keys;

export function Catalogue({ search }: Readonly<{ search: RefObject<SearchHandle | null> }>) {
  const { t, name } = useWords();
  const categories = useCategories();
  const [path, setPath] = useState<readonly string[]>([favourites]);
  const items = useShelf(path.at(-1) ?? favourites);
  const under = (id: string | null) => categories.filter(({ parent }) => parent === id);
  const shelves = [
    { id: favourites, label: t('shelf.favourites'), colour: 'none' },
    ...under(null).map((one) => ({ ...one, label: name(one.name) })),
  ];
  const [shelf = favourites, tab] = path;
  useKeys(keys, {
    pick: (nth) => {
      const chosen = shelves[nth - 1];
      return chosen === undefined ? false : setPath([chosen.id]);
    },
  });
  return (
    <>
      <Search ref={search} />
      <div className="goods">
        <fieldset className="shelves" aria-label={t('catalogue.shelves')}>
          {shelves.map(({ id, label, colour }, index) => (
            <button
              key={id}
              type="button"
              className={id === shelf ? 'shelf shelf-chosen' : 'shelf'}
              data-testid={`shelf-${id}`}
              aria-pressed={id === shelf}
              ref={id === shelf ? reveal : undefined}
              {...(index < 9 ? { 'aria-keyshortcuts': `Alt+${index + 1}` } : {})}
              onClick={() => setPath([id])}
            >
              <i className={`shelf-mark tile-${colour}`} />
              <span className="shelf-name">{label}</span>
              {index < 9 ? <Hint>{index === 0 ? 'Alt 1' : index + 1}</Hint> : null}
            </button>
          ))}
        </fieldset>
        <div className="shelf-goods">
          <Tabs
            shelf={shelves.find(({ id }) => id === shelf) ?? { id: shelf, label: shelf }}
            tabs={under(shelf)}
            path={path}
            onPath={setPath}
          />
          <ItemGrid
            items={items}
            categories={categories}
            folders={tab === undefined || path.length > 2 ? [] : under(tab)}
            onFolder={(id) => setPath([...path, id])}
            onChoose={addItem}
          />
        </div>
      </div>
    </>
  );
}

/** A key may choose what a narrow window has no room for: into the middle of the line, and the page stays where it is. */
function reveal(chosen: HTMLElement | null): void {
  const line = chosen?.parentElement;
  if (!chosen || !line) return;
  const before = (line.clientWidth - chosen.offsetWidth) / 2;
  line.scrollLeft = chosen.offsetLeft - line.offsetLeft - before;
}

function useCategories(): readonly Category[] {
  const [categories, setCategories] = useState<readonly Category[]>([]);
  useEffect(() => {
    let current = true;
    void call('catalogue.categories', {}).then((found) => {
      if (!current) return;
      if (found.ok) setCategories(found.value);
      else useTill.setState({ saleProblem: found.problem });
    });
    return () => {
      current = false;
    };
  }, []);
  return categories;
}

function useShelf(shelf: string): readonly Item[] {
  const [items, setItems] = useState<readonly Item[]>([]);
  useEffect(() => {
    let current = true;
    const answer =
      shelf === favourites
        ? call('catalogue.favourites', {})
        : call('catalogue.category', { category: shelf });
    void answer.then((found) => {
      if (!current) return;
      if (found.ok) setItems(found.value);
      else useTill.setState({ saleProblem: found.problem });
    });
    return () => {
      current = false;
    };
  }, [shelf]);
  return items;
}
