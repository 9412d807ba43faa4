/** Totals so far. Channels: `report.x`, `report.printX`. */
import type { ChannelOutput } from '../../domain/contract/ipc.ts';
import { dayReport, type Paper } from '../../domain/receipt.ts';
import type { DayTotals } from '../../domain/report.ts';
import { bookingDate, type OpenTill } from '../session.ts';
import { checkedTotals } from './checked-totals.ts';
import { letterhead } from './letterhead.ts';
import { type Printed, print } from './print.ts';

/** Throws `Problem`: `totals-differ`, `journal-broken`. */
export function viewX(till: OpenTill): ChannelOutput<'report.x'> {
  const totals = checkedTotals(till, bookingDate(till));
  return { totals, paper: xPaper(till, totals) };
}

/** Throws `Problem`: `totals-differ`, `printer-…`, `device-…`. */
export async function printX(till: OpenTill): Promise<Printed> {
  return print(till, xPaper(till, checkedTotals(till, bookingDate(till))));
}

function xPaper(till: OpenTill, totals: DayTotals): Paper {
  const head = letterhead(till, till.session.locale, till.ports.clock.now());
  return dayReport(head, totals, null);
}
