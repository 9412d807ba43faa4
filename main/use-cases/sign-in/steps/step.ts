/** What every step of the sign-in is: one question with findings. How they weigh is the store's policy. */

import type { Sentence } from '../../../../domain/contract/ipc.ts';
import type { Operator } from '../../../../domain/people/operator.ts';
import type { StepName } from '../../../../domain/sign-in/steps.ts';
import type { Problem, SentenceParams } from '../../../../domain/words/problem.ts';
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

export type Finding = Readonly<{
  details: readonly Sentence[];
  /** What makes the step fail, as far as the store's policy lets it. */
  failures: readonly Problem[];
  warnings: readonly Problem[];
  /** What makes it fail whatever the policy says. */
  blockers: readonly Problem[];
}>;

export type Step = (context: StepContext) => Promise<Finding>;

export function finding(found: Partial<Finding>): Finding {
  return { details: [], failures: [], warnings: [], blockers: [], ...found };
}

/** All that several looks found, in their order. */
export function allOf(found: readonly Finding[]): Finding {
  return {
    details: found.flatMap((part) => part.details),
    failures: found.flatMap((part) => part.failures),
    warnings: found.flatMap((part) => part.warnings),
    blockers: found.flatMap((part) => part.blockers),
  };
}

/** A sentence of the page: `steps.<step>.<what>`. The list of keys is in main/README.md. */
export function detail(step: StepName, what: string, params: SentenceParams = {}): Sentence {
  return { key: `steps.${step}.${what}`, params };
}
