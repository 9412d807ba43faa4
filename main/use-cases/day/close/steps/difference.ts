/** What is missing or over has a reason. */
import { differenceIn, drawerIn } from '../../../../../domain/cash/drawer.ts';
import { Problem } from '../../../../../domain/words/problem.ts';
import { finding } from '../../../../till/finding.ts';
import { type CloseStep, detail } from '../step.ts';

export const difference: CloseStep = {
  look: ({ books, reason }) => {
    const byMinor = differenceIn(drawerIn(books().drawers));
    if (byMinor === null) return finding({});
    if (byMinor === 0) return finding({ details: [detail('difference', 'none')] });
    return finding({
      details: [detail('difference', 'passed', { byMinor })],
      failures: reason === null ? [new Problem('reason-missing')] : [],
    });
  },
};
