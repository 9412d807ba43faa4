/** Step 4, the acquirer: working keys into the pad where it has one, then whatever a crash left open is taken back. */
import type { Sentence } from '../../../../domain/words/problem.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { finding } from '../../../till/finding.ts';
import { openAttempts, resolveAttempts } from '../../tenders/attempts.ts';
import { terminalOf } from '../../tenders/card-at-terminal.ts';
import { signOnToHost, workingKeys } from '../../tenders/host.ts';
import { detail, type Step } from './step.ts';

export const hostSignOn: Step = async ({ till, operator, businessDate }) => {
  const details: Sentence[] = [];
  if (till.ports.config.acquirer === null) {
    details.push(detail('host-sign-on', terminalOf(till) === null ? 'none' : 'terminal'));
  } else {
    const isNew = workingKeys(till)?.businessDate !== businessDate;
    const { batch } = await signOnToHost(till, operator.number);
    details.push(detail('host-sign-on', isNew ? 'passed' : 'already', { batch }));
  }
  const before = openAttempts(till).length;
  await resolveAttempts(till);
  const left = openAttempts(till).length;
  if (before > left) details.push(detail('host-sign-on', 'resolved', { count: before - left }));
  const warnings = left === 0 ? [] : [new Problem('attempt-unresolved', { count: left })];
  return finding({ details, warnings });
};
