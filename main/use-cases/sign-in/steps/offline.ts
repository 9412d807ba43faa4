/** Without the back office the till opens on what it knows, within what the store risks; past that somebody must say yes. */

import { businessDateOf, daysBetween } from '../../../../domain/basics/business-date.ts';
import { judgeOffline } from '../../../../domain/office/offline-limits.ts';
import { mayDo } from '../../../../domain/people/right.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { settingsOf } from '../../../till/business-day.ts';
import { type Finding, finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { holdsOf } from '../../../till/presence.ts';
import { record } from '../../../till/record.ts';
import type { Lift, LiftRequest } from '../under-way.ts';
import { detail, type StepContext } from './step.ts';

/** What the till makes of it that the back office could not be asked, because of `problem`. */
export async function openOffline(context: StepContext, problem: Problem): Promise<Finding> {
  const { till, businessDate } = context;
  const { offline: policy, signInPolicy } = settingsOf(till);
  const days = daysSinceSync(till, businessDate);
  const unsyncedMinor = till.db.unsyncedMinor(till.db.sync.acknowledgedSeq());
  const verdict = judgeOffline(policy, days, unsyncedMinor);
  if (verdict.kind === 'within') {
    return finding({
      details: [detail('sync', 'offline', { days, daysMax: policy.daysMax })],
      failures: [problem],
    });
  }
  const { limit } = verdict;
  const past = new Problem('offline-limit', {
    limit,
    days,
    daysMax: policy.daysMax,
    unsyncedMinor,
    unsyncedMinorMax: policy.unsyncedMinorMax,
  });
  // A store that lets nobody open without the back office has nothing to lift.
  const isAsked = signInPolicy.sync !== 'block';
  const request: LiftRequest = { purpose: 'offline-lift', limit, days, unsyncedMinor };
  const lifted = isAsked && (isLifted(till, businessDate, limit) || (await lift(context, request)));
  return finding({
    failures: [problem],
    ...(lifted ? { warnings: [past] } : { blockers: [past] }),
  });
}

/** Whoever may lift the limit does so by signing in; anybody else is asked to fetch somebody. */
async function lift(context: StepContext, request: LiftRequest): Promise<boolean> {
  const { till, operator, ask } = context;
  if (mayDo(holdsOf(till, operator.role), 'offline.lift')) {
    recordLift(till, request, { by: operator.number }, operator.number);
    return true;
  }
  const answer = await ask({ waitsFor: 'lift', request });
  if (answer.kind !== 'lift') return false;
  recordLift(till, request, answer.lift, operator.number);
  return true;
}

function recordLift(till: OpenTill, request: LiftRequest, lift: Lift, operator: string): void {
  const { limit, days, unsyncedMinor } = request;
  record(
    till,
    [{ kind: 'offline-lifted', body: { limit, days, unsyncedMinor, ...lift } }],
    operator,
  );
}

/** A lift is good for the rest of its business date. */
function isLifted(till: OpenTill, businessDate: string, limit: LiftRequest['limit']): boolean {
  return till.db.lifts(businessDate).includes(limit);
}

function daysSinceSync(till: OpenTill, businessDate: string): number {
  // Joining the store is a sync, so there always is one.
  const lastAt = till.db.sync.lastAt() ?? 0;
  return Math.max(0, daysBetween(businessDateOf(lastAt, settingsOf(till)), businessDate));
}
