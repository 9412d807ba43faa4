/** More is taken back than a cashier may alone, or a weight lowered: why, and who allows it. */
import { useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { closeDialog, hearBasket, type TakeBackAct, type TakeBackAsked } from '../page/use-till.ts';
import { useWords } from '../words/i18n.tsx';
import { takeBackAllowed } from './take-back.ts';

type Props = Readonly<{ act: TakeBackAct; asked: TakeBackAsked }>;

export function TakeBackSheet({ act, asked }: Props) {
  const words = useWords();
  const reasons = useReasons('void');
  const [problem, setProblem] = useState<ProblemData>({ kind: asked, params: {} });

  async function choose(reasonId: string): Promise<void> {
    const lead = words.name(reasons.find(({ id }) => id === reasonId)?.name ?? {});
    const answer = await takeBackAllowed(act, reasonId, lead);
    if (answer === null) return;
    if (!answer.ok) return setProblem(answer.problem);
    await hearBasket(answer.value);
    closeDialog();
  }

  return (
    <ReasonSheet
      id="take-back-dialog"
      of="void"
      title="takeBack.title"
      problem={problem}
      onChoose={choose}
    />
  );
}
