/**
 * The business date: the day sales are booked on. It rolls over at the store's cut-over time in the store's zone, so
 * that a sale at 01:30 belongs to the evening before. The only user of Temporal.
 */
import { Temporal } from 'temporal-polyfill';
import { assert } from './assert.ts';

/** `zone` is an IANA name; `cutOver` is `HH:MM` of the wall clock. */
export type DayRule = Readonly<{ zone: string; cutOver: string }>;

/**
 * The business date, `YYYY-MM-DD`, of the instant `atMs`. Judged by instants, not by what the clock on the wall shows:
 * in the hour that autumn repeats the wall shows times before the cut-over once more, and the day must not go back.
 */
export function businessDateOf(atMs: number, rule: DayRule): string {
  const { zone, cutOver } = rule;
  const known = lastSpan;
  const isInIt = known && known.fromMs <= atMs && atMs < known.untilMs;
  if (isInIt && known.zone === zone && known.cutOver === cutOver) return known.date;
  let date = localTime(atMs, zone).toPlainDate().add({ days: 1 });
  while (atMs < beginOf(date, rule)) date = date.subtract({ days: 1 });
  const fromMs = beginOf(date, rule);
  const untilMs = beginOf(date.add({ days: 1 }), rule);
  lastSpan = { zone, cutOver, fromMs, untilMs, date: date.toString() };
  return lastSpan.date;
}

/**
 * The business date asked about last and where it begins and ends: a till asks many times a second, a day has one
 * answer, and the calendar takes a tenth of a millisecond to find it.
 */
let lastSpan: Readonly<DayRule & { fromMs: number; untilMs: number; date: string }> | null = null;

/**
 * The first instant, in ms, of the business date after `businessDate`. Where the cut-over falls into the hour that
 * spring skips, it is the moment the clocks jump past it; where autumn repeats it, the first of the two.
 */
export function cutOverAfter(businessDate: string, rule: DayRule): number {
  return beginOf(Temporal.PlainDate.from(businessDate).add({ days: 1 }), rule);
}

/** The next business date. */
export function dateAfter(businessDate: string): string {
  return Temporal.PlainDate.from(businessDate).add({ days: 1 }).toString();
}

/** The instant, in ms, at which the wall clock first shows `wallTime` (`HH:MM`) on a business date. */
export function instantOn(businessDate: string, wallTime: string, rule: DayRule): number {
  const date = Temporal.PlainDate.from(businessDate);
  const isAfterMidnight = wallTime < rule.cutOver;
  return firstInstant(isAfterMidnight ? date.add({ days: 1 }) : date, wallTime, rule.zone);
}

/** The instant, in ms, at which the business date `date` begins. */
function beginOf(date: Temporal.PlainDate, { zone, cutOver }: DayRule): number {
  return firstInstant(date, cutOver, zone);
}

function firstInstant(date: Temporal.PlainDate, wallTime: string, zone: string): number {
  const wall = date.toPlainDateTime(Temporal.PlainTime.from(wallTime));
  const first = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (first.toPlainDateTime().equals(wall)) return first.epochMilliseconds;
  // The wall never shows this time: `first` lies as far before the jump as the cut-over would lie after it.
  const jump = first.getTimeZoneTransition('next');
  assert(jump, `no jump of the clocks over ${wall} in ${zone}`);
  return jump.epochMilliseconds;
}

/** The store's zone or cut-over became another at `at`, ms UTC; `businessDate` is the date that went on at that moment. */
export type ZoneChange = Readonly<{ at: number; businessDate: string }>;

/**
 * The date that `date`, by the new rule, stands for: where the change put the wall clock back over the cut-over, the
 * date that went on goes on until the new rule has come as far, so that no date happens twice. What the clock says
 * before the change is another matter: then somebody has set it.
 */
export function dateAfterChange(date: string, atMs: number, change: ZoneChange | null): string {
  if (change === null || atMs < change.at || date >= change.businessDate) return date;
  return change.businessDate;
}

/** Whole days from one `YYYY-MM-DD` to a later one; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
}

/** The hour found last: most questions are about the same one, and the calendar takes longer than the sum it is for. */
let lastHour = { zone: '', fromMs: 0, untilMs: 0, hour: 0 };

/** Hour of the store's wall clock, 0–23. */
export function localHour(atMs: number, zone: string): number {
  const known = lastHour;
  if (zone === known.zone && atMs >= known.fromMs && atMs < known.untilMs) return known.hour;
  const { hour, minute, second, millisecond } = localTime(atMs, zone);
  const fromMs = atMs - ((minute * 60 + second) * 1_000 + millisecond);
  const untilMs = fromMs + 3_600_000;
  // An hour in which the clocks are changed is not remembered: it is longer or shorter than others.
  const [first, last] = [localTime(fromMs, zone), localTime(untilMs - 1, zone)];
  if (first.offset === last.offset) lastHour = { zone, fromMs, untilMs, hour };
  return hour;
}

/** `2026-11-22 08:52:03` on the store's wall clock, for receipts and reports. */
export function localText(atMs: number, zone: string): string {
  return localTime(atMs, zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ');
}

function localTime(atMs: number, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
}

export type ClockVerdict =
  | Readonly<{ kind: 'steady' }>
  | Readonly<{ kind: 'set-back'; byMs: number }>
  | Readonly<{ kind: 'set-forward'; byMs: number }>;

/** Less than this is drift, not a hand on the clock. */
const driftMsMax = 2 * 60_000;
/** A till left off for longer than this is more likely a clock set wrong than a holiday. */
const idleMsMax = 60 * 24 * 3_600_000;

/** By how much the clock on the wall was moved while `bootMs` went by on one that nobody can set; drift is no move. */
export function judgeMove(wallMs: number, bootMs: number): ClockVerdict {
  const movedMs = wallMs - bootMs;
  if (movedMs < -driftMsMax) return { kind: 'set-back', byMs: -movedMs };
  if (movedMs > driftMsMax) return { kind: 'set-forward', byMs: movedMs };
  return { kind: 'steady' };
}

/** Judges the till's clock by the last thing it wrote down. */
export function judgeClock(nowMs: number, lastEntryMs: number | null): ClockVerdict {
  if (lastEntryMs === null) return { kind: 'steady' };
  const passedMs = nowMs - lastEntryMs;
  if (passedMs < -driftMsMax) return { kind: 'set-back', byMs: -passedMs };
  if (passedMs > idleMsMax) return { kind: 'set-forward', byMs: passedMs };
  return { kind: 'steady' };
}
