/** Nothing on the counter, and every payment has ended. */
import { Problem } from '../../../../../domain/words/problem.ts';
import { finding } from '../../../../till/finding.ts';
import { basketBegun, counter } from '../../../sale/counter.ts';
import { openAttempts, resolveOrRefuse } from '../../../tenders/attempts.ts';
import { strayParts } from '../../../tenders/stray-parts.ts';
import { type CloseStep, detail } from '../step.ts';

export const resolve: CloseStep = {
  look: ({ till }) => {
    const count = openAttempts(till).length;
    const strays = strayParts(till).length;
    return finding({
      blockers: [
        ...(counter(till).underWay !== null ? [new Problem('sale-in-payment')] : []),
        ...(basketBegun(till) ? [new Problem('basket-open')] : []),
        // Nobody is asked about them: a person says what becomes of the money.
        ...(strays > 0 ? [new Problem('tender-stray', { count: strays })] : []),
      ],
      // They are asked about once more when the close gets there.
      warnings: count === 0 ? [] : [new Problem('attempt-unresolved', { count })],
      details: count === 0 && !basketBegun(till) ? [detail('resolve', 'passed')] : [],
    });
  },
  act: ({ till }) => resolveOrRefuse(till),
};
