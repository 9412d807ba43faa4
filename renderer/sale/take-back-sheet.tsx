/** More is taken back than a cashier may alone, or a weight lowered: why, and who allows it. */
import { useState } from 'react';
import { mayDo } from '../../domain/people/right.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { useReasons } from '../cash/reasons.tsx';
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
  const words = useWords();
  const { t } = words;
  const reasons = useReasons('void');
  const holds = useHolds();
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData>({ kind: asked, params: {} });

  async function send(reasonId: string, approval: Approval | null): Promise<ProblemData | null> {
    const answer = await sendTakeBack(act, { reasonId, approval });
    if (!answer.ok) return answer.problem;
    await hearBasket(answer.value);
    closeDialog();
    return null;
  }

  async function choose(why: string): Promise<void> {
    if (!mayDo(holds, 'goods.take-back')) return setReason(why);
    const refused = await send(why, null);
    if (refused) setProblem(refused);
  }

  function chooseNth(nth: number): void {
    const chosen = reasons[nth - 1];
    if (chosen) void choose(chosen.id);
  }

  if (reason !== null) {
    return (
      <ApprovalSheet
        title={t('takeBack.approvalTitle')}
        lead={words.name(reasons.find(({ id }) => id === reason)?.name ?? {})}
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
        {reasons.map(({ id, name }, index) => (
          <Act
            key={id}
            id={`take-back-${id}`}
            size="large"
            hint={String(index + 1)}
            onPress={() => void choose(id)}
          >
            {words.name(name)}
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
