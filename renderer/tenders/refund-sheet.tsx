/** More comes back than is bought: what goes to the customer in cash. */
import { useState } from 'react';
import type { BasketView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { closeDialog, openDialog } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import './pay.css';

const keys = { confirm: 'refund.pay', back: 'dialog.back' } satisfies Keys;

export function RefundSheet({ basket }: Readonly<{ basket: BasketView }>) {
  const words = useWords();
  const { t } = words;
  /** The next basket is told of before the answer comes. */
  const [{ id: saleId, cashDueMinor: amountMinor, owedMinor }] = useState(basket);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [pay, busy] = useOnce(async () => {
    const answer = await call('sale.payCash', { saleId, amountMinor, tenderedMinor: 0 });
    if (answer.ok) openDialog({ kind: 'done', sale: answer.value });
    else setProblem(answer.problem);
  });

  return (
    <Sheet
      id="refund-dialog"
      title={t('refund.title')}
      keys={keys}
      onClose={busy ? undefined : closeDialog}
    >
      <div className="done">
        <p className="done-label">{t('refund.due')}</p>
        <p className="done-figure" data-testid="refund-due" data-minor={-amountMinor}>
          {words.money(-amountMinor)}
        </p>
        {amountMinor === owedMinor ? null : (
          <p className="cash-rounded">{t('cash.rounded', { amount: words.money(-owedMinor) })}</p>
        )}
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
      <div className="form-two">
        <Act id="refund-cancel" hint={keyFor.back} disabled={busy} onPress={closeDialog}>
          {t('dialog.back')}
        </Act>
        <Act id="refund-confirm" tone="ink" hint={keyFor.confirm} autoFocus onPress={pay}>
          {t('refund.pay')}
        </Act>
      </div>
    </Sheet>
  );
}
