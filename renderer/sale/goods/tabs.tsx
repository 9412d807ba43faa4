/** What is under a shelf, as tabs above its goods. */
import type { Category } from '../../../domain/goods/category.ts';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{
  shelf: Readonly<{ id: string; label: string }>;
  /** Nothing is under most shelves: then there are no tabs. */
  tabs: readonly Category[];
  path: readonly string[];
  onPath: (path: readonly string[]) => void;
}>;

export function Tabs({ shelf, tabs, path, onPath }: Props) {
  const { t, name } = useWords();
  if (tabs.length === 0) return null;
  const all = { id: null, label: t('shelf.all') };
  const chosen = path[1] ?? null;
  return (
    <fieldset className="tabs" aria-label={t('shelf.within', { name: shelf.label })}>
      {[all, ...tabs.map((one) => ({ id: one.id, label: name(one.name) }))].map(({ id, label }) => (
        <button
          key={id ?? ''}
          type="button"
          className={id === chosen ? 'tab tab-chosen' : 'tab'}
          data-testid={`tab-${id ?? 'all'}`}
          aria-pressed={id === chosen}
          onClick={() => onPath(id === null ? [shelf.id] : [shelf.id, id])}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
