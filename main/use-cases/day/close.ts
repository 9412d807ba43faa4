/**
 * The end of a business date: the drawer counted, the Z written, printed and sent, the shift over.
 *
 * Channels: `day.preview`, `day.close`.
 */

import { amountMinorMax } from '../../../domain/basics/money.ts';
import type { ChannelInput, ChannelOutput, ClosePreview } from '../../../domain/contract/ipc.ts';
import type { DayClosedBody } from '../../../domain/day/facts.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { Letterhead } from '../../../domain/paper/letterhead.ts';
import { zPreview, zReport } from '../../../domain/reports/day-report.ts';
import { blindTotals, type DayTotals, expectedCash } from '../../../domain/reports/day-totals.ts';
import { figureOf } from '../../../domain/reports/figures.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { signHead } from '../../machine/till-key.ts';
import { bookingDate, settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { syncLane } from '../office/link.ts';
import { pushJournal, recordPushed } from '../office/sync.ts';
import { letterhead } from '../paper/letterhead.ts';
import { linesOnPaper, print } from '../paper/print.ts';
import { checkedTotals } from '../reports/checked-totals.ts';
import { checkNotInPayment } from '../sale/basket.ts';
import { basketBegun } from '../sale/counter.ts';
import { giveUpParked } from '../sale/holds.ts';
import { resolveOrRefuse } from '../tenders/attempts.ts';
import { terminalOf } from '../tenders/terminal.ts';
import { endShift } from './end-shift.ts';

type CloseInput = ChannelInput<'day.close'>;

/**
 * What stands to be closed: the oldest business date without a Z. Until the drawer is counted, without what would tell
 * how much there should be in it. Throws `Problem`: `totals-differ`, `journal-broken`, `bad-request`.
 */
export function previewClose(till: OpenTill, input: ChannelInput<'day.preview'>): ClosePreview {
  const businessDate = till.db.day().unclosedDates[0] ?? bookingDate(till);
  const entries = till.db.journal.head().seq;
  const totals = checkedTotals(till, businessDate);
  const count = input.denominations === null ? null : countOf(totals, input.denominations);
  return {
    businessDate,
    totals: count === null ? blindTotals(totals) : totals,
    count: count && {
      ...count,
      paper: zPreview(letterheadNow(till), totals, { ...count, reason: null }),
    },
    cutOver: settingsOf(till).cutOver,
    openAttempts: till.db.attempts.open().length,
    unsynced: entries - till.db.sync.acknowledgedSeq(),
    entries,
  };
}

/**
 * Writes the Z of `businessDate`. Closing the shift's own date ends the shift; closing an earlier one does not.
 * Throws `Problem`: `basket-open`, `attempt-unresolved`, `day-already-closed`, `totals-differ`, `disk-full`.
 */
export async function closeDay(
  till: OpenTill,
  input: CloseInput,
): Promise<ChannelOutput<'day.close'>> {
  checkMayClose(till, input.businessDate);
  presence(till).leaving = true;
  till.changed('shift');
  try {
    await resolveOrRefuse(till);
    // Nobody comes back for them once the date is closed; the Z counts them.
    giveUpParked(till, (date) => date === input.businessDate, till.db.day().operator);
    const totals = checkedTotals(till, input.businessDate);
    const closing = closingOf(till, totals, input);
    const endsShift = input.businessDate === till.db.day().businessDate;
    record(till, [{ kind: 'day-closed', body: closing }]);
    const paper = zReport(letterheadNow(till), totals, closing);
    till.inBackground('Z report', true, async () => {
      await print(till, paper);
    });
    await lastSync(till);
    if (endsShift) {
      endShift(till, 'day-closed', { basket: 'none' });
      endTerminalDay(till);
    }
    return { paper, differenceMinor: closing.differenceMinor, zNumber: closing.zNumber };
  } finally {
    presence(till).leaving = false;
    till.changed('shift');
    till.wantSync();
  }
}

/** What the drawer holds beside what it should hold, in minor units. */
function countOf(totals: DayTotals, denominations: CloseInput['denominations']) {
  const countedMinor = countCash(denominations);
  const expectedMinor = expectedCash(totals);
  return { countedMinor, expectedMinor, differenceMinor: countedMinor - expectedMinor };
}

function letterheadNow(till: OpenTill): Letterhead {
  return letterhead(till, presence(till).locale, till.ports.clock.now());
}

/** Sum of the notes and coins, in minor units. Throws `Problem` `bad-request` for more than a till can hold. */
export function countCash(denominations: Readonly<Record<string, number>>): number {
  let sumMinor = 0;
  for (const [denomination, pieces] of Object.entries(denominations)) {
    sumMinor += Number(denomination) * pieces;
  }
  if (!Number.isSafeInteger(sumMinor) || sumMinor > amountMinorMax)
    throw new Problem('bad-request');
  return sumMinor;
}

function checkMayClose(till: OpenTill, businessDate: string): void {
  checkNotInPayment(till);
  if (basketBegun(till)) throw new Problem('basket-open');
  const day = till.db.day();
  if (day.unclosedDates.includes(businessDate)) return;
  // A date without float and sales may be closed too, as long as it is the shift's own and has no Z.
  if (till.db.isClosed(businessDate)) throw new Problem('day-already-closed', { businessDate });
  if (businessDate !== day.businessDate) throw new Problem('bad-request');
}

function closingOf(
  till: OpenTill,
  totals: DayTotals,
  { denominations, reason }: CloseInput,
): DayClosedBody {
  const sales = figureOf(totals, 'sales');
  return {
    zNumber: till.db.numbers.nextZ(),
    closedDate: totals.businessDate,
    ...countOf(totals, denominations),
    reason: reason === '' ? null : reason,
    sales: sales.count,
    salesMinor: sales.minor,
    firstSeq: totals.firstSeq,
    lastSeq: totals.lastSeq,
    head: signHead(till.key, till.db.journal.head()),
    drawer: mainDrawer,
  };
}

/** However long the line takes for what is left, nobody stays in the shop for it longer than this. */
const lastSyncMsMax = 15_000;

/** The Z stands on this disk: what the back office does not get now it gets later. */
function lastSync(till: OpenTill): Promise<void> {
  return new Promise((resolve) => {
    const stopClock = till.ports.clock.after(lastSyncMsMax, resolve);
    const sync = async (): Promise<void> => {
      await pushJournal(till);
      await recordPushed(till);
    };
    till.inBackground('last sync', false, () =>
      syncLane(till, sync).finally(() => {
        stopClock();
        resolve();
      }),
    );
  });
}

/** The Z stands whatever the terminal says; what it says is told. */
function endTerminalDay(till: OpenTill): void {
  const device = terminalOf(till);
  if (device === null) return;
  till.inBackground('end of day of the terminal', true, async () => {
    const { receipt } = await till.ports.devices.request('terminalEndOfDay', { device });
    if (receipt.length > 0) await print(till, linesOnPaper(receipt));
  });
}
