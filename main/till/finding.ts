/** What a step of the day's beginning or end finds: one question, its findings; how they weigh is a policy. */
import type { Problem, Sentence } from '../../domain/words/problem.ts';

export type Finding = Readonly<{
  details: readonly Sentence[];
  /** What makes the step fail, as far as the policy lets it. */
  failures: readonly Problem[];
  warnings: readonly Problem[];
  /** What makes it fail whatever the policy says. */
  blockers: readonly Problem[];
}>;

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

/** In the order in which a person should read them. */
export function problemsOf({ blockers, failures, warnings }: Finding): readonly Problem[] {
  return [...blockers, ...failures, ...warnings];
}
