/** Step 2, the till itself: clock, disk, memory, power, journal, native modules, screen and sound, unfinished work. */
import { judgeDisk, judgeMemory, judgePower } from '../../../../domain/sign-in/machine.ts';
import { Problem, toProblem } from '../../../../domain/words/problem.ts';
import { allOf, type Finding, finding } from '../../../till/finding.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { logFailure } from '../../../till/record.ts';
import { checkedBooks } from '../../reports/checked-books.ts';
import { checkClock } from './clock.ts';
import { detail, type Step } from './step.ts';

/** Enough of the chain to see damage of the last days; the whole is checked by `npm run verify`. */
const tailEntries = 2_000;

export const selfTest: Step = async ({ till, operator, businessDate }) => {
  const [clock, modules] = await Promise.all([
    checkClock(till, operator.number),
    checkModules(till),
  ]);
  return allOf([
    clock,
    checkDisk(till),
    checkMemory(till),
    checkPower(till),
    checkBooks(till, businessDate),
    modules,
    checkScreenAndSound(till, businessDate),
    checkUnfinished(till, businessDate),
  ]);
};

function checkDisk(till: OpenTill): Finding {
  const freeBytes = till.ports.system.diskFreeBytes();
  const freeGb = Math.round(freeBytes / 100_000_000) / 10;
  return finding({ details: [detail('self-test', 'disk', { freeGb })], ...judgeDisk(freeBytes) });
}

function checkMemory(till: OpenTill): Finding {
  const freeBytes = till.ports.system.memoryFreeBytes();
  const freeMb = Math.floor(freeBytes / 1_000_000);
  return finding({
    details: [detail('self-test', 'memory', { freeMb })],
    ...judgeMemory(freeBytes),
  });
}

function checkPower(till: OpenTill): Finding {
  const power = till.ports.system.power();
  const details = power.kind === 'mains' ? [detail('self-test', 'mains')] : [];
  return finding({ details, ...judgePower(power) });
}

/** Where the journal does not hold together there is nothing to hold totals against. */
function checkBooks(till: OpenTill, businessDate: string): Finding {
  const journal = checkJournal(till);
  return journal.failures.length > 0 ? journal : allOf([journal, checkTotals(till, businessDate)]);
}

function checkJournal(till: OpenTill): Finding {
  const { journal } = till.db;
  const { seq } = journal.head();
  const verdict = journal.check(Math.max(0, seq - tailEntries));
  if (verdict.kind === 'broken') {
    return finding({ failures: [new Problem('journal-broken', { seq: verdict.seq })] });
  }
  const details = [detail('self-test', 'journal', { entries: seq })];
  const [unread, inBooks] = [till.db.unread(), till.db.unreadInBooks()];
  if (inBooks > 0) {
    return finding({ details, failures: [new Problem('books-of-later', { entries: inBooks })] });
  }
  return finding({
    details,
    warnings: unread > 0 ? [new Problem('journal-of-later', { entries: unread })] : [],
  });
}

/** What is kept of the dates that are still to be closed; a close would stop at it. */
function checkTotals(till: OpenTill, businessDate: string): Finding {
  const warnings: Problem[] = [];
  for (const date of new Set([...till.db.day().unclosedDates, businessDate])) {
    try {
      checkedBooks(till, date);
    } catch (thrown) {
      const problem = toProblem(thrown);
      if (problem.kind === 'journal-broken') return finding({ failures: [problem] });
      warnings.push(problem);
    }
  }
  return finding({ warnings });
}

/** Of this process, and of the one that keeps the devices. */
async function checkModules(till: OpenTill): Promise<Finding> {
  const { system, devices } = till.ports;
  const ours = await system.missingModules();
  try {
    const { modules } = await devices.request('missingModules', {});
    const missing = [...ours, ...modules];
    return finding({
      failures: missing.map((module) => new Problem('native-module-missing', { module })),
    });
  } catch (thrown) {
    // A devices process that does not answer is told of once more, by the step about the devices.
    logFailure(till, 'ask for native modules', thrown);
    return finding({ warnings: [toProblem(thrown)] });
  }
}

/** What somebody has found wrong today; who has not tried has found nothing. */
function checkScreenAndSound(till: OpenTill, businessDate: string): Finding {
  const { screen, sound } = till.db.checksOf(businessDate);
  const warnings: Problem[] = [];
  if (screen === false) warnings.push(new Problem('screen-failed'));
  if (sound === false) warnings.push(new Problem('sound-failed'));
  return finding({ warnings });
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
