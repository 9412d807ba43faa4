/** More is taken back than a cashier may alone, or a weight lowered: why, and who allows it. */
import { useState } from 'react';
import { mayDo } from '../../domain/people/right.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { closeDialog, hearBasket, type TakeBackAct, type TakeBackAsked } from '../page/use-till.ts';
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
    <ReasonSheet
      id="take-back-dialog"
      of="void"
      title="takeBack.title"
      problem={problem}
      onChoose={(reasonId) => void choose(reasonId)}
    />
  );
}
