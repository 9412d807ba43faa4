/** Step 5, the back office: push what the journal holds, pull what the back office owns. */
import { businessDateOf, daysBetween } from '../../../domain/business-date.ts';
import { judgeOffline } from '../../../domain/offline-limits.ts';
import { Problem, toProblem } from '../../../domain/problems.ts';
import { type OpenTill, settingsOf } from '../../session.ts';
import { agreeOnHead, pull, pushJournal, recordPushed } from '../sync.ts';
import { detail, finding, type Step, type StepContext } from './step.ts';

export const syncBooks: Step = async (context) => {
  const { till, operator, progress } = context;
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
    return offline(context, toProblem(thrown));
  }
};

/** Without the back office the till opens on what it knows, within what the store risks. */
function offline({ till, operator, businessDate }: StepContext, problem: Problem) {
  const { offline: policy } = settingsOf(till);
  const days = daysSinceSync(till, businessDate);
  const unsyncedMinor = till.db.unsyncedMinor(till.db.sync.acknowledgedSeq());
  const verdict = judgeOffline(policy, days, unsyncedMinor);
  if (verdict.kind === 'within') {
    return finding({
      details: [detail('sync', 'offline', { days, daysMax: policy.daysMax })],
      failures: [problem],
    });
  }
  const limit = new Problem('offline-limit', {
    limit: verdict.limit,
    days,
    daysMax: policy.daysMax,
    unsyncedMinor,
    unsyncedMinorMax: policy.unsyncedMinorMax,
  });
  // Who may lift the limit is the manager, by signing in.
  return operator.role === verdict.liftedBy
    ? finding({ failures: [problem], warnings: [limit] })
    : finding({ failures: [problem], blockers: [limit] });
}

function daysSinceSync(till: OpenTill, businessDate: string): number {
  // Joining the store is a sync, so there always is one.
  const lastAt = till.db.sync.lastAt() ?? 0;
  return Math.max(0, daysBetween(businessDateOf(lastAt, settingsOf(till)), businessDate));
}
