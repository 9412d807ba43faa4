/** First thing at start: what a crash or a pulled plug left open. */

import type { TillDatabase } from '../../db/till-database.ts';
import type { NewId } from '../../domain/basics/random.ts';
import type { Fact } from '../../domain/contract/entry.ts';
import { type Basket, basketSchema, emptyBasket } from '../../domain/sale/basket.ts';
import { Problem } from '../../domain/words/problem.ts';
import { type OpenTill, record } from '../till/session.ts';
import type { Shortfall } from '../till/witness.ts';
import { endShift } from '../use-cases/day/end-shift.ts';
import { openAttempts, settleWithoutHost } from '../use-cases/tenders/attempts.ts';

/**
 * The basket as it was; an empty one where there was none, or where it has been sold: a crash after the commit and
 * before the basket was cleared must not sell it twice. A file that was put back has the id of a sale that may since have
 * been made: what lies on the counter is another one.
 */
export function restoreBasket(db: TillDatabase, newId: NewId, shortfall: Shortfall | null): Basket {
  const saved = basketSchema.safeParse(db.basket.load());
  if (!saved.success || db.sales.find(saved.data.id)) return emptyBasket(newId());
  const begun = saved.data.lines.length > 0;
  return begun && !shortfall ? saved.data : { ...saved.data, id: newId() };
}

/**
 * Writes the start down; ends the shift a crash cut off, so that the gate is closed; says of each open attempt what
 * the journal alone can say. What is left waits for working keys.
 */
export function recover(till: OpenTill, shortfall: Shortfall | null): void {
  const facts: Fact[] = [{ kind: 'till-started', body: { version: till.ports.system.appVersion } }];
  if (shortfall) {
    // First of all: the entries below are all it takes for the journal to look as long as it was.
    const stop = till.db.sync.stop() ?? new Problem('journal-shortened', shortfall).toData();
    till.db.sync.setStop(stop);
    facts.unshift({ kind: 'journal-shortened', body: shortfall });
  }
  record(till, facts, null, shortfall ? { also: () => renewBaskets(till) } : {});
  if (till.db.day().state !== 'closed') {
    endShift(till, 'restart', { basket: 'stays' });
  }
  for (const attempt of openAttempts(till)) {
    if (shortfall === null) settleWithoutHost(till, attempt);
    else if (attempt.state !== 'doubted') {
      // It may have been sold since: taking it back would take a paid customer's money back.
      const { attemptId } = attempt;
      record(till, [{ kind: 'attempt-doubted', body: { attemptId } }]);
    }
  }
}

/** With the entry that tells of it: the next start finds nothing amiss, and the ids of sales that may have been made. */
function renewBaskets({ db, session, ports }: OpenTill): void {
  db.parked.renew(session.basket, ports.newId);
}
