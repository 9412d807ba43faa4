/** Step 5, the back office: push what the journal holds, pull what the back office owns. */

import { type Problem, toProblem } from '../../../../domain/words/problem.ts';
import { finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { stopKinds, stopOf } from '../../../till/stop.ts';
import { syncLane } from '../../office/link.ts';
import { problemOfLater } from '../../office/of-later.ts';
import { agreeOnHead, pull, pushJournal, recordPushed } from '../../office/sync.ts';
import { syncsBeside } from './last-sync.ts';
import { openOffline } from './offline.ts';
import { detail, type Step } from './step.ts';

export const syncBooks: Step = async (context) => {
  const { till, operator, businessDate, progress } = context;
  if (stopOf(till) === null && syncsBeside(till, businessDate)) {
    till.wantSync();
    return finding({ details: [detail('sync', 'beside')], warnings: ofLater(till) });
  }
  try {
    const result = await syncLane(till, async () => {
      await agreeOnHead(till);
      const pushed = await pushJournal(till, progress);
      const pulled = await pull(till);
      await recordPushed(till, operator.number);
      return { pushed, ...pulled };
    });
    // The back office has no say in what never reached it.
    const stop = stopOf(till);
    if (stop) return finding({ blockers: [stop] });
    return finding({ details: [detail('sync', 'passed', result)], warnings: ofLater(till) });
  } catch (thrown) {
    // Whatever the store's policy, what is stopped sells nothing more; and it stays stopped without a network, too.
    const problem = stopOf(till) ?? toProblem(thrown);
    if (stopKinds.has(problem.kind)) return finding({ blockers: [problem] });
    return openOffline(context, problem);
  }
};

function ofLater(till: OpenTill): Problem[] {
  const problem = problemOfLater(till);
  return problem ? [problem] : [];
}
