/** ZVT: the terminal's day is closed with its host (06 50). */
import { Problem } from '../../../domain/words/problem.ts';
import type { TerminalTotals } from '../port.ts';
import { composeDayReceipt } from './compose.ts';
import { succeeded } from './course.ts';
import type { Desk } from './desk.ts';
import { composesReceipts } from './registration.ts';
import { cancelReservation, openReservations } from './reservations.ts';

/** A shop with more open ones than this has another reason to look at them. */
const releasedMax = 100;

/**
 * Throws `Problem`: `device-refused` with the error id (77 not possible: the terminal then takes nothing before it has
 * worked), `device-busy`, `device-…`. May be asked again.
 */
export async function endOfDay(desk: Desk, signal: AbortSignal): Promise<TerminalTotals> {
  const { device, options } = desk;
  if (options.releaseReservations) await release(desk, signal);
  const { password } = options;
  const course = await desk.ask({ kind: 'endOfDay', password }, signal);
  const { ending, result, receipts } = course;
  if (ending.kind === 'doubt') throw ending.problem;
  if (ending.kind === 'refused') {
    throw ending.error === '9C'
      ? new Problem('device-busy', { device })
      : new Problem('device-refused', { device, code: ending.error });
  }
  const failure =
    ending.kind === 'aborted' ? (ending.abort.error ?? '?') : (result?.result ?? succeeded);
  if (failure !== succeeded) throw new Problem('device-refused', { device, code: failure });
  return {
    cards: result?.totals?.cards ?? [],
    totalMinor: result?.amountMinor ?? 0,
    traceNumber: result?.traceNumber ?? null,
    receipts:
      result && receipts.length === 0 && composesReceipts(options, 'administration')
        ? [composeDayReceipt(result, options.currency)]
        : receipts,
  };
}

/** card complete: "06 23 with 87 FFFF until none is left" comes before the end of day. */
async function release(desk: Desk, signal: AbortSignal): Promise<void> {
  for (let released = 0; released < releasedMax; released += 1) {
    const [receiptNumber] = await openReservations(desk, signal);
    if (receiptNumber === undefined) return;
    const outcome = await cancelReservation(desk, receiptNumber, signal);
    if (outcome.kind !== 'approved') return;
  }
}
