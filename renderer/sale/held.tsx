/** Baskets that were put aside: a press takes one up again. */
import type { TillState } from '../../domain/contract/ipc.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { closeDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { useWords } from '../words/i18n.tsx';
import { changeBasket } from './acts.ts';

type Held = TillState['held'][number];

const useHeld = () => useTill((till) => till.state?.held) ?? [];

/** What lies on the counter is not taken away for it: main says what to do first. */
function recall({ id }: Held): void {
  closeDialog();
  void changeBasket(call('basket.recall', { saleId: id }));
}

/** Above the basket; those that have no room are in the sheet. */
const chipsMax = 2;

export function HeldChips() {
  const { t, amount } = useWords();
  const held = useHeld();
  if (held.length === 0) return null;
  return (
    <div className="held" data-testid="held" data-count={held.length}>
      {held.slice(0, chipsMax).map((one, index) => {
        const name = one.name || t('hold.nth', { n: index + 1 });
        const total = amount(one.totalMinor);
        return (
          <button
            key={one.id}
            type="button"
            className="held-chip"
            data-testid="held-chip"
            onClick={() => recall(one)}
          >
            <span className="hidden">{t('more.recall')} </span>
            <Icon name="hold" size={16} />
            <span className="held-name">{name}</span>
            <b>{total}</b>
          </button>
        );
      })}
      {held.length <= chipsMax ? null : (
        <button
          type="button"
          className="held-chip"
          data-testid="held-more"
          onClick={() => useTill.setState({ dialog: { kind: 'recall' } })}
        >
          <span className="hidden">{t('more.recall')} </span>
          {t('hold.more', { count: held.length - chipsMax })}
        </button>
      )}
    </div>
  );
}

/** All of them, by a digit each. */
export function RecallSheet() {
  const words = useWords();
  const { t } = words;
  const held = useHeld().slice(0, 9);
  return (
    <Sheet
      id="recall-dialog"
      title={t('hold.recall')}
      keys={{ entry: 'hold.recall' }}
      on={{
        entry: (nth) => {
          const one = held[nth - 1];
          if (one) recall(one);
        },
      }}
      onClose={closeDialog}
    >
      <div className="menu">
        {held.map((one, index) => (
          <Act
            key={one.id}
            id="recall-entry"
            size="large"
            hint={String(index + 1)}
            onPress={() => recall(one)}
          >
            {one.name || t('hold.nth', { n: index + 1 })}
            <small className="menu-why">
              {words.time(one.at)} · {words.amount(one.totalMinor)}
            </small>
          </Act>
        ))}
        <Act id="recall-back" size="large" tone="quiet" hint={keyFor.back} onPress={closeDialog}>
          {t('dialog.back')}
        </Act>
      </div>
    </Sheet>
  );
}
