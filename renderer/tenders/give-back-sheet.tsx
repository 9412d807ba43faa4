/** A part goes back to the customer, after asking once. */
import { useState } from 'react';
import type { BasketView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { closeDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';

const keys = { remove: 'giveBack.confirm', back: 'giveBack.keep' } satisfies Keys;

export function GiveBackSheet({ part }: Readonly<{ part: BasketView['taken'][number] }>) {
  const words = useWords();
  const { t } = words;
  const saleId = useTill((till) => till.basket?.id ?? '');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const { tender, id } = part;
  const amount = words.money(tender.amountMinor);

  async function giveBack(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('sale.giveBack', { saleId, tenderId: id });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    if (answer.value.confirmed) return closeDialog();
    setProblem({ kind: 'attempt-unresolved', params: { count: 1 } });
  }

  // What cannot be taken back has a key that no scanner sends, and not the focus.
  return (
    <Sheet
      id="give-back-dialog"
      title={t('giveBack.title')}
      keys={keys}
      on={{ remove: problem === null ? () => void giveBack() : null }}
      onClose={busy ? undefined : closeDialog}
    >
      <p className="form-lead">
        {t(tender.kind === 'cash' ? 'giveBack.cash' : 'giveBack.card', { amount })}
      </p>
      {problem === null ? null : <ProblemNote problem={problem} id="give-back-problem" />}
      <div className="form-two">
        <Act id="give-back-keep" hint={keyFor.back} autoFocus disabled={busy} onPress={closeDialog}>
          {t(problem === null ? 'giveBack.keep' : 'dialog.back')}
        </Act>
        <Act
          id="give-back-confirm"
          tone="ink"
          hint={keyFor.remove}
          disabled={busy || problem !== null}
          onPress={() => void giveBack()}
        >
          {t('giveBack.confirm')}
        </Act>
      </div>
    </Sheet>
  );
}
