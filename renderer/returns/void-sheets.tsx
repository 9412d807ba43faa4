/** A whole sale is undone: asked first, with a reason, by whoever may; then it says what goes back to the customer. */
import { useState } from 'react';
import type { ReturnView } from '../../domain/returns/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { type Keys, keyFor } from '../page/keys.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import '../tenders/pay.css';

type Props = Readonly<{ sale: ReturnView; onClose: () => void }>;

export function VoidSheets({ sale, onClose }: Props) {
  const words = useWords();
  const reasons = useReasons('return');
  const [sure, setSure] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [paidOutMinor, setPaidOutMinor] = useState<number | null>(null);

  async function undo(reasonId: string): Promise<void> {
    const lead = words.name(reasons.find(({ id }) => id === reasonId)?.name ?? {});
    const answer = await callAllowed('returns.void', { of: sale.saleId, reasonId }, { lead });
    if (answer === null) return;
    if (answer.ok) setPaidOutMinor(answer.value.paidOutMinor);
    else setProblem(answer.problem);
  }

  if (paidOutMinor !== null) return <VoidedSheet sale={sale} paidOutMinor={paidOutMinor} />;
  if (!sure) return <AskSheet sale={sale} onSure={() => setSure(true)} onClose={onClose} />;
  return (
    <ReasonSheet
      id="void-why-dialog"
      of="return"
      title="returns.voidWhy"
      problem={problem}
      onChoose={undo}
      onClose={onClose}
    />
  );
}

const askKeys = { remove: 'returns.void', back: 'abandon.keep' } satisfies Keys;

// What cannot be taken back has a key that no scanner sends, and not the focus.
function AskSheet({ sale, onSure, onClose }: Props & Readonly<{ onSure: () => void }>) {
  const { t, money } = useWords();
  const { number, totalMinor } = sale;
  return (
    <Sheet
      id="void-dialog"
      title={t('returns.voidTitle', { number })}
      keys={askKeys}
      on={{ remove: onSure }}
      onClose={onClose}
    >
      <p className="form-lead">{t('returns.voidLead', { amount: money(totalMinor) })}</p>
      <div className="form-two">
        <Act id="void-cancel" hint={keyFor.back} autoFocus onPress={onClose}>
          {t('abandon.keep')}
        </Act>
        <Act id="void-confirm" tone="ink" hint={keyFor.remove} onPress={onSure}>
          {t('returns.void')}
        </Act>
      </div>
    </Sheet>
  );
}

const doneKeys = { confirm: 'done.next' } satisfies Keys;

function VoidedSheet({ sale, paidOutMinor }: Readonly<{ sale: ReturnView; paidOutMinor: number }>) {
  const { t, money } = useWords();
  const toSale = () => goTo('sell');
  return (
    <Sheet id="voided-dialog" title={t('returns.voided')} keys={doneKeys} onClose={toSale}>
      <div className="done">
        <p className="done-label">{t('refund.given')}</p>
        <p
          className="done-figure"
          data-testid="voided-figure"
          data-minor={paidOutMinor}
          role="status"
        >
          {money(paidOutMinor)}
        </p>
        <p className="done-facts">{t('returns.voidedFacts', { number: sale.number })}</p>
      </div>
      <Act id="voided-next" tone="ink" hint={keyFor.confirm} autoFocus onPress={toSale}>
        {t('done.next')}
      </Act>
    </Sheet>
  );
}
