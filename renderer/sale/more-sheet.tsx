/** What is needed a few times a day, in groups: all of it a touch away, or two digits. */
import { useState } from 'react';
import { mayDo } from '../../domain/people/right.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { closeDialog, goTo, openDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Hint } from '../parts/hint.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useHolds } from '../people/holds.ts';
import { type MessageKey, useWords } from '../words/i18n.tsx';
import { type Entry, type Group, groups } from './more-entries.ts';
import './more-sheet.css';

export function MoreSheet() {
  const { t } = useWords();
  const holds = useHolds();
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [done, setDone] = useState<MessageKey | null>(null);
  const [busy, setBusy] = useState(false);
  /** The first digit was this group's. */
  const [group, setGroup] = useState<Group | null>(null);
  const has = ({ needs }: Entry) => needs === null || mayDo(holds, needs);
  const allowed = (entry: Entry) => has(entry) || 'opens' in entry.does;
  const till = useTill();
  /** What stands under an entry: what is in its way, or who allows it. */
  const why = (entry: Entry): MessageKey | null => {
    if (!allowed(entry)) return 'more.othersOnly';
    return entry.lacks?.(till) ?? (has(entry) ? null : 'more.othersAllow');
  };
  const leads = (entry: Entry) => allowed(entry) && !entry.lacks?.(till);

  async function run(entry: Entry): Promise<void> {
    if (busy || !leads(entry)) return;
    if ('go' in entry.does) return goTo(entry.does.go);
    if ('opens' in entry.does) return openDialog(entry.does.opens);
    setProblem(null);
    setDone(null);
    setBusy(true);
    const answer = await call(entry.does.call, {});
    setBusy(false);
    if (answer.ok) setDone(entry.does.done);
    else setProblem(answer.problem);
  }

  /** One digit, or both at once. */
  function press(digits: number): void {
    const first = digits > 9 ? groups[Math.floor(digits / 10) - 1] : group;
    setGroup(first ? null : (groups[digits - 1] ?? null));
    const entry = first?.entries[(digits % 10) - 1];
    if (entry) void run(entry);
  }

  return (
    <Sheet
      id="more-dialog"
      title={t('more.title')}
      keys={{ grouped: 'more.lead' }}
      on={{ grouped: press }}
      onClose={group === null ? closeDialog : () => setGroup(null)}
    >
      <div className="more-groups">
        {groups.map((one, at) => (
          <section
            key={one.id}
            className={group === one ? 'more-group more-group-chosen' : 'more-group'}
            aria-label={t(one.label)}
          >
            <h3>
              <span>{t(one.label)}</span>
              <Hint>{at + 1}</Hint>
            </h3>
            {one.entries.map((entry, index) => (
              <Act
                key={entry.id}
                id={entry.id}
                disabled={busy || !leads(entry)}
                onPress={() => void run(entry)}
              >
                <Named entry={entry.label} why={why(entry)} />
                <Hint>{`${at + 1} ${index + 1}`}</Hint>
              </Act>
            ))}
          </section>
        ))}
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
      <p className="menu-done" role="status" data-testid="more-done">
        {done === null ? '' : t(done)}
      </p>
      <Act id="more-back" tone="quiet" hint={keyFor.back} onPress={closeDialog}>
        {t('dialog.back')}
      </Act>
    </Sheet>
  );
}

function Named({ entry, why }: Readonly<{ entry: MessageKey; why: MessageKey | null }>) {
  const { t } = useWords();
  return (
    <span>
      {t(entry)}
      {why === null ? null : <small className="menu-why">{t(why)}</small>}
    </span>
  );
}
