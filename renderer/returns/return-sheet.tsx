/** Why goods come back, by whoever may: then they lie in the basket below zero. */
import { useState } from 'react';
import type { ReturnView } from '../../domain/returns/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { goTo, hearBasket, useTill } from '../page/use-till.ts';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';

type Props = Readonly<{
  sale: ReturnView;
  /** Line → thousandths. */
  counts: ReadonlyMap<number, number>;
  onClose: () => void;
}>;

export function ReturnSheet({ sale, counts, onClose }: Props) {
  const words = useWords();
  const reasons = useReasons('return');
  const [problem, setProblem] = useState<ProblemData | null>(null);

  async function choose(reasonId: string): Promise<void> {
    const saleId = useTill.getState().basket?.id;
    if (saleId === undefined) return;
    const lines = [...counts].map(([line, quantity]) => ({ line, quantity, reasonId }));
    const lead = words.name(reasons.find(({ id }) => id === reasonId)?.name ?? {});
    const answer = await callAllowed('returns.take', { saleId, of: sale.saleId, lines }, { lead });
    if (answer === null) return;
    if (!answer.ok) return setProblem(answer.problem);
    await hearBasket(answer.value);
    goTo('sell');
  }

  return (
    <ReasonSheet
      id="return-why-dialog"
      of="return"
      title="returns.why"
      problem={problem}
      onChoose={choose}
      onClose={onClose}
    />
  );
}
