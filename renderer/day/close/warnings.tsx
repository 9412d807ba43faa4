/** What whoever closes should know before: closing early, baskets that are given up. Going back has the focus. */
import type { CloseStepView } from '../../../domain/day/channels.ts';
import { keyFor } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{
  steps: readonly CloseStepView[];
  onGoOn: () => void;
  onBack: () => void;
}>;

export function Warnings({ steps, onGoOn, onBack }: Props) {
  const { t } = useWords();
  return (
    <section className="close-middle close-wide" data-testid="close-warnings">
      <h1>{t('close.beforeCount')}</h1>
      {steps.flatMap(({ step, problems }) =>
        problems.map((problem) => (
          <ProblemNote
            key={`${step} ${problem.kind}`}
            problem={problem}
            id={`close-warning-${step}`}
            tone="amber"
          />
        )),
      )}
      <div className="close-choice">
        <Act
          id="close-go-back"
          tone="ink"
          size="large"
          hint={keyFor.back}
          autoFocus
          onPress={onBack}
        >
          {t('close.backToSale')}
        </Act>
        <Act id="close-go-on" size="large" hint={keyFor.finish} onPress={onGoOn}>
          {t('close.goOn')}
        </Act>
      </div>
    </section>
  );
}
