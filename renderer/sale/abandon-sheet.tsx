/** Throws the whole basket away, after asking once. */
import { type Keys, keyFor } from '../page/keys.ts';
import { closeDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { useWords } from '../words/i18n.tsx';
import { takeBack } from './acts.ts';

const keys = { remove: 'abandon.confirm', back: 'abandon.keep' } satisfies Keys;

export function AbandonSheet() {
  const words = useWords();
  const { t } = words;
  const basket = useTill((till) => till.basket);
  const totals = basket?.totals;

  async function abandon(): Promise<void> {
    closeDialog();
    if (basket) await takeBack({ kind: 'abandon', saleId: basket.id });
  }

  // What cannot be taken back has a key that no scanner sends, and not the focus.
  return (
    <Sheet
      id="abandon-dialog"
      title={t('abandon.title')}
      keys={keys}
      on={{ remove: () => void abandon() }}
      onClose={closeDialog}
    >
      <p className="form-lead">
        {t('abandon.lead', {
          count: totals?.pieces ?? 0,
          amount: words.money(totals?.dueMinor ?? 0),
        })}
      </p>
      <div className="form-two">
        <Act id="abandon-cancel" hint={keyFor.back} autoFocus onPress={closeDialog}>
          {t('abandon.keep')}
        </Act>
        <Act id="abandon-confirm" tone="ink" hint={keyFor.remove} onPress={() => void abandon()}>
          {t('abandon.confirm')}
        </Act>
      </div>
    </Sheet>
  );
}
