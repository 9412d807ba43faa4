/** What waits for its operators: nobody comes back for it once the date is closed. */
import { totalsOf } from '../../../../../domain/sale/totals.ts';
import { Problem } from '../../../../../domain/words/problem.ts';
import { finding } from '../../../../till/finding.ts';
import { priced } from '../../../sale/counter.ts';
import { giveUpParked } from '../../../sale/holds.ts';
import { type CloseStep, detail } from '../step.ts';

export const holds: CloseStep = {
  look: ({ till, businessDate }) => {
    const waiting = till.db.parked.list().filter((parked) => parked.businessDate === businessDate);
    if (waiting.length === 0) return finding({ details: [detail('holds', 'none')] });
    const sumMinor = waiting.reduce(
      (sum, { basket }) => sum + totalsOf(priced(till, basket, businessDate)).dueMinor,
      0,
    );
    const owners = new Set(
      waiting.map(
        ({ operator, heldAs }) => heldAs || (till.db.operators.find(operator)?.name ?? operator),
      ),
    );
    return finding({
      warnings: [
        new Problem('baskets-given-up', {
          count: waiting.length,
          sumMinor,
          whose: [...owners].join(' · '),
        }),
      ],
    });
  },
  // The Z counts them.
  act: ({ till, businessDate }) =>
    giveUpParked(till, (date) => date === businessDate, till.db.day().operator),
};
