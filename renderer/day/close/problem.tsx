/** What keeps the day open, with the way on where there is one here. */
import { type ReactNode, useState } from 'react';
import type { ProblemData } from '../../../domain/words/problem.ts';
import type { PageId } from '../../../words/ids.ts';
import { Act } from '../../parts/act.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { RefoldAct } from '../../reports/refold-act.tsx';
import { SettleSheet } from '../../tenders/settle-sheet.tsx';
import { StraySheet } from '../../tenders/stray-sheet.tsx';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{ problem: ProblemData | null; onDone: () => void }>;

export function CloseProblem({ problem, onDone }: Props) {
  if (problem === null) return null;
  return (
    <ProblemNote problem={problem} id="close-problem">
      <RefoldAct problem={problem} onDone={onDone} />
      {problem.kind === 'attempt-unresolved' ? (
        <SettleAct
          says="settle.open"
          sheet={(onClose) => <SettleSheet onClose={onClose} />}
          onDone={onDone}
        />
      ) : null}
      {problem.kind === 'tender-stray' ? (
        <SettleAct
          says="stray.open"
          sheet={(onClose) => <StraySheet onClose={onClose} />}
          onDone={onDone}
        />
      ) : null}
    </ProblemNote>
  );
}

type SettleProps = Readonly<{
  says: PageId;
  sheet: (onClose: () => void) => ReactNode;
  onDone: () => void;
}>;

/** What keeps the day open is settled where it is told. */
function SettleAct({ says, sheet, onDone }: SettleProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    onDone();
  };
  return (
    <>
      <Act id="close-settle" tone="ink" onPress={() => setOpen(true)}>
        {t(says)}
      </Act>
      {open ? sheet(close) : null}
    </>
  );
}
