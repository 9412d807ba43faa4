/** Writes down that the till's copy of what the back office owns was another. */

import type { OwnedTable } from '../../../domain/office/owned.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';

/** The entry behind it is the last one before it was found: no act of the till brought it about. */
export function tellOwned(till: OpenTill, what: OwnedTable): void {
  const entries = [till.db.journal.head().seq];
  const body = { anomaly: 'owned-differed' as const, params: { what }, entries };
  record(till, [{ kind: 'anomaly-raised', body }]);
}
