/** Totals so far. Channels: `report.x`, `report.printX`. */

import type { ChannelOutput } from '../../../domain/contract/ipc.ts';
import type { Paper } from '../../../domain/paper/paper.ts';
import { xReport } from '../../../domain/reports/day-report.ts';
import type { DayTotals } from '../../../domain/reports/day-totals.ts';
import { bookingDate, settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { letterhead } from '../paper/letterhead.ts';
import { type Printed, print } from '../paper/print.ts';
import { checkedTotals } from './checked-totals.ts';

/** Throws `Problem`: `totals-differ`, `journal-broken`. */
export function viewX(till: OpenTill): ChannelOutput<'report.x'> {
  const totals = checkedTotals(till, bookingDate(till));
  return { totals, cutOver: settingsOf(till).cutOver, paper: xPaper(till, totals) };
}

/** Throws `Problem`: `totals-differ`, `printer-…`, `device-…`. */
export async function printX(till: OpenTill): Promise<Printed> {
  return print(till, xPaper(till, checkedTotals(till, bookingDate(till))));
}

function xPaper(till: OpenTill, totals: DayTotals): Paper {
  const head = letterhead(till, presence(till).locale, till.ports.clock.now());
  return xReport(head, totals);
}
