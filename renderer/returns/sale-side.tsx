/** The chosen sale, and what can be done with it. */
import type { ReturnView } from '../../domain/returns/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { keyFor } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import type { Draft } from './draft.ts';
import { SaleLines } from './sale-lines.tsx';

type Props = Readonly<{
  sale: ReturnView | null;
  draft: Draft;
  problem: ProblemData | null;
  onDraft: (draft: Draft) => void;
  onGoOn: () => void;
  onBack: () => void;
  /** Null: not of this sale. */
  onAll: (() => void) | null;
  onVoid: (() => void) | null;
}>;

export function SaleSide(props: Props) {
  const { sale, draft, problem, onAll, onVoid } = props;
  const { t } = useWords();
  const { size: count } = draft.counts;
  return (
    <aside className="report-side">
      {sale === null ? null : <SaleLines sale={sale} draft={draft} onDraft={props.onDraft} />}
      {problem === null ? null : (
        <ProblemNote problem={problem} id="returns-problem" tone="amber" />
      )}
      <div className="return-acts">
        <Act
          id="return-all"
          hint={keyFor.count}
          disabled={onAll === null}
          onPress={() => onAll?.()}
        >
          {t('returns.all')}
        </Act>
        {onVoid === null ? null : (
          <Act id="sale-void" hint={keyFor.reject} onPress={onVoid}>
            {t('returns.void')}
          </Act>
        )}
      </div>
      <Act
        id="return-go-on"
        tone="ink"
        size="large"
        hint={keyFor.confirm}
        disabled={onAll === null}
        onPress={props.onGoOn}
      >
        {count > 0 ? t('returns.take', { count }) : t('returns.goOn')}
      </Act>
      <Act id="returns-back" tone="quiet" hint={keyFor.back} onPress={props.onBack}>
        {t('dialog.back')}
      </Act>
    </aside>
  );
}
