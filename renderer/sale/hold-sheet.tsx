/** The basket is put aside for a customer, under a name if there is one: a coat, a telephone number. */
import { useRef, useState } from 'react';
import { holdNameMax } from '../../domain/sale/facts.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { closeDialog, hearBasket, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

const keys = { confirm: 'hold.act', back: 'dialog.cancel' } satisfies Keys;

export function HoldSheet() {
  const { t } = useWords();
  const saleId = useTill((till) => till.basket?.id ?? '');
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useScanner({ onCard: () => setName('') });

  async function hold(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('basket.hold', { saleId, name });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    await hearBasket(answer.value);
    closeDialog();
  }

  const press = (key: string) => {
    field.current?.focus();
    if (key === 'clear') setName('');
    else if (key === 'back') setName((now) => now.slice(0, -1));
    else setName((now) => (now + key).slice(0, holdNameMax));
  };

  return (
    <Sheet id="hold-dialog" title={t('hold.title')} keys={keys} onClose={closeDialog}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void hold();
        }}
      >
        <label className="form-field">
          <span>{t('hold.name')}</span>
          <input
            ref={(input) => {
              field.current = input;
              input?.focus();
            }}
            className="field"
            data-testid="hold-name"
            autoComplete="off"
            maxLength={holdNameMax}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <Keypad
          left="clear"
          right="back"
          onKey={press}
          clearLabel={t('keypad.clear')}
          backLabel={t('keypad.back')}
        />
        {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
        <div className="form-two">
          <Act id="hold-cancel" hint={keyFor.back} onPress={closeDialog}>
            {t('dialog.cancel')}
          </Act>
          <Act
            id="hold-confirm"
            tone="ink"
            hint={keyFor.confirm}
            disabled={busy}
            onPress={() => void hold()}
          >
            {t('hold.act')}
          </Act>
        </div>
      </form>
    </Sheet>
  );
}
