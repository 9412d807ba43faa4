/** Step 1, who: the PIN was right before the run began; here it is said who that is. */
import { Problem } from '../../../../domain/words/problem.ts';
import { detail, finding, type Step } from './step.ts';

export const checkOperator: Step = async ({ operator }) =>
  finding({
    details: [
      detail('operator', 'passed', {
        number: operator.number,
        name: operator.name,
        role: operator.role,
      }),
    ],
    warnings: operator.secretDoubt
      ? [new Problem('secret-doubted', { till: operator.secretDoubt.till })]
      : [],
  });
