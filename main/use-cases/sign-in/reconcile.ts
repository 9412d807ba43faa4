/** Step 6, the books: counts, amounts and last entry per business date against the back office. */

import { Problem } from '../../../domain/problems.ts';
import { type BookDifference, digestOf, reconcile } from '../../../domain/reconcile.ts';
import { type OpenTill, record } from '../../session.ts';
import { callServer, pushJournal } from '../sync.ts';
import { detail, finding, type Step } from './step.ts';

/** Enough to see that something is wrong; the back office has the rest. */
const namedMax = 5;
/** Something written beside us while we ask makes the question moot; this often it is asked again. */
const roundsMax = 3;

export const reconcileBooks: Step = async ({ till, operator, businessDate }) => {
  if (!till.session.serverOnline) {
    return finding({ warnings: [new Problem('server-unreachable')] });
  }
  const from = firstDateToCompare(till, businessDate);
  const differences = await till.syncLane(() => compare(till, from));
  if (differences.length === 0) {
    return finding({ details: [detail('reconcile', 'passed', { from })] });
  }
  const named = differences.slice(0, namedMax);
  record(
    till,
    named.map((difference) => ({
      kind: 'books-differed' as const,
      body: { businessDate: difference.businessDate, params: paramsOf(difference) },
    })),
    operator.number,
  );
  return finding({
    failures: named.map((difference) => new Problem('books-differ', paramsOf(difference))),
  });
};

/** What a Z has closed and a sign-in has compared since need not be looked at every morning. */
function firstDateToCompare(till: OpenTill, businessDate: string): string {
  const { unclosedDates, lastClosedDate } = till.db.day();
  const dates = [...unclosedDates.slice(0, 1), businessDate];
  if (lastClosedDate !== null) dates.push(lastClosedDate);
  return dates.sort()[0] ?? businessDate;
}

/** Both sides of the same journal: everything is pushed first, and nothing may come in between. */
async function compare(till: OpenTill, from: string): Promise<BookDifference[]> {
  for (let round = 1; ; round += 1) {
    await pushJournal(till);
    const { seq } = till.db.journal.head();
    const { digests } = await callServer(till, 'digests', { from });
    const changed = till.db.journal.head().seq !== seq;
    if (changed && round < roundsMax) continue;
    return reconcile(till.db.totalsFrom(from).map(digestOf), digests);
  }
}

function paramsOf({ businessDate, what, here, there }: BookDifference) {
  return { businessDate, what, here, there };
}
