/** The drawer without a sale: why, and who allows it where a right is missing. */
import { useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { closeDialog } from '../page/use-till.ts';
import { type Approval, ApprovalSheet } from '../people/approval-sheet.tsx';
import { useWords } from '../words/i18n.tsx';
import { ReasonSheet } from './reason-sheet.tsx';

export function NoSaleSheet() {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  /** The reason that waits for somebody who may. */
  const [asksFor, setAsksFor] = useState<string | null>(null);
  const [done, setDone] = useState(false);

  async function open(reasonId: string, approval: Approval | null): Promise<ProblemData | null> {
    const answer = await call('drawer.open', { reasonId, approval });
    if (!answer.ok) return answer.problem;
    setAsksFor(null);
    setDone(true);
    return null;
  }

  async function choose(reasonId: string): Promise<void> {
    if (busy) return;
    setBusy(true);
    setDone(false);
    setProblem(null);
    const refused = await open(reasonId, null);
    setBusy(false);
    if (refused?.kind === 'not-permitted') setAsksFor(reasonId);
    else setProblem(refused);
  }

  if (asksFor !== null) {
    return (
      <ApprovalSheet
        title={t('noSale.approval')}
        lead={t('approval.drawerLead')}
        onClose={closeDialog}
        onApprove={(approval) => open(asksFor, approval)}
      />
    );
  }
  return (
    <ReasonSheet
      id="no-sale-dialog"
      of="no-sale"
      title="noSale.title"
      problem={problem}
      busy={busy}
      onChoose={(reasonId) => void choose(reasonId)}
    >
      <p className="menu-done" role="status" data-testid="no-sale-done">
        {done ? t('noSale.done') : ''}
      </p>
    </ReasonSheet>
  );
}
