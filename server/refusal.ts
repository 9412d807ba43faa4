/** How the back office says no: `{ problem }` with a status that fits. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Problem, type ProblemKind } from '../domain/problems.ts';

const statusOf: Partial<Record<ProblemKind, ContentfulStatusCode>> = {
  'bad-request': 400,
  'till-not-enrolled': 401,
  'server-refused': 401,
  'enrolment-code-wrong': 403,
  'chain-refused': 409,
  unexpected: 500,
};

export function refusalStatus(problem: Problem): ContentfulStatusCode {
  if (problem.params.why === 'too-large') return 413;
  if (problem.params.why === 'no-such-route') return 404;
  return statusOf[problem.kind] ?? 400;
}

/** `why` is for engineers: a till that behaves never sees it. */
export function badRequest(why: string, cause?: unknown): Problem {
  return new Problem('bad-request', { why }, cause);
}
