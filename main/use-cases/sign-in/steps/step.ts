/** What every step of the sign-in is: one question with findings. How they weigh is the store's policy. */

import type { Operator } from '../../../../domain/people/operator.ts';
import type { StepName } from '../../../../domain/sign-in/steps.ts';
import type { Sentence, SentenceParams } from '../../../../domain/words/problem.ts';
import type { Finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import type { PersonAnswer, PersonQuestion } from '../under-way.ts';

export type StepContext = Readonly<{
  till: OpenTill;
  operator: Operator;
  businessDate: string;
  /** Shown while the step runs. */
  progress(done: number, total: number): void;
  /** Waits for a person; the view says for what. Ends with `cancelled` when the sign-in is given up. */
  ask(question: PersonQuestion): Promise<PersonAnswer>;
}>;

export type Step = (context: StepContext) => Promise<Finding>;

/** A sentence of the page: `steps.<step>.<what>`. The list of keys is in main/README.md. */
export function detail(step: StepName, what: string, params: SentenceParams = {}): Sentence {
  return { key: `steps.${step}.${what}`, params };
}
