/** A test of the bench that opens the drawer: the right is asked, or lent, and the entry is written before the pulse. */
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { writeOpened } from '../cash/drawer.ts';
import { type Approval, approverOf } from '../people/approvals.ts';
import { benchUser } from './bench-open.ts';

/**
 * For `asker` at the bench, before the drawer opens by one of its tests. Throws `Problem`: `not-permitted`, what
 * `verifyApproval` throws, and `bench-closed` where the bench was shut while the proof was looked at.
 */
export async function noteBenchPulse(
  till: OpenTill,
  asker: OperatorView,
  how: BodyOf<'drawer-opened'>['how'],
  approval: Approval | null,
): Promise<void> {
  const approvedBy = await approverOf(till, asker, 'drawer.open', approval);
  if (benchUser(till).number !== asker.number) throw new Problem('bench-closed');
  writeOpened(till, asker, approvedBy, { how });
}
