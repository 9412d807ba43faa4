/**
 * Step 6, the books: counts, amounts and last entry per business date against the back office, and the till's copy of what
 * the back office owns.
 */

import type { OwnedDigests, OwnedTable } from '../../../../domain/office/owned.ts';
import {
  type BookDifference,
  digestOf,
  readDigest,
  reconcile,
} from '../../../../domain/office/reconcile.ts';
import { totalsVersion } from '../../../../domain/reports/day-totals.ts';
import { mayReconcileBeside } from '../../../../domain/sign-in/second-sign-in.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { settingsOf } from '../../../till/business-day.ts';
import { finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { record } from '../../../till/record.ts';
import { link, syncLane } from '../../office/link.ts';
import { callServer, pushJournal } from '../../office/sync.ts';
import { comparison, differingOwned, takeAnew } from '../owned.ts';
import { signInLane } from '../under-way.ts';
import { syncsBeside } from './last-sync.ts';
import { detail, type Step } from './step.ts';

/** Enough to see that something is wrong; the back office has the rest. */
const namedMax = 5;
/** Something written beside us while we ask makes the question moot; this often it is asked again. */
const roundsMax = 3;

export const reconcileBooks: Step = async ({ till, operator, businessDate }) => {
  if (!link(till).online) {
    return finding({ warnings: [new Problem('server-unreachable')] });
  }
  const reconciled = comparison(till).done && till.db.checksOf(businessDate).reconciled;
  const policy = settingsOf(till).signInPolicy.reconcile;
  if (mayReconcileBeside(syncsBeside(till, businessDate), reconciled, policy)) {
    compareBeside(till, operator.number, businessDate);
    return finding({ details: [detail('reconcile', 'beside')] });
  }
  const from = firstDateToCompare(till, businessDate);
  const compared = await syncLane(till, () => compare(till, from));
  const { differences, isWhole, takenAnew, stillOther } = compared;
  const failures = [
    ...writeDown(till, differences, operator.number),
    ...stillOther.map((what) => new Problem('owned-differs', { what })),
  ];
  const warnings: Problem[] = takenAnew.map((what) => new Problem('owned-taken-anew', { what }));
  if (!isWhole) warnings.push(new Problem('books-of-other-version'));
  if (failures.length > 0) return finding({ failures, warnings });
  return finding({ details: [detail('reconcile', 'passed', { from })], warnings });
};

/** Once the gate has opened; what it finds is told as a notice. */
function compareBeside(till: OpenTill, operator: string, businessDate: string): void {
  till.inBackground('reconcile', false, async () => {
    // The sign-in that asks holds this lane until it has ended.
    await signInLane(till, async () => {});
    const from = firstDateToCompare(till, businessDate);
    const { differences, moot, takenAnew, stillOther } = await syncLane(till, () =>
      compare(till, from),
    );
    const problems = [
      ...takenAnew.map((what) => new Problem('owned-taken-anew', { what })),
      ...stillOther.map((what) => new Problem('owned-differs', { what })),
      ...(moot ? [] : writeDown(till, differences, operator)),
    ];
    for (const problem of problems) till.emit({ kind: 'notice', problem: problem.toData() });
  });
}

/** What a Z has closed and a sign-in has compared since need not be looked at every morning. */
function firstDateToCompare(till: OpenTill, businessDate: string): string {
  const { unclosedDates, lastClosedDate } = till.db.day();
  const dates = [...unclosedDates.slice(0, 1), businessDate];
  if (lastClosedDate !== null) dates.push(lastClosedDate);
  return dates.sort()[0] ?? businessDate;
}

/** `moot`: every time it was asked, something was written meanwhile that only one side may have counted. */
type Comparison = Readonly<{
  differences: BookDifference[];
  /** The sums too: both sides fold alike. */
  isWhole: boolean;
  moot: boolean;
  /** Of what the back office owns: what was not alike and is now, and what is not even now. */
  takenAnew: OwnedTable[];
  stillOther: OwnedTable[];
}>;

/** Both sides of the same journal: everything is pushed first, and nothing may come in between. */
async function compare(till: OpenTill, from: string): Promise<Comparison> {
  for (let round = 1; ; round += 1) {
    await pushJournal(till);
    const { seq } = till.db.journal.head();
    const { digests, owned } = await callServer(till, 'digests', askAbout(till, from));
    const moot = till.db.journal.head().seq !== seq;
    if (moot && round < roundsMax) continue;
    const theirs = digests.map(readDigest);
    const differences = reconcile(till.db.books.from(from).map(digestOf), theirs);
    const isWhole = theirs.every(({ fold = totalsVersion }) => fold === totalsVersion);
    return { differences, isWhole, moot, ...(await compareOwned(till, from, owned)) };
  }
}

/** An older back office does not say what it owns. */
async function compareOwned(
  till: OpenTill,
  from: string,
  theirs: OwnedDigests | undefined,
): Promise<Pick<Comparison, 'takenAnew' | 'stillOther'>> {
  const found = theirs ? await differingOwned(till, theirs) : [];
  comparison(till).done = true;
  if (found.length === 0) return { takenAnew: [], stillOther: [] };
  await takeAnew(till, found);
  await pushJournal(till);
  const { owned } = await callServer(till, 'digests', askAbout(till, from));
  const stillOther = owned ? await differingOwned(till, owned) : [];
  return { takenAnew: found.filter((table) => !stillOther.includes(table)), stillOther };
}

function askAbout(till: OpenTill, from: string) {
  return { from, cursor: till.db.sync.cursor() };
}

/** The first few, as facts and as problems. */
function writeDown(till: OpenTill, differences: BookDifference[], operator: string): Problem[] {
  if (differences.length === 0) return [];
  const named = differences.slice(0, namedMax);
  record(
    till,
    named.map((difference) => ({
      kind: 'books-differed' as const,
      body: { businessDate: difference.businessDate, params: paramsOf(difference) },
    })),
    operator,
  );
  return named.map((difference) => new Problem('books-differ', paramsOf(difference)));
}

function paramsOf({ businessDate, what, here, there }: BookDifference) {
  return { businessDate, what, here, there };
}
