/** Step 7, the software: a newer or mandatory version; whether what runs is what was installed. */
import { Problem } from '../../../../domain/words/problem.ts';
import { finding } from '../../../till/finding.ts';
import { detail, type Step } from './step.ts';

export const checkUpdate: Step = async ({ till }) => {
  const { appVersion: version, integrity } = till.ports.system;
  // Books kept by software that somebody has changed are worth nothing, whatever the store's policy.
  if (!(await integrity())) return finding({ blockers: [new Problem('software-damaged')] });
  const release = till.db.sync.release();
  if (!release || !isNewer(release.version, version)) {
    return finding({ details: [detail('update', 'passed', { version })] });
  }
  const problem = new Problem('update-required', { version: release.version, running: version });
  return release.mandatory ? finding({ failures: [problem] }) : finding({ warnings: [problem] });
};

/** By the three numbers of a version; what follows a hyphen does not count. */
export function isNewer(offered: string, running: string): boolean {
  const [theirs, ours] = [offered, running].map(numbersOf);
  for (let part = 0; part < 3; part += 1) {
    const difference = (theirs?.[part] ?? 0) - (ours?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function numbersOf(version: string): number[] {
  return (version.split('-')[0] ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}
