/** One of the store's reasons, by a digit or a touch: chosen, the act goes on. */
import type { ReactNode } from 'react';
import type { ReasonFor } from '../../domain/journal/reasons.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { closeDialog } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { type MessageKey, useWords } from '../words/i18n.tsx';
import { useReasons } from './reasons.tsx';

type Props = Readonly<{
  /** `<act>-dialog`; each reason is `<act>-<reason>`. */
  id: `${string}-dialog`;
  /** Which list. */
  of: ReasonFor;
  title: MessageKey;
  problem: ProblemData | null;
  /** By id. Nothing else is chosen while it is under way. */
  onChoose: (reasonId: string) => Promise<void>;
  /** Absent where it is the dialog of the sale. */
  onClose?: () => void;
  children?: ReactNode;
}>;

export function ReasonSheet(props: Props) {
  const { of, title, problem, onChoose, onClose = closeDialog } = props;
  const words = useWords();
  const { t } = words;
  const reasons = useReasons(of);
  const act = props.id.replace(/-dialog$/, '');

  const [choose, busy] = useOnce(onChoose);

  function chooseNth(nth: number): void {
    const chosen = reasons[nth - 1];
    if (chosen) choose(chosen.id);
  }

  return (
    <Sheet
      id={props.id}
      title={t(title)}
      keys={{ entry: title }}
      on={{ entry: chooseNth }}
      onClose={onClose}
    >
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
      <div className="menu">
        {reasons.map((reason, index) => (
          <Act
            key={reason.id}
            id={`${act}-${reason.id}`}
            size="large"
            hint={String(index + 1)}
            disabled={busy}
            onPress={() => choose(reason.id)}
          >
            {words.name(reason.name)}
          </Act>
        ))}
        <Act id={`${act}-back`} size="large" tone="quiet" hint={keyFor.back} onPress={onClose}>
          {t('dialog.back')}
        </Act>
      </div>
      {props.children}
    </Sheet>
  );
}
