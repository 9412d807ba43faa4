/** The drawer without a sale: why, and who allows it where a right is missing. */
import { useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { ReasonSheet } from './reason-sheet.tsx';

export function NoSaleSheet() {
  const { t } = useWords();
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [done, setDone] = useState(false);

  async function choose(reasonId: string): Promise<void> {
    setDone(false);
    setProblem(null);
    const lead = t('approval.drawerLead');
    const answer = await callAllowed('drawer.open', { reasonId }, { lead });
    if (answer?.ok) setDone(true);
    else setProblem(answer?.problem ?? null);
  }

  return (
    <ReasonSheet
      id="no-sale-dialog"
      of="no-sale"
      title="noSale.title"
      problem={problem}
      onChoose={choose}
    >
      <p className="menu-done" role="status" data-testid="no-sale-done">
        {done ? t('noSale.done') : ''}
      </p>
    </ReasonSheet>
  );
}
