/** The hours a chart of one business day shows. */

type Hour = Readonly<{ hour: string; minor: number }>;

/** An empty shop still shows its usual hours. */
const usual: readonly string[] = ['08', '21'];

/**
 * The usual hours, and before and after them what has takings, in the order in which the business day has them:
 * `cutOver` is where it begins, `HH:MM`; `byHourMinor` is by the hour of the wall clock.
 */
export function shownHours(byHourMinor: readonly number[], cutOver: string): Hour[] {
  const begin = Number(cutOver.slice(0, 2));
  const day = byHourMinor.map((_, index): Hour => {
    const at = (begin + index) % byHourMinor.length;
    return { hour: String(at).padStart(2, '0'), minor: byHourMinor[at] ?? 0 };
  });
  const isShown = ({ hour, minor }: Hour): boolean => minor > 0 || usual.includes(hour);
  return day.slice(day.findIndex(isShown), day.findLastIndex(isShown) + 1);
}
