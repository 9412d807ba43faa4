/** The drawer without a sale: why, and who allows it where a right is missing. */
import { useState } from 'react';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { closeDialog } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { type Approval, ApprovalSheet } from '../people/approval-sheet.tsx';
import { useWords } from '../words/i18n.tsx';
import { useReasons } from './reasons.tsx';

export function NoSaleSheet() {
  const words = useWords();
  const { t } = words;
  const reasons = useReasons('no-sale');
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
    <Sheet
      id="no-sale-dialog"
      title={t('noSale.title')}
      keys={{ entry: 'noSale.title' }}
      on={{
        entry: (nth) => {
          const chosen = reasons[nth - 1];
          if (chosen) void choose(chosen.id);
        },
      }}
      onClose={closeDialog}
    >
      <div className="menu">
        {reasons.map(({ id, name }, index) => (
          <Act
            key={id}
            id={`no-sale-${id}`}
            size="large"
            hint={String(index + 1)}
            disabled={busy}
            onPress={() => void choose(id)}
          >
            {words.name(name)}
          </Act>
        ))}
        <Act id="no-sale-back" size="large" tone="quiet" hint={keyFor.back} onPress={closeDialog}>
          {t('dialog.back')}
        </Act>
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
      <p className="menu-done" role="status" data-testid="no-sale-done">
        {done ? t('noSale.done') : ''}
      </p>
    </Sheet>
  );
}
