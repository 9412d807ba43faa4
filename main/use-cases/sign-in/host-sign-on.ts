/** Step 4, the acquirer: working keys into the pad, then whatever a crash left open is taken back. */
import { Problem } from '../../../domain/problems.ts';
import { openAttempts, resolveAttempts } from '../attempts.ts';
import { signOnToHost } from '../host.ts';
import { detail, finding, type Step } from './step.ts';

export const hostSignOn: Step = async ({ till, operator, businessDate }) => {
  if (till.ports.config.acquirer === null) {
    return finding({ details: [detail('host-sign-on', 'none')] });
  }
  const isNew = till.session.host?.businessDate !== businessDate;
  const { batch } = await signOnToHost(till, operator.number);
  const details = [detail('host-sign-on', isNew ? 'passed' : 'already', { batch })];
  const before = openAttempts(till).length;
  await resolveAttempts(till);
  const left = openAttempts(till).length;
  if (before > left) details.push(detail('host-sign-on', 'resolved', { count: before - left }));
  const warnings = left === 0 ? [] : [new Problem('attempt-unresolved', { count: left })];
  return finding({ details, warnings });
};
