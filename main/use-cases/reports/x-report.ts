/** Totals so far, since the last Z. Channels: `report.x`, `report.printX`. */

import { drawerIn } from '../../../domain/cash/drawer.ts';
import type { ChannelOutput } from '../../../domain/contract/ipc.ts';
import { xReport } from '../../../domain/reports/day-report.ts';
import { blindTotals } from '../../../domain/reports/day-totals.ts';
import { bookingDate, settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { letterhead } from '../paper/letterhead.ts';
import { type Printed, print } from '../paper/print.ts';
import { isHidden } from './blind.ts';
import { checkedBooks } from './checked-books.ts';

/** Throws `Problem`: `totals-differ`, `journal-broken`. */
export function viewX(till: OpenTill): ChannelOutput<'report.x'> {
  const books = checkedBooks(till, bookingDate(till));
  const blind = isHidden(till, drawerIn(books.drawers));
  const totals = blind ? blindTotals(books.totals) : books.totals;
  const head = letterhead(till, presence(till).locale, till.ports.clock.now());
  const paper = xReport(head, { ...books, totals }, blind);
  return { totals, blind, cutOver: settingsOf(till).cutOver, paper };
}

/** Throws `Problem`: `totals-differ`, `printer-…`, `device-…`. */
export async function printX(till: OpenTill): Promise<Printed> {
  return print(till, viewX(till).paper);
}
