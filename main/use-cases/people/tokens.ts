/** Badges and staff cards: looked up by the slow hash of what they say, which is kept nowhere else. */
import { readBadge } from '../../../domain/people/badge.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import type { TokenKind } from '../../../domain/people/slow-hash.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkTries, countTry } from './tries.ts';

/**
 * Whose badge or card this is. The caller holds the PIN lane.
 * Throws `Problem`: `pin-wait`, `badge-unknown`, `operator-withdrawn`.
 */
export async function lookAtToken(
  till: OpenTill,
  kind: TokenKind,
  text: string,
): Promise<Operator> {
  const tried = { number: null, way: kind };
  checkTries(till, tried);
  const operator = await ownerOf(till, kind, text);
  if (operator && !operator.withdrawn) return operator;
  countTry(till, tried);
  throw new Problem(operator ? 'operator-withdrawn' : 'badge-unknown');
}

/** Null for a text that is nobody's. Also somebody withdrawn. */
export async function ownerOf(
  till: OpenTill,
  kind: TokenKind,
  text: string,
): Promise<Operator | null> {
  const said = kind === 'badge' ? readBadge(text) : text;
  if (said === null) return null;
  const hash = await till.ports.hashing.hashToken(till.identity.store, kind, said);
  const isTheirs = ({ tokens }: Operator) =>
    tokens.some((token) => token.kind === kind && token.hash === hash);
  return till.db.operators.list().find(isTheirs) ?? null;
}
