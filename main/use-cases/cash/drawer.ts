/**
 * The drawer without a sale. Whoever opens it and however: the right is asked, or lent, and the entry is written before
 * the pulse leaves. Channel: `drawer.open`; the bench asks `noteBenchPulse` for whatever would open it.
 */

import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { ChannelInput, OperatorView } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { checkNeeds } from '../../till/gate.ts';
import { benchUser, type OpenTill, record } from '../../till/session.ts';
import { neededPrinter } from '../paper/print.ts';
import { type Approval, approverOf } from '../people/approvals.ts';

/** Throws `Problem`: `not-permitted`, `device-…`, and what `verifyApproval` throws. */
export async function openDrawer(
  till: OpenTill,
  { approval }: ChannelInput<'drawer.open'>,
): Promise<Record<string, never>> {
  const printer = neededPrinter(till);
  const { operator } = till.session;
  const approvedBy = await approverOf(till, operator, 'drawer.open', approval);
  // While the proof was looked at, the day may have moved on.
  checkNeeds(till, 'sell');
  writeOpened(till, operator, approvedBy, {});
  await till.ports.devices.request('openDrawer', { device: printer });
  return {};
}

/**
 * For `asker` at the bench, before the drawer opens by one of its tests. Throws as `openDrawer`, and `bench-closed` where
 * the bench was shut while the proof was looked at.
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

function writeOpened(
  till: OpenTill,
  asker: OperatorView | null,
  approvedBy: string,
  body: BodyOf<'drawer-opened'>,
): void {
  const lent = approvedBy === asker?.number ? {} : { approvedBy };
  record(till, [{ kind: 'drawer-opened', body: { ...body, ...lent } }], asker?.number);
}
