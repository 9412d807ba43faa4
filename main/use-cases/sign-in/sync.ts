/** Step 5, the back office: push what the journal holds, pull what the back office owns. */
import { type ProblemKind, toProblem } from '../../../domain/problems.ts';
import { agreeOnHead, pull, pushJournal, recordPushed, stopOf } from '../sync.ts';
import { syncsBeside } from './last-sync.ts';
import { openOffline } from './offline.ts';
import { detail, finding, type Step } from './step.ts';

/** What the back office says of this till itself: whatever the store's policy, it sells nothing more. */
const blockingKinds: ReadonlySet<ProblemKind> = new Set([
  'till-revoked',
  'till-restored',
  'till-cloned',
]);

export const syncBooks: Step = async (context) => {
  const { till, operator, businessDate, progress } = context;
  if (stopOf(till) === null && syncsBeside(till, businessDate)) {
    till.wantSync();
    return finding({ details: [detail('sync', 'beside')] });
  }
  try {
    const result = await till.syncLane(async () => {
      await agreeOnHead(till);
      const pushed = await pushJournal(till, progress);
      const pulled = await pull(till);
      await recordPushed(till, operator.number);
      return { pushed, ...pulled };
    });
    return finding({ details: [detail('sync', 'passed', result)] });
  } catch (thrown) {
    // What the back office has stopped stays stopped without a network, too.
    const problem = stopOf(till) ?? toProblem(thrown);
    if (blockingKinds.has(problem.kind)) return finding({ blockers: [problem] });
    return openOffline(context, problem);
  }
};
