/** Search and item tiles: what has no barcode, or one that will not scan. */
import { type RefObject, useEffect, useState } from 'react';
import { firstCategories } from '../../../domain/goods/category.ts';
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

/** A shelf that is no category. */
const favourites = 'favourites';
const shelves = [{ id: favourites, name: null }, ...firstCategories];

const keys = { pick: 'catalogue.shelves' } satisfies Keys;

export function Catalogue({ search }: Readonly<{ search: RefObject<SearchHandle | null> }>) {
  const { t, name: nameOf } = useWords();
  const [shelf, setShelf] = useState<string>(favourites);
  const items = useShelf(shelf);
  useKeys(keys, {
    pick: (nth) => {
      const chosen = shelves[nth - 1];
      return chosen === undefined ? false : setShelf(chosen.id);
    },
  });
  return (
    <>
      <Search ref={search} />
      <fieldset className="shelves" aria-label={t('catalogue.shelves')}>
        {shelves.map(({ id, name }, index) => (
          <button
            key={id}
            type="button"
            className={id === shelf ? 'shelf shelf-chosen' : 'shelf'}
            data-testid={`shelf-${id}`}
            aria-pressed={id === shelf}
            aria-keyshortcuts={`Alt+${index + 1}`}
            onClick={() => setShelf(id)}
          >
            {name === null ? t('shelf.favourites') : nameOf(name)}
            <Hint>{index === 0 ? 'Alt 1' : index + 1}</Hint>
          </button>
        ))}
      </fieldset>
      <ItemGrid items={items} onChoose={addItem} />
    </>
  );
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
