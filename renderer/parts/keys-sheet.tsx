/** The keys that do something on the screen, or on the sheet over it: `?` shows them. */
import { create } from 'zustand';
import { type KeyRow, keyFor, keysNow } from '../page/keys.ts';
import { LayerProvider, topDepth } from '../page/layers.ts';
import { useWords } from '../words/i18n.tsx';
import { Act } from './act.tsx';
import { Sheet } from './dialog.tsx';
import { Hint } from './hint.tsx';

type Shown = Readonly<{ rows: readonly KeyRow[]; over: number }>;

const useShown = create<{ shown: Shown | null }>()(() => ({ shown: null }));

/** Shows the keys of what is on top now; puts them away where they are shown already. */
export function showKeys(): void {
  const { shown } = useShown.getState();
  useShown.setState({ shown: shown === null ? { rows: keysNow(), over: topDepth() } : null });
}

const hide = (): void => useShown.setState({ shown: null });

export function KeysSheet() {
  const { shown } = useShown();
  return shown === null ? null : (
    <LayerProvider value={shown.over}>
      <List rows={shown.rows} />
    </LayerProvider>
  );
}

function List({ rows }: Readonly<{ rows: readonly KeyRow[] }>) {
  const { t } = useWords();
  return (
    <Sheet id="keys-dialog" title={t('keys.title')} onClose={hide}>
      <dl className="keys">
        {rows.map(({ meaning, says }) => (
          <div key={`${meaning} ${says}`} data-testid="key-row" data-key={keyFor[meaning]}>
            <dt>
              <Hint>{keyFor[meaning]}</Hint>
            </dt>
            <dd>{t(says)}</dd>
          </div>
        ))}
      </dl>
      <Act id="keys-back" hint={keyFor.back} autoFocus onPress={hide}>
        {t('dialog.back')}
      </Act>
    </Sheet>
  );
}
