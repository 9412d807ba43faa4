/** What is needed a few times a day. Each entry has a digit. */
import { useState } from 'react';
import type { Channel } from '../../domain/contract/ipc.ts';
import { mayDo, type Right } from '../../domain/people/right.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { closeDialog, goTo, type Screen } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { type Approval, ApprovalSheet } from '../people/approval-sheet.tsx';
import { useHolds } from '../people/holds.ts';
import { type MessageKey, useWords } from '../words/i18n.tsx';

type Verb = Extract<Channel, 'till.syncNow' | 'till.signOut'>;
type Entry = Readonly<{
  id: string;
  label: MessageKey;
  needs: Right | null;
  does:
    | Readonly<{ go: Screen }>
    | Readonly<{ call: Verb; done: MessageKey | null }>
    /** Where the right is missing, somebody who has it is asked on the spot. */
    | Readonly<{ opensDrawer: true }>;
}>;

const entries: readonly Entry[] = [
  { id: 'more-recent', label: 'more.recent', needs: 'receipt.reprint', does: { go: 'recent' } },
  {
    id: 'more-drawer',
    label: 'more.drawer',
    needs: 'drawer.open',
    does: { opensDrawer: true },
  },
  { id: 'more-x-report', label: 'more.xReport', needs: 'report.x', does: { go: 'x-report' } },
  { id: 'more-close', label: 'more.close', needs: 'day.close', does: { go: 'close' } },
  { id: 'more-devices', label: 'more.devices', needs: null, does: { go: 'devices' } },
  {
    id: 'more-sync',
    label: 'more.sync',
    needs: null,
    does: { call: 'till.syncNow', done: 'more.syncDone' },
  },
  {
    id: 'more-my-sign-in',
    label: 'more.mySignIn',
    needs: 'own.secrets',
    does: { go: 'my-sign-in' },
  },
  {
    id: 'more-sign-ins',
    label: 'more.signIns',
    needs: 'report.sign-ins',
    does: { go: 'sign-ins' },
  },
  {
    id: 'more-sign-out',
    label: 'more.signOut',
    needs: 'till.sign-out',
    does: { call: 'till.signOut', done: null },
  },
];

export function MoreSheet() {
  const { t } = useWords();
  const holds = useHolds();
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [done, setDone] = useState<MessageKey | null>(null);
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState(false);
  const has = (entry: Entry) => entry.needs === null || mayDo(holds, entry.needs);
  const allowed = (entry: Entry) => has(entry) || 'opensDrawer' in entry.does;

  async function openDrawer(approval: Approval | null): Promise<ProblemData | null> {
    const answer = await call('drawer.open', { approval });
    if (!answer.ok) return answer.problem;
    setAsks(false);
    setDone('more.drawerDone');
    return null;
  }

  async function run(entry: Entry): Promise<void> {
    if (busy || !allowed(entry)) return;
    if ('go' in entry.does) return goTo(entry.does.go);
    setProblem(null);
    setDone(null);
    if ('opensDrawer' in entry.does && !has(entry)) return setAsks(true);
    setBusy(true);
    if ('opensDrawer' in entry.does) {
      setProblem(await openDrawer(null));
      return setBusy(false);
    }
    const answer = await call(entry.does.call, {});
    setBusy(false);
    if (answer.ok) setDone(entry.does.done);
    else setProblem(answer.problem);
  }

  function choose(nth: number): void {
    const entry = entries[nth - 1];
    if (entry) void run(entry);
  }

  if (asks) {
    return (
      <ApprovalSheet
        title={t('more.drawer')}
        lead={t('approval.drawerLead')}
        onClose={() => setAsks(false)}
        onApprove={openDrawer}
      />
    );
  }
  return (
    <Sheet
      id="more-dialog"
      title={t('more.title')}
      keys={{ entry: 'more.title' }}
      on={{ entry: choose }}
      onClose={closeDialog}
    >
      <div className="menu">
        {entries.map((entry, index) => (
          <Act
            key={entry.id}
            id={entry.id}
            size="large"
            hint={String(index + 1)}
            disabled={busy || !allowed(entry)}
            onPress={() => void run(entry)}
          >
            {t(entry.label)}
            {has(entry) ? null : (
              <small className="menu-why">
                {t(allowed(entry) ? 'more.managerAllows' : 'more.managerOnly')}
              </small>
            )}
          </Act>
        ))}
        <Act id="more-back" size="large" tone="quiet" hint={keyFor.back} onPress={closeDialog}>
          {t('dialog.back')}
        </Act>
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
      <p className="menu-done" role="status" data-testid="more-done">
        {done === null ? '' : t(done)}
      </p>
    </Sheet>
  );
}
