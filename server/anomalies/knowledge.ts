/** What the back office knew when a till decided alone; and codes that have been spent. */
import type { Entry } from '../../domain/contract/entry.ts';
import { operatorSchema } from '../../domain/people/operator.ts';
import { readRolesKnown } from '../people/roles.ts';
import type { Work } from '../store/tables.ts';
import type { Knowledge } from './alone.ts';
import { approvalOf } from './approval.ts';
import type { ReviewedTill } from './reviewed-till.ts';

/** Whether its operator, whoever allowed it or its code must be known. */
const isAsked = (entry: Entry): boolean =>
  entry.kind === 'signed-in' || approvalOf(entry) !== null || spentIn([entry]).length > 0;

const nothing = {
  operators: new Map(),
  withdrawnAt: new Map(),
  revokedAt: null,
  codes: new Map(),
} as const;

/** Asks the database only where `entries` hold a decision. */
export async function knowledgeFor(
  work: Work,
  { store, till }: ReviewedTill,
  entries: readonly Entry[],
): Promise<Knowledge> {
  const roles = await readRolesKnown(work, store);
  if (!entries.some(isAsked)) return { ...nothing, roles };
  const operators = await work
    .selectFrom('operators')
    .select(['number', 'body'])
    .where('store_id', '=', store)
    .execute();
  const withdrawn = await work
    .selectFrom('withdrawals')
    .select(['number', 'at'])
    .where('store_id', '=', store)
    .execute();
  const { revoked_at: revokedAt } = await work
    .selectFrom('tills')
    .select('revoked_at')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirstOrThrow();
  return {
    operators: new Map(
      operators.map(({ number, body }) => [number, operatorSchema.parse(JSON.parse(body))]),
    ),
    roles,
    withdrawnAt: new Map(withdrawn.map(({ number, at }) => [number, at])),
    revokedAt,
    codes: await codesOf(work, { store, till }, entries),
  };
}

async function codesOf(
  work: Work,
  { store, till }: ReviewedTill,
  entries: readonly Entry[],
): Promise<Map<string, number | null>> {
  const challenges = spentIn(entries).map(({ challenge }) => challenge);
  if (challenges.length === 0) return new Map();
  const rows = await work
    .selectFrom('code_answers')
    .select(['challenge', 'used_seq'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('challenge', 'in', challenges)
    .execute();
  const codes = new Map(rows.map(({ challenge, used_seq }) => [challenge, used_seq]));
  // Twice within these entries: the first spends it.
  for (const { challenge, seq } of spentIn(entries)) {
    if (codes.get(challenge) === null) codes.set(challenge, seq);
  }
  return codes;
}

/** The first entry that spends a code stays the one. */
export async function spendCodes(
  work: Work,
  { store, till }: ReviewedTill,
  entries: readonly Entry[],
): Promise<void> {
  for (const { challenge, seq } of spentIn(entries)) {
    await work
      .updateTable('code_answers')
      .set({ used_seq: seq })
      .where('store_id', '=', store)
      .where('till_id', '=', till)
      .where('challenge', '=', challenge)
      .where('used_seq', 'is', null)
      .execute();
  }
}

function spentIn(entries: readonly Entry[]): { challenge: string; seq: number }[] {
  return entries.flatMap(({ seq, ...fact }) => {
    if (
      fact.kind !== 'offline-lifted' &&
      fact.kind !== 'operator-unlocked' &&
      fact.kind !== 'device-confirmed'
    ) {
      return [];
    }
    const { challenge } = fact.body;
    return challenge === undefined ? [] : [{ challenge, seq }];
  });
}
