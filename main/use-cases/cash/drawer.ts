/**
 * The drawer without a sale. Whoever opens it and however: the right is asked, or lent, and the entry is written before
 * the pulse leaves. Channel: `drawer.open`; for the bench see devices/drawer-pulse.ts.
 */

import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { ChannelInput, OperatorView } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { neededDevice } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkHolds, checkPresent, whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record } from '../../till/record.ts';
import { approverOf } from '../people/approvals.ts';

/** Throws `Problem`: `not-permitted`, `reason-gone`, `device-…`, and what `verifyApproval` throws. */
export async function openDrawer(
  till: OpenTill,
  { reasonId, approval }: ChannelInput<'drawer.open'>,
): Promise<Record<string, never>> {
  const device = neededDevice(till, 'drawer');
  const operator = whoIsHere(till);
  const approvedBy = await approverOf(till, operator, 'drawer.open', approval);
  // While the proof was looked at, the day may have moved on.
  checkHolds(till, checkPresent(till), 'sell');
  writeOpened(till, operator, approvedBy, chosenReason(till, 'no-sale', reasonId));
  await till.ports.devices.request('openDrawer', { device });
  return {};
}

/** The entry that stands before every pulse of nobody's sale. */
export function writeOpened(
  till: OpenTill,
  asker: OperatorView | null,
  approvedBy: string,
  body: Pick<BodyOf<'drawer-opened'>, 'how' | 'reasonId' | 'reason'>,
): void {
  const lent = approvedBy === asker?.number ? {} : { approvedBy };
  record(
    till,
    [{ kind: 'drawer-opened', body: { ...body, ...lent, drawer: mainDrawer } }],
    asker?.number,
  );
}
