/** Paid. The change is the largest thing on the screen; Enter or the next scan goes on. */
import { useState } from 'react';
import type { SaleView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { closeDialog } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import './pay.css';

const keys = { print: 'done.print', confirm: 'done.next' } satisfies Keys;

const titles = {
  cash: 'done.cashTitle',
  card: 'done.cardTitle',
  wallet: 'done.walletTitle',
  several: 'done.severalTitle',
} as const;

export function DoneSheet({ sale }: Readonly<{ sale: SaleView }>) {
  const words = useWords();
  const { t } = words;
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [printed, setPrinted] = useState<'done.printed' | 'done.sent' | null>(null);
  /** The change is what matters next, where there may be some. */
  const cash = sale.tender === 'cash' || sale.changeMinor > 0;
  /** In cash, to the smallest coin. */
  const paid = sale.tenderedMinor - sale.changeMinor;
  /** More came back than was bought. */
  const refund = paid < 0;

  const [print] = useOnce(async () => {
    setProblem(null);
    const answer = await call('sale.printReceipt', { saleId: sale.saleId });
    if (answer.ok) setPrinted(answer.value.confirmed ? 'done.printed' : 'done.sent');
    else setProblem(answer.problem);
  });

  return (
    <Sheet
      id="done-dialog"
      title={t(refund ? 'refund.done' : titles[sale.tender])}
      keys={keys}
      on={{ print: print }}
      onClose={closeDialog}
    >
      <div
        className="done"
        data-testid="done-sale"
        data-sale={sale.saleId}
        data-tender={sale.tender}
      >
        <p className="done-sign">
          <Icon name="passed" size={34} />
        </p>
        <p className="done-label">
          {t(refund ? 'refund.given' : cash ? 'cash.change' : 'done.cardLabel')}
        </p>
        <p
          className="done-figure"
          data-testid="done-figure"
          data-minor={cash ? sale.changeMinor : sale.totalMinor}
          role="status"
        >
          {words.money(cash ? sale.changeMinor : sale.totalMinor)}
        </p>
        <p className="done-facts" data-testid="done-facts">
          {cash && !refund
            ? t('done.cashFacts', {
                number: sale.number,
                total: words.money(paid),
                from: paid === sale.totalMinor ? 'none' : words.money(sale.totalMinor),
                tendered: words.money(sale.tenderedMinor),
              })
            : t('done.cardFacts', { number: sale.number })}
        </p>
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" tone="amber" />}
      <div className="form-two">
        <Act id="done-print" hint={keyFor.print} onPress={print}>
          {printed ? t(printed) : t('done.print')}
        </Act>
        <Act id="done-next" tone="ink" hint={keyFor.confirm} autoFocus onPress={closeDialog}>
          {t('done.next')}
        </Act>
      </div>
    </Sheet>
  );
}
