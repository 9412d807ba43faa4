/** More is taken back than a cashier may alone, or a weight lowered: why, and who allows it. */
import { useState } from 'react';
import { mayDo } from '../../domain/people/right.ts';
import { type TakeBackReason, takeBackReasons } from '../../domain/sale/take-back.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { keyFor } from '../page/keys.ts';
import { closeDialog, hearBasket, type TakeBackAct, type TakeBackAsked } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { type Approval, ApprovalSheet } from '../people/approval-sheet.tsx';
import { useHolds } from '../people/holds.ts';
import { useWords } from '../words/i18n.tsx';
import { sendTakeBack } from './take-back.ts';

type Props = Readonly<{ act: TakeBackAct; asked: TakeBackAsked }>;

export function TakeBackSheet({ act, asked }: Props) {
  const { t } = useWords();
  const holds = useHolds();
  const [reason, setReason] = useState<TakeBackReason | null>(null);
  const [problem, setProblem] = useState<ProblemData>({ kind: asked, params: {} });

  async function send(why: TakeBackReason, approval: Approval | null): Promise<ProblemData | null> {
    const answer = await sendTakeBack(act, { reason: why, approval });
    if (!answer.ok) return answer.problem;
    await hearBasket(answer.value);
    closeDialog();
    return null;
  }

  async function choose(why: TakeBackReason): Promise<void> {
    if (!mayDo(holds, 'goods.take-back')) return setReason(why);
    const refused = await send(why, null);
    if (refused) setProblem(refused);
  }

  function chooseNth(nth: number): void {
    const chosen = takeBackReasons[nth - 1];
    if (chosen) void choose(chosen);
  }

  if (reason !== null) {
    return (
      <ApprovalSheet
        title={t('takeBack.approvalTitle')}
        lead={t(`takeBack.reason.${reason}`)}
        onClose={closeDialog}
        onApprove={(approval) => send(reason, approval)}
      />
    );
  }
  return (
    <Sheet
      id="take-back-dialog"
      title={t('takeBack.title')}
      keys={{ entry: 'takeBack.title' }}
      on={{ entry: chooseNth }}
      onClose={closeDialog}
    >
      <ProblemNote problem={problem} id="dialog-problem" />
      <div className="menu">
        {takeBackReasons.map((each, index) => (
          <Act
            key={each}
            id={`take-back-${each}`}
            size="large"
            hint={String(index + 1)}
            onPress={() => void choose(each)}
          >
            {t(`takeBack.reason.${each}`)}
          </Act>
        ))}
        <Act
          id="take-back-cancel"
          size="large"
          tone="quiet"
          hint={keyFor.back}
          onPress={closeDialog}
        >
          {t('dialog.cancel')}
        </Act>
      </div>
    </Sheet>
  );
}
