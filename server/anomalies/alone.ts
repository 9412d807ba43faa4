/**
 * What a till decided without asking anybody: who it let in offline, whose approval it took, which code it believed.
 * Held against what the back office knew at that moment.
 */
import type { AloneReason, Finding } from '../../domain/anomalies/kinds.ts';
import type { Entry } from '../../domain/contract/entry.ts';
import type { Operator } from '../../domain/people/operator.ts';
import { gave, type RolesKnown } from '../people/roles.ts';
import { approvalOf } from './approval.ts';

/** A change at the till and its arrival here are told by two clocks, which differ by no more than this. */
const sameChangeMsMax = 5 * 60_000;

/** How an entry came to the back office, and what it knows. */
export type Knowledge = Readonly<{
  operators: ReadonlyMap<string, Operator>;
  roles: RolesKnown;
  /** Number → since when withdrawn, ms UTC. */
  withdrawnAt: ReadonlyMap<string, number>;
  /** Since when the till itself is withdrawn. */
  revokedAt: number | null;
  /** Challenge → the entry that spent its code, null while nobody has; a challenge that was never answered is missing. */
  codes: ReadonlyMap<string, number | null>;
}>;

/** What the till's journal says about its talks with the back office. */
export type Contact = Readonly<{
  /** When the back office last told it everything, by the till's clock. */
  toldAt: number;
  /** The shift was opened without the back office. */
  offline: boolean;
  /** Operators who changed their secret at this till: it knows the new one. */
  secretsChanged: Readonly<Record<string, number>>;
}>;

export type Decision = Readonly<{ findings: readonly Finding[] }>;

/** Null where the till decided nothing alone. */
export function judgeAlone(entry: Entry, contact: Contact, known: Knowledge): Decision | null {
  switch (entry.kind) {
    case 'signed-in':
      return entry.body.offline ? judgeSignIn(entry, contact, known) : null;
    case 'offline-lifted':
    case 'device-confirmed': {
      const { by, challenge } = entry.body;
      return by === null
        ? judgeCode(entry, challenge ?? '', entry.operator ?? '', known)
        : judgeApproval(entry, known);
    }
    case 'operator-unlocked': {
      const { by, number, challenge } = entry.body;
      if (by !== null) return judgeApproval(entry, known);
      // Without a challenge the back office itself had forgiven the tries.
      return challenge === undefined ? null : judgeCode(entry, challenge, number, known);
    }
    case 'attempt-approved':
    case 'attempt-reversed':
      return contact.offline ? { findings: [] } : null;
    default:
      return judgeApproval(entry, known);
  }
}

function judgeSignIn(entry: Entry, contact: Contact, known: Knowledge): Decision {
  const number = entry.operator ?? '';
  const operator = known.operators.get(number);
  if (known.revokedAt !== null && known.revokedAt <= entry.at) return odd(entry, 'revoked', number);
  if (isWithdrawn(number, entry.at, known)) return odd(entry, 'withdrawn', number);
  const setAt = operator?.secretSetAt ?? 0;
  const changedElsewhere = setAt > contact.toldAt && setAt <= entry.at;
  // What was chosen at this till it knew at once; the back office only heard of it later.
  const isOwn = Math.abs((contact.secretsChanged[number] ?? 0) - setAt) <= sameChangeMsMax;
  if (changedElsewhere && !isOwn) {
    return odd(entry, 'secret', number);
  }
  return { findings: [] };
}

/** Null where nobody allowed anything. */
function judgeApproval(entry: Entry, known: Knowledge): Decision | null {
  const approval = approvalOf(entry);
  if (approval === null) return null;
  const { by, right, rolesVersion } = approval;
  const manager = known.operators.get(by);
  const isEntitled = manager !== undefined && gave(known.roles, manager.role, right, rolesVersion);
  const isGone = isWithdrawn(by, entry.at, known);
  return isEntitled && !isGone ? { findings: [] } : odd(entry, 'unentitled', by);
}

function judgeCode(entry: Entry, challenge: string, number: string, known: Knowledge): Decision {
  const usedSeq = known.codes.get(challenge);
  if (usedSeq === undefined) return odd(entry, 'invented', number);
  if (usedSeq !== null && usedSeq !== entry.seq) return odd(entry, 'reused', number, [usedSeq]);
  return { findings: [] };
}

function isWithdrawn(number: string, at: number, known: Knowledge): boolean {
  const since = known.withdrawnAt.get(number);
  return since !== undefined && since <= at;
}

function odd(
  { seq }: Entry,
  why: AloneReason,
  operator: string,
  before: readonly number[] = [],
): Decision {
  const params = { why, operator };
  return { findings: [{ anomaly: 'decided-alone', params, entries: [...before, seq] }] };
}
