/** Step 2, the till itself: clock, disk, journal, unfinished work. */
import { judgeClock } from '../../../domain/business-date.ts';
import type { Fact } from '../../../domain/journal-entry.ts';
import { Problem } from '../../../domain/problems.ts';
import { logFailure, type OpenTill, record } from '../../session.ts';
import { callServer, clockProblem } from '../sync.ts';
import { detail, type Finding, finding, type Step } from './step.ts';

/** Enough of the chain to see damage of the last days; the whole is checked by `npm run verify`. */
const tailEntries = 2_000;
/** A week of a busy till's journal and logs. */
const diskLowBytes = 200 * 1_000_000;
/** Below this a day could end in the middle of a sale. */
const diskFullBytes = 20 * 1_000_000;
/** The back office refuses signatures older than this; see domain/contract/sync.ts. */
const serverDriftMsMax = 5 * 60_000;

export const selfTest: Step = async ({ till, operator, businessDate }) => {
  const clock = await checkClock(till, operator.number);
  const found = [clock, checkDisk(till), checkJournal(till), checkUnfinished(till, businessDate)];
  return finding({
    details: found.flatMap((part) => part.details),
    failures: found.flatMap((part) => part.failures),
    warnings: found.flatMap((part) => part.warnings),
  });
};

/**
 * The clock against the last entry, and against the back office where it answers. Where both agree on now, an odd last
 * entry is only a warning: a clock that was wrong and is right again must not lock the shop out.
 */
async function checkClock(till: OpenTill, operator: string): Promise<Finding> {
  const now = till.ports.clock.now();
  const verdict = judgeClock(now, till.db.journal.lastEntryAt());
  // Asked again where there is a doubt: somebody may have set the clock right since.
  if (verdict.kind !== 'steady' || isFarOff(till)) await askServerTime(till);
  const aheadMs = till.session.serverAheadMs;
  if (aheadMs !== null && isFarOff(till)) {
    return finding({ failures: [clockProblem(aheadMs > 0 ? 'set-back' : 'set-forward', aheadMs)] });
  }
  if (verdict.kind === 'steady') return finding({ details: [detail('self-test', 'clock')] });
  const byMs = Math.round(verdict.byMs);
  const fact: Fact = { kind: 'clock-moved', body: { direction: verdict.kind, byMs } };
  record(till, [fact], operator);
  const problem = clockProblem(verdict.kind, byMs);
  // A long holiday looks like a clock set forward, so alone it stops nobody.
  const isBad = verdict.kind === 'set-back' && aheadMs === null;
  return isBad ? finding({ failures: [problem] }) : finding({ warnings: [problem] });
}

function isFarOff({ session: { serverAheadMs } }: OpenTill): boolean {
  return serverAheadMs !== null && Math.abs(serverAheadMs) > serverDriftMsMax;
}

/** What it said before the clock moved says nothing now. */
async function askServerTime(till: OpenTill): Promise<void> {
  till.session.serverAheadMs = null;
  try {
    const { serverTime } = await callServer(till, 'pull', { cursor: till.db.sync.cursor() });
    till.session.serverAheadMs = serverTime - till.ports.clock.now();
  } catch (thrown) {
    logFailure(till, 'ask for the time', thrown);
  }
}

function checkDisk(till: OpenTill): Finding {
  const freeBytes = till.ports.system.diskFreeBytes();
  const freeMb = Math.floor(freeBytes / 1_000_000);
  if (freeBytes < diskFullBytes) {
    return finding({ failures: [new Problem('disk-full', { freeMb })] });
  }
  if (freeBytes < diskLowBytes) return finding({ warnings: [new Problem('disk-low', { freeMb })] });
  const freeGb = Math.round(freeBytes / 100_000_000) / 10;
  return finding({ details: [detail('self-test', 'disk', { freeGb })] });
}

function checkJournal(till: OpenTill): Finding {
  const { journal } = till.db;
  const { seq } = journal.head();
  const verdict = journal.check(Math.max(0, seq - tailEntries));
  if (verdict.kind === 'broken') {
    return finding({ failures: [new Problem('journal-broken', { seq: verdict.seq })] });
  }
  return finding({ details: [detail('self-test', 'journal', { entries: seq })] });
}

function checkUnfinished(till: OpenTill, businessDate: string): Finding {
  const attempts = till.db.attempts.open().length;
  return finding({
    details: attempts === 0 ? [] : [detail('self-test', 'unfinished', { attempts })],
    warnings: till.db
      .day()
      .unclosedDates.filter((date) => date < businessDate)
      .map((date) => new Problem('yesterday-not-closed', { businessDate: date })),
  });
}
