/** A close before its time: a slip at noon must not look like the evening's. */
import { cutOverAfter, type DayRule, instantOn } from '../basics/business-date.ts';

/** When people work, by the store's wall clock; `until` before `from` goes over midnight. */
type Hours = Readonly<{ from: string; until: string }>;

const dayMs = 24 * 3_600_000;

/**
 * Whether the date is closed early at `atMs`, and until when the store would be open, ms UTC; null where it is not early.
 * Early is before the store closes; where a store has not said when, while more than half of the day is left. A date
 * that is over is never closed early.
 */
export function closesEarly(
  atMs: number,
  businessDate: string,
  rule: DayRule,
  hours: Hours | null,
): Readonly<{ untilMs: number }> | null {
  const endMs = cutOverAfter(businessDate, rule);
  if (hours === null) return endMs - atMs > dayMs / 2 ? { untilMs: endMs } : null;
  // Hours over midnight that end after the cut-over end with the date.
  const isPastEnd = hours.until <= hours.from && hours.until >= rule.cutOver;
  const untilMs = isPastEnd ? endMs : instantOn(businessDate, hours.until, rule);
  return atMs < untilMs ? { untilMs } : null;
}
