/** First thing at start: what a crash or a pulled plug left open. */

import type { Fact } from '../../domain/contract/entry.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { OpenTill } from '../till/open-till.ts';
import { record } from '../till/record.ts';
import { endShift } from '../use-cases/day/end-shift.ts';
import { counter } from '../use-cases/sale/counter.ts';
import { openAttempts, settleWithoutHost } from '../use-cases/tenders/attempts.ts';

/**
 * Writes the start down; ends the shift a crash cut off, so that the gate is closed; says of each open attempt what
 * the journal alone can say. What is left waits for working keys.
 */
export function recover(till: OpenTill): void {
  const { shortfall, witnessLostAt } = till;
  const version = till.ports.system.appVersion;
  const facts: Fact[] = [{ kind: 'till-started', body: { version, witnessed: true } }];
  if (witnessLostAt !== null) {
    const body = { anomaly: 'witness-missing' as const, params: {}, entries: [witnessLostAt] };
    facts.push({ kind: 'anomaly-raised', body });
  }
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
  if (shortfall) doubtParts(till);
  for (const attempt of openAttempts(till)) {
    if (shortfall === null) settleWithoutHost(till, attempt);
    else if (attempt.state !== 'doubted') {
      // It may have been sold since: taking it back would take a paid customer's money back.
      const { attemptId } = attempt;
      record(till, [{ kind: 'attempt-doubted', body: { attemptId } }]);
    }
  }
}

/** The sale they are parts of may have been made since, or they may have been given back: a manager says what happened. */
function doubtParts(till: OpenTill): void {
  for (const { taken } of till.db.halfPaid()) {
    for (const { id, tender } of taken) {
      if (tender.kind !== 'card') continue;
      record(till, [{ kind: 'attempt-doubted', body: { attemptId: id } }]);
    }
  }
}

/** With the entry that tells of it: the next start finds nothing amiss, and the ids of sales that may have been made. */
function renewBaskets(till: OpenTill): void {
  till.db.parked.renew(counter(till).basket, till.ports.newId);
}
