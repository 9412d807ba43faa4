/** Of step 2: the clock against the last entry, against itself, and against the back office. */

import { judgeClock } from '../../../../domain/basics/business-date.ts';
import type { Fact } from '../../../../domain/contract/entry.ts';
import { clockMovedMsMax } from '../../../../domain/sign-in/second-sign-in.ts';
import { type Finding, finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { logFailure, record } from '../../../till/record.ts';
import { link } from '../../office/link.ts';
import { callServer, clockProblem } from '../../office/sync.ts';
import { clockMovedMs } from './last-sync.ts';
import { detail } from './step.ts';

/** The back office refuses signatures older than this; see domain/contract/sync.ts. */
const serverDriftMsMax = 5 * 60_000;

/**
 * Where till and back office agree on now, an odd last entry is only a warning: a clock that was wrong and is right
 * again must not lock the shop out.
 */
export async function checkClock(till: OpenTill, operator: string): Promise<Finding> {
  const now = till.ports.clock.now();
  const verdict = judgeClock(now, latestKnownAt(till));
  const hasMoved = Math.abs(clockMovedMs(till)) > clockMovedMsMax;
  // Asked again where there is a doubt: somebody may have moved the clock, or set it right, since.
  if (verdict.kind !== 'steady' || hasMoved || isFarOff(till)) await askServerTime(till);
  const aheadMs = link(till).serverAheadMs;
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

/**
 * The latest thing written down since the back office last had everything: the last entry alone may say only that the
 * clock was set back just before it.
 */
function latestKnownAt({ db }: OpenTill): number | null {
  return db.journal.latestAt(db.sync.acknowledgedSeq());
}

function isFarOff(till: OpenTill): boolean {
  const { serverAheadMs } = link(till);
  return serverAheadMs !== null && Math.abs(serverAheadMs) > serverDriftMsMax;
}

/** What it said before the clock moved says nothing now. */
async function askServerTime(till: OpenTill): Promise<void> {
  link(till).serverAheadMs = null;
  try {
    const { serverTime } = await callServer(till, 'pull', { cursor: till.db.sync.cursor() });
    link(till).serverAheadMs = serverTime - till.ports.clock.now();
  } catch (thrown) {
    logFailure(till, 'ask for the time', thrown);
  }
}
