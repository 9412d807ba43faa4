/** Facts go into the journal, failures into the log. */
import { isDeepStrictEqual } from 'node:util';
import type { WriteContext } from '../../db/journal/journal.ts';
import type { Entry, Fact } from '../../domain/contract/entry.ts';
import type { StateTopic } from '../../domain/contract/ipc.ts';
import type { DayFold } from '../../domain/day/day.ts';
import { toProblem } from '../../domain/words/problem.ts';
import { bookingDate, settingsOf } from './business-day.ts';
import type { OpenTill } from './open-till.ts';
import { endPresence } from './presence.ts';
import { watched, watchOn } from './watch.ts';

/** `businessDate`: another than the shift's. `also` writes in the same transaction. */
type RecordOptions = Readonly<{ businessDate?: string; also?: () => void }>;

/**
 * Writes facts down, all or none, on the disk when it returns. `operator` is whose act it is: the shift's unless given.
 * Throws `Problem` (`disk-full` …) with nothing written, and never once they are.
 */
export function record(
  till: OpenTill,
  facts: readonly Fact[],
  operator: string | null = till.db.day().operator,
  { businessDate = bookingDate(till), also }: RecordOptions = {},
): Entry[] {
  const context = { at: till.ports.clock.now(), businessDate, operator };
  const before = till.db.day();
  const entries = till.db.journal.append(facts, context, till.ports.newId, also);
  standing(till, 'tell what was written', () => follow(till, entries, before));
  standing(till, 'raise anomalies', () => raiseAnomalies(till, entries, context));
  return entries;
}

/** Does what follows something that stands: that it could not be done undoes nothing, and must not look as if it had. */
export function standing(till: OpenTill, what: string, follow: () => void): void {
  try {
    follow();
  } catch (thrown) {
    logFailure(till, what, thrown);
  }
}

function follow(till: OpenTill, entries: readonly Entry[], before: DayFold): void {
  let after: DayFold | null = null;
  try {
    after = till.db.day();
  } finally {
    // Where it cannot be read, another may be standing here.
    if (after?.state !== before.state || after.operator !== before.operator) endPresence(till);
  }
  till.changed('office', ...touched(entries, before, after));
}

/** The parts of the page's state that the entries may have changed. A sale is the one so frequent that it is looked at. */
function touched(entries: readonly Entry[], before: DayFold, after: DayFold): StateTopic[] {
  const onlySales = entries.every(({ kind }) => kind === 'sale-completed');
  if (!onlySales) return ['shift', 'tenders'];
  return isDeepStrictEqual(before, after) ? [] : ['shift'];
}

/** What is odd about them is written beside them. */
function raiseAnomalies(till: OpenTill, entries: readonly Entry[], context: WriteContext): void {
  const { db, ports } = till;
  const watching = watched(till);
  const { state, facts } = watchOn(watching.state, entries, settingsOf(till));
  watching.state = state;
  if (facts.length > 0) db.journal.append(facts, context, ports.newId);
}

/** Logs what was thrown: kind and stack of its cause, never what a person typed. */
export function logFailure(till: OpenTill, what: string, thrown: unknown): void {
  const problem = toProblem(thrown);
  till.ports.log.warn({ what, kind: problem.kind, err: problem.cause ?? problem }, 'failed');
}
