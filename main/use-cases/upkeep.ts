/**
 * What a till sees to by itself, at its own pace: the cut-over, a clock that was set back, payments to take back, and
 * working keys it should have.
 */
import { judgeClock } from '../../domain/business-date.ts';
import { basketBegun, businessDateNow, logFailure, type OpenTill, record } from '../session.ts';
import { openAttempts, resolveAttempts } from './attempts.ts';
import { signOnToHost } from './host.ts';

/** Fine enough for a cut-over, coarse enough to cost nothing. */
const tickMs = 5_000;
/** A host that does not answer is asked again after this, and then after twice as long, up to the maximum. */
const hostRetryMs = 15_000;
const hostRetryMsMax = 600_000;

export type Upkeep = Readonly<{ stop(): void }>;

export function startUpkeep(till: OpenTill): Upkeep {
  const { clock } = till.ports;
  let stopped = false;
  let cancelTimer = (): void => {};
  let failures = 0;
  let hostNotBefore = clock.monotonic() + hostRetryMs;
  let lastNow = clock.now();

  const tick = (): void => {
    if (stopped) return;
    cancelTimer = clock.after(tickMs, tick);
    guard(till, 'cut-over', () => leaveAtCutOver(till));
    guard(till, 'clock', () => {
      lastNow = watchClock(till, lastNow);
    });
    if (clock.monotonic() < hostNotBefore || !hasHostWork(till)) return;
    hostNotBefore = Number.POSITIVE_INFINITY;
    till.inBackground('host', false, async () => {
      const done = await doHostWork(till);
      failures = done ? 0 : failures + 1;
      const pauseMs = done ? tickMs : hostRetryMs * 2 ** Math.min(failures - 1, 10);
      hostNotBefore = clock.monotonic() + Math.min(hostRetryMsMax, pauseMs);
    });
  };

  cancelTimer = clock.after(tickMs, tick);
  return {
    stop: () => {
      stopped = true;
      cancelTimer();
    },
  };
}

/** Past the cut-over, once the counter is empty, the shift ends: who goes on must sign in again. */
export function leaveAtCutOver(till: OpenTill): void {
  const { session, db } = till;
  const day = db.day();
  if (day.state === 'closed' || day.businessDate === businessDateNow(till)) return;
  till.changed();
  if (basketBegun(session) || session.payment !== null || session.leaving) return;
  record(till, [{ kind: 'signed-out', body: { reason: 'cut-over' } }]);
  session.operator = null;
  session.host = null;
}

/**
 * A clock set back while the till runs is written down. Forward is not: a machine that slept looks the same, and the
 * next sign-in judges it by the back office's clock.
 */
function watchClock(till: OpenTill, lastNow: number): number {
  const now = till.ports.clock.now();
  const verdict = judgeClock(now, lastNow);
  if (verdict.kind === 'set-back') {
    const body = { direction: verdict.kind, byMs: Math.round(verdict.byMs) };
    record(till, [{ kind: 'clock-moved', body }]);
  }
  return now;
}

function hasHostWork(till: OpenTill): boolean {
  const { session, db, ports } = till;
  if (ports.config.acquirer === null || session.payment || session.leaving) return false;
  if (db.day().state === 'closed') return false;
  return session.host === null || openAttempts(till).length > 0;
}

/** Whether everything is as it should be now. */
async function doHostWork(till: OpenTill): Promise<boolean> {
  const { operator } = till.session;
  try {
    if (operator) await signOnToHost(till, operator.number);
    await resolveAttempts(till);
    return openAttempts(till).length === 0;
  } catch (thrown) {
    logFailure(till, 'host work', thrown);
    return false;
  }
}

function guard(till: OpenTill, what: string, run: () => void): void {
  try {
    run();
  } catch (thrown) {
    logFailure(till, what, thrown);
  }
}
