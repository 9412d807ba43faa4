/** Totals so far. Channels: `report.x`, `report.printX`. */
import type { ChannelOutput } from '../../domain/contract/ipc.ts';
import { dayReport, type Paper } from '../../domain/receipt.ts';
import { bookingDate, type OpenTill } from '../session.ts';
import { letterhead } from './letterhead.ts';
import { print } from './print.ts';

export function viewX(till: OpenTill): ChannelOutput<'report.x'> {
  return { totals: till.db.totals(bookingDate(till)), paper: xPaper(till) };
}

/** Throws `Problem`: `printer-…`, `device-…`. */
export async function printX(till: OpenTill): Promise<Record<string, never>> {
  await print(till, xPaper(till));
  return {};
}

function xPaper(till: OpenTill): Paper {
  const head = letterhead(till, till.session.locale, till.ports.clock.now());
  return dayReport(head, till.db.totals(bookingDate(till)), null);
}
