/** The drawer was counted, and no cash has moved since. Every count is an entry, and the first stands on the Z. */
import { drawerIn } from '../../../../../domain/cash/drawer.ts';
import { Problem } from '../../../../../domain/words/problem.ts';
import { finding } from '../../../../till/finding.ts';
import { type CloseStep, detail } from '../step.ts';

export const count: CloseStep = {
  look: ({ books }) => {
    const { counts, standing } = drawerIn(books().drawers);
    if (!standing) return finding({ failures: [new Problem('count-missing')] });
    const params = { count: counts.length, amountMinor: standing.amountMinor };
    return finding({ details: [detail('count', 'passed', params)] });
  },
};
