/** Waits for a condition by looking again and again, within a bound. Never waits for time itself. */

/** Far longer than anything takes here, so that only a condition that never comes true runs into it. */
const looksMax = 3_000;
const betweenLooksMs = 5;

/** Throws, naming `what`, when it has not come true after about fifteen seconds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  for (let look = 0; look < looksMax; look += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  }
  throw new Error(`never came true: ${what}`);
}
