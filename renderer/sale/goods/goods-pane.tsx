/** Search and item tiles: what has no barcode, or one that will not scan. */
import { type RefObject, useEffect, useState } from 'react';
import type { Category, Item } from '../../../domain/goods/item.ts';
import { call } from '../../page/bridge.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { useTill } from '../../page/use-till.ts';
import { Hint } from '../../parts/hint.tsx';
import { useWords } from '../../words/i18n.tsx';
import type { SearchHandle } from '../acts.ts';
import { addItem } from './add-item.ts';
import { ItemGrid } from './item-grid.tsx';
import { Search } from './search.tsx';

type Shelf = 'favourites' | Category;

const shelves = [
  'favourites',
  'drinks',
  'produce',
  'staples',
  'fresh',
  'snacks',
  'household',
  'tobacco-alcohol',
] as const satisfies readonly Shelf[];

const keys = { pick: 'catalogue.shelves' } satisfies Keys;

export function Catalogue({ search }: Readonly<{ search: RefObject<SearchHandle | null> }>) {
  const { t } = useWords();
  const [shelf, setShelf] = useState<Shelf>('favourites');
  const items = useShelf(shelf);
  useKeys(keys, {
    pick: (nth) => {
      const name = shelves[nth - 1];
      if (name === undefined) return false;
      return setShelf(name);
    },
  });
  return (
    <>
      <Search ref={search} />
      <fieldset className="shelves" aria-label={t('catalogue.shelves')}>
        {shelves.map((name, index) => (
          <button
            key={name}
            type="button"
            className={name === shelf ? 'shelf shelf-chosen' : 'shelf'}
            data-testid={`shelf-${name}`}
            aria-pressed={name === shelf}
            aria-keyshortcuts={`Alt+${index + 1}`}
            onClick={() => setShelf(name)}
          >
            {t(`shelf.${name}`)}
            <Hint>{index === 0 ? 'Alt 1' : index + 1}</Hint>
          </button>
        ))}
      </fieldset>
      <ItemGrid items={items} onChoose={addItem} />
    </>
  );
}

function useShelf(shelf: Shelf): readonly Item[] {
  const [items, setItems] = useState<readonly Item[]>([]);
  useEffect(() => {
    let current = true;
    const answer =
      shelf === 'favourites'
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
