/** A test of the bench that opens the drawer: the right is asked, or lent, and the entry is written before the pulse. */
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { writeOpened } from '../cash/drawer.ts';
import { allowed } from '../people/grants.ts';

/**
 * For `asker` at the bench, before the drawer opens by one of its tests. Throws `Problem` as `allowed`.
 */
export function noteBenchPulse(
  till: OpenTill,
  asker: OperatorView,
  how: BodyOf<'drawer-opened'>['how'],
  call: Call,
): void {
  const { approval } = allowed(till, call, asker, { right: 'drawer.open' });
  writeOpened(till, asker, approval, { how });
}
