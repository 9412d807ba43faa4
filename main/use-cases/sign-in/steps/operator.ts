/** Step 1, who, and for which date: the PIN was right before the run began; here it is said who that is. */
import { Problem } from '../../../../domain/words/problem.ts';
import { finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { viewAfterClose } from '../../day/opening.ts';
import { detail, type Step } from './step.ts';

export const checkOperator: Step = async ({ till, operator }) =>
  finding({
    details: [
      detail('operator', 'passed', {
        number: operator.number,
        name: operator.name,
        role: operator.role,
      }),
    ],
    warnings: [
      ...(operator.secretDoubt
        ? [new Problem('secret-doubted', { till: operator.secretDoubt.till })]
        : []),
      ...afterClose(till),
    ],
  });

/** Whoever goes on after a Z reads what they open. */
function afterClose(till: OpenTill): Problem[] {
  const view = viewAfterClose(till);
  if (view === null || view.way === 'closed') return [];
  const { way, closedDate, zNumber, opens, session } = view;
  return way === 'further-session'
    ? [new Problem('date-reopened', { businessDate: closedDate, zNumber, session })]
    : [new Problem('next-date-begun', { businessDate: opens, closedDate, zNumber })];
}
