/** What every step of a close is: a look that changes nothing, and what it does when its turn comes. */

import type { CloseStepName } from '../../../../domain/day/close-steps.ts';
import type { DayClosedBody } from '../../../../domain/day/facts.ts';
import type { Reason } from '../../../../domain/journal/reasons.ts';
import type { Paper } from '../../../../domain/paper/paper.ts';
import type { SessionBooks } from '../../../../domain/reports/session.ts';
import type { Sentence, SentenceParams } from '../../../../domain/words/problem.ts';
import type { Allowed } from '../../../till/call.ts';
import type { Finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';

/** What is being closed; `z` once it is written. */
export type Closing = {
  readonly till: OpenTill;
  readonly businessDate: string;
  /** What the journal says of the session at this moment. */
  books(): SessionBooks;
  /** Why the drawer holds another sum; null where nobody has said. */
  readonly reason: Reason | null;
  /** Who allowed it, where it was too much for whoever closes. */
  readonly approval: Allowed['approval'];
  z: Readonly<{ closing: DayClosedBody; paper: Paper }> | null;
};

export type CloseStep = Readonly<{
  /** What is in its way, or should be known before. */
  look?(closing: Closing): Finding;
  /** Throws `Problem`. */
  act?(closing: Closing): void | Promise<void>;
}>;

/** A sentence of the page: `close.steps.<step>.<what>`. */
export function detail(step: CloseStepName, what: string, params: SentenceParams = {}): Sentence {
  return { key: `close.steps.${step}.${what}`, params };
}

/** Whether the date is that of whoever's shift it is. */
export function endsShift({ till, businessDate }: Closing): boolean {
  return till.db.day().businessDate === businessDate;
}
