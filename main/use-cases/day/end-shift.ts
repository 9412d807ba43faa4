/**
 * The end of a shift, whoever or whatever ends it. Nothing else writes `signed-out`.
 *
 * What goes with it (docs/decisions.md): the right of whoever was here, the bench, what was being shown or asked, always
 * (`record` sees to that); the working keys with the business date they were given for, so that the next shift of the same
 * date takes cards although the acquirer is away. The back office hears of every end.
 */

import { assert } from '../../../domain/basics/assert.ts';
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { startNewBasket } from '../sale/basket.ts';
import { basketBegun, counter, takenOf } from '../sale/counter.ts';
import { forgetKeys } from '../tenders/host.ts';

type ShiftEnd = BodyOf<'signed-out'>['reason'];

/** The date is over with the shift: it was closed, or the next one has begun. */
const endsDate: ReadonlySet<ShiftEnd> = new Set<ShiftEnd>(['cut-over', 'day-closed']);

/**
 * What becomes of the goods on the counter: `parked` waits for its operator to come back on that date, `stays` is there
 * for whoever signs in next, as one does that is paid in part, `none` is for ends that were refused while something lay there.
 */
type CounterAtEnd = Readonly<{ basket: 'none' | 'parked' | 'stays' }>;

/** Throws `Problem` (`disk-full` …) with nothing written and the shift going on. */
export function endShift(till: OpenTill, reason: ShiftEnd, { basket }: CounterAtEnd): void {
  const { db, ports } = till;
  const { operator, businessDate } = db.day();
  assert(operator !== null && businessDate !== null, "a shift that ends is somebody's");
  const isBegun = basketBegun(till);
  assert(basket !== 'none' || !isBegun, 'what lies on the counter was seen to');
  // Of a sale that stands half paid the money lies here, for whoever goes on with it.
  const parks = basket === 'parked' && isBegun && takenOf(till).length === 0;
  record(till, [{ kind: 'signed-out', body: { reason } }], operator, {
    also: () => {
      if (parks)
        db.parked.park(counter(till).basket, {
          operator,
          businessDate,
          at: ports.clock.now(),
          heldAs: null,
        });
    },
  });
  if (endsDate.has(reason)) forgetKeys(till);
  if (parks) startNewBasket(till);
  till.wantSync();
}
