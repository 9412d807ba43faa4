/**
 * What a till sees to by itself, at its own pace: the cut-over, a hand on the clock, its file, payments to take back,
 * and working keys it should have.
 */

import { businessDateNow } from '../till/business-day.ts';
import type { OpenTill } from '../till/open-till.ts';
import { presence } from '../till/presence.ts';
import { logFailure } from '../till/record.ts';
import { leaveAtCutOver } from '../use-cases/day/cut-over.ts';
import { watchClock } from '../use-cases/day/watch-clock.ts';
import { basketBegun, counter } from '../use-cases/sale/counter.ts';
import { giveUpParked } from '../use-cases/sale/holds.ts';
import { endWithdrawn } from '../use-cases/sign-in/withdrawn.ts';
import { openAttempts, resolveAttempts } from '../use-cases/tenders/attempts.ts';
import { signOnToHost, workingKeys } from '../use-cases/tenders/host.ts';
import { paymentOf } from '../use-cases/tenders/under-way.ts';

/** Fine enough for a cut-over, coarse enough to cost nothing. */
const tickMs = 5_000;
/** Entries after which the file is tidied between two customers: some 1 MB of WAL, which is then written over. */
const untidyMin = 50;
/** Long enough to count change into a hand. */
const changeMs = 15_000;
/** A host that does not do what it should is asked again after this, and then after twice as long. */
const hostRetryMs = 5_000;
/** A cable put back, or a host that is up again, is noticed within this time. */
const signOnRetryMsMax = 60_000;
/** Each try to take a payment back is an entry in the journal: a hundred and fifty a day, and no more. */
const takeBackRetryMsMax = 600_000;

export type Upkeep = Readonly<{ stop(): void }>;

export function startUpkeep(till: OpenTill): Upkeep {
  const { clock } = till.ports;
  let stopped = false;
  let cancelTimer = (): void => {};
  let failures = 0;
  let working = false;
  let hostNotBefore = 0;
  const checkClock = watchClock(till);
  const tidyUp = tidier(till);

  const tick = (): void => {
    if (stopped) return;
    cancelTimer = clock.after(tickMs, tick);
    // Nothing below can be written down while it is not known what came of the last commit.
    guard(till, 'doubt', () => {
      if (till.db.settle())
        till.emit({ kind: 'notice', problem: { kind: 'commit-undone', params: {} } });
    });
    // First: a cut-over that came because somebody moved the clock is told in this order.
    guard(till, 'clock', checkClock);
    guard(till, 'cut-over', () => {
      if (!changeIsCounted(till)) leaveAtCutOver(till);
    });
    guard(till, 'parked', () => giveUpParked(till, (date) => date < businessDateNow(till), null));
    guard(till, 'withdrawn', () => endWithdrawn(till));
    guard(till, 'file', tidyUp);
    if (working) return;
    if (!hasHostWork(till)) {
      // Whatever comes next is a new trouble, and deserves a quick first try.
      failures = 0;
      hostNotBefore = 0;
      return;
    }
    if (clock.monotonic() < hostNotBefore) return;
    working = true;
    till.inBackground('host', false, async () => {
      const left = await doHostWork(till);
      failures = left === 'nothing' ? 0 : failures + 1;
      hostNotBefore = clock.monotonic() + hostPauseMs(left, failures);
      working = false;
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

/** Tidies the file once there is enough to do, and nobody stands at the counter with goods or a card. */
function tidier(till: OpenTill): () => void {
  const { db } = till;
  let tidySeq = db.journal.head().seq;
  return () => {
    const { seq } = db.journal.head();
    if (seq - tidySeq < untidyMin || basketBegun(till) || paymentOf(till) !== null) return;
    db.tidy();
    tidySeq = seq;
  };
}

/** The change of the last sale is still being handed over: its amount must stay on the screen. */
function changeIsCounted(till: OpenTill): boolean {
  const { soldAt } = counter(till);
  return soldAt !== null && till.ports.clock.monotonic() - soldAt < changeMs;
}

function hasHostWork(till: OpenTill): boolean {
  const { db, ports } = till;
  if (paymentOf(till) || presence(till).leaving || db.day().state === 'closed') return false;
  const needsKeys = ports.config.acquirer !== null && workingKeys(till) === null;
  return needsKeys || openAttempts(till).length > 0;
}

export type HostWorkLeft = 'nothing' | 'sign-on' | 'take-back';

/** How long the host is left alone, in ms, after it was asked in vain `failures` times in a row. */
export function hostPauseMs(left: HostWorkLeft, failures: number): number {
  if (left === 'nothing') return 0;
  const pauseMs = hostRetryMs * 2 ** Math.min(Math.max(0, failures - 1), 10);
  return Math.min(left === 'sign-on' ? signOnRetryMsMax : takeBackRetryMsMax, pauseMs);
}

/** Does what it can and answers what is left. */
async function doHostWork(till: OpenTill): Promise<HostWorkLeft> {
  const { operator } = till.db.day();
  let signedOn = true;
  try {
    if (operator && till.ports.config.acquirer !== null) await signOnToHost(till, operator);
  } catch (thrown) {
    logFailure(till, 'sign on again', thrown);
    signedOn = false;
  }
  // Whom it can ask without the host it asks all the same.
  try {
    await resolveAttempts(till);
  } catch (thrown) {
    logFailure(till, 'take back', thrown);
  }
  if (!signedOn) return 'sign-on';
  return openAttempts(till).length === 0 ? 'nothing' : 'take-back';
}

function guard(till: OpenTill, what: string, run: () => void): void {
  try {
    run();
  } catch (thrown) {
    logFailure(till, what, thrown);
  }
}
