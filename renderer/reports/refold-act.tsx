/** The way on after `totals-differ`; nothing where the problem is another. */
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { notify } from '../page/notices.ts';
import { Act } from '../parts/act.tsx';
import { useWords } from '../words/i18n.tsx';

type Props = Readonly<{ problem: ProblemData; onDone: () => void }>;

export function RefoldAct({ problem, onDone }: Props) {
  const { t } = useWords();
  const { businessDate } = problem.params;
  if (problem.kind !== 'totals-differ' || typeof businessDate !== 'string') return null;

  async function refold(date: string): Promise<void> {
    const answer = await call('day.refold', { businessDate: date });
    if (answer.ok) onDone();
    else notify(answer.problem);
  }

  return (
    <Act id="totals-refold" onPress={() => void refold(businessDate)}>
      {t('totals.refold')}
    </Act>
  );
}
