/** The way on after `totals-differ`; nothing where the problem is another. */
import type { ProblemData } from '../../domain/problems.ts';
import { call } from '../bridge.ts';
import { useWords } from '../i18n.tsx';
import { notify } from '../use-till.ts';
import { Act } from './act.tsx';

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
