/** First thing at start: what a crash or a pulled plug left open. */

import type { Fact } from '../../domain/contract/entry.ts';
import { attemptPartsOf } from '../../domain/sale/settlement.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { OpenTill } from '../till/open-till.ts';
import { record } from '../till/record.ts';
import { endShift } from '../use-cases/day/end-shift.ts';
import { counter } from '../use-cases/sale/counter.ts';
import { asFact, findUnread } from '../use-cases/sale/unread.ts';
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
  for (const attemptId of doubtedNow(till)) {
    facts.push({ kind: 'attempt-doubted', body: { attemptId } });
  }
  const unread = findUnread(till);
  facts.push(...unread.map(asFact));
  record(till, facts, null, {
    also: () => {
      till.db.unreadBaskets.setAside(unread);
      if (shortfall) renewBaskets(till);
    },
  });
  if (till.db.day().state !== 'closed') {
    endShift(till, 'restart', { basket: 'stays' });
  }
  for (const attempt of openAttempts(till)) settleWithoutHost(till, attempt);
}

/**
 * What may have ended since, written down with the start itself: the next one finds the journal as long as it was, and
 * would take a paid customer's money back. Of a file that was put back whatever is open, and each part by card, whose
 * sale may have been made.
 */
function doubtedNow(till: OpenTill): string[] {
  if (till.shortfall === null) return [];
  const open = openAttempts(till).filter(({ state }) => state !== 'doubted');
  const parts = attemptPartsOf(till.db.halfPaid());
  return [...open.map(({ attemptId }) => attemptId), ...parts.map(({ id }) => id)];
}

/** With the entry that tells of it: the next start finds nothing amiss, and the ids of sales that may have been made. */
function renewBaskets(till: OpenTill): void {
  till.db.parked.renew(counter(till).basket, till.ports.newId);
}
