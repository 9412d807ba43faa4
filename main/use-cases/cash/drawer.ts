/**
 * The drawer without a sale. Whoever opens it and however: the right is asked, or lent, and the entry is written before
 * the pulse leaves. Channel: `drawer.open`; for the bench see devices/drawer-pulse.ts.
 */

import { assert } from '../../../domain/basics/assert.ts';
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { ChannelInput, OperatorView } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { neededDevice } from '../../till/attached.ts';
import type { Allowed, Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record } from '../../till/record.ts';

/** Throws `Problem`: `reason-gone`, `device-…`, and what `allowed` throws. */
export async function openDrawer(
  till: OpenTill,
  { reasonId }: ChannelInput<'drawer.open'>,
  { allow }: Call,
): Promise<Record<string, never>> {
  const device = neededDevice(till, 'drawer');
  const why = chosenReason(till, 'no-sale', reasonId);
  assert(allow !== null, 'the gate knows who allows it');
  writeOpened(till, whoIsHere(till), allow().approval, why);
  await till.ports.devices.request('openDrawer', { device });
  return {};
}

/** The entry that stands before every pulse of nobody's sale. */
export function writeOpened(
  till: OpenTill,
  asker: OperatorView | null,
  approval: Allowed['approval'],
  body: Pick<BodyOf<'drawer-opened'>, 'how' | 'reasonId' | 'reason'>,
): void {
  record(
    till,
    [{ kind: 'drawer-opened', body: { ...body, ...approval, drawer: mainDrawer } }],
    asker?.number,
  );
}
