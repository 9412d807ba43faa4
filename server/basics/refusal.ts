/** How the back office says no: `{ problem }` with a status that fits. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Problem, type ProblemKind } from '../../domain/words/problem.ts';

const statusOf: Partial<Record<ProblemKind, ContentfulStatusCode>> = {
  'bad-request': 400,
  'till-not-enrolled': 401,
  'server-refused': 401,
  'enrolment-code-wrong': 403,
  'till-revoked': 403,
  'chain-refused': 409,
  'till-restored': 409,
  'till-cloned': 409,
  'till-too-old': 426,
  'server-busy': 503,
  unexpected: 500,
};

const statusOfWhy = new Map<unknown, ContentfulStatusCode>([
  ['too-large', 413],
  ['no-such-route', 404],
  ['content-type', 415],
  ['content-encoding', 415],
  ['too-often', 429],
]);

export function refusalStatus({ kind, params: { why } }: Problem): ContentfulStatusCode {
  return statusOfWhy.get(why) ?? statusOf[kind] ?? 400;
}

/** `why` is for engineers: a till that behaves never sees it. */
export function badRequest(why: string, cause?: unknown): Problem {
  return new Problem('bad-request', { why }, cause);
}
