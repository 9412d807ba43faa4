/** A part goes back to the customer, after asking once. */
import { useState } from 'react';
import type { BasketView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { Reasons, useReasons } from '../cash/reasons.tsx';
import { type Keys, keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { closeDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';

const keys = {
  pick: 'giveBack.why',
  remove: 'giveBack.confirm',
  back: 'giveBack.keep',
} satisfies Keys;

export function GiveBackSheet({ part }: Readonly<{ part: BasketView['taken'][number] }>) {
  const words = useWords();
  const { t } = words;
  const saleId = useTill((till) => till.basket?.id ?? '');
  const reasons = useReasons('give-back');
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const { tender, id } = part;
  const amount = words.money(tender.amountMinor);
  const lead = t(`giveBack.${tender.kind}`, { amount });

  const [giveBack, busy] = useOnce(async () => {
    if (reason === null) return;
    const input = { saleId, tenderId: id, reasonId: reason };
    const answer = await callAllowed('sale.giveBack', input, { title: t('giveBack.title'), lead });
    if (answer === null) return;
    if (!answer.ok) return setProblem(answer.problem);
    if (answer.value.confirmed) return closeDialog();
    setProblem({ kind: 'attempt-unresolved', params: { count: 1 } });
  });
  const ready = !busy && problem === null && reason !== null;
  const pick = (nth: number) => {
    const chosen = reasons[nth - 1];
    return chosen ? setReason(chosen.id) : false;
  };

  // What cannot be taken back has a key that no scanner sends, and not the focus.
  return (
    <Sheet
      id="give-back-dialog"
      title={t('giveBack.title')}
      keys={keys}
      on={{ pick, remove: ready ? giveBack : null }}
      onClose={busy ? undefined : closeDialog}
    >
      <p className="form-lead">{lead}</p>
      <Reasons
        of="give-back"
        legend={t('giveBack.why')}
        hint={(nth) => `Alt ${nth}`}
        chosen={reason}
        onChoose={setReason}
      />
      {problem === null ? null : <ProblemNote problem={problem} id="give-back-problem" />}
      <div className="form-two">
        <Act id="give-back-keep" hint={keyFor.back} autoFocus disabled={busy} onPress={closeDialog}>
          {t(problem === null ? 'giveBack.keep' : 'dialog.back')}
        </Act>
        <Act
          id="give-back-confirm"
          tone="ink"
          hint={keyFor.remove}
          disabled={!ready}
          onPress={giveBack}
        >
          {t('giveBack.confirm')}
        </Act>
      </div>
    </Sheet>
  );
}
