/**
 * Waits for a condition by looking again and again, within a bound. Never waits for time itself.
 *
 * A clock that a test lets run (`pass` in emulated-zvt.ts) knows nothing of the machine's time: between two looks a minute may
 * go by on it. So whoever moves such a clock looks for everybody first (`lookForAll`).
 */

/** Far longer than anything takes here, on a busy machine too, so that only a condition that never comes true runs into it. */
const looksMax = 12_000;
const betweenLooksMs = 5;

type Watch = Readonly<{ condition: () => boolean | Promise<boolean>; met: () => void }>;
const watches = new Set<Watch>();

/** Throws, naming `what`, when it has not come true after about a minute. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
): Promise<void> {
  let isMet = false;
  let wake = (): void => {};
  const watch = {
    condition,
    met: () => {
      isMet = true;
      wake();
    },
  };
  watches.add(watch);
  try {
    for (let look = 0; look < looksMax; look += 1) {
      if (isMet || (await condition())) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, betweenLooksMs);
      });
    }
  } finally {
    watches.delete(watch);
  }
  throw new Error(`never came true: ${what}`);
}

/** Looks at every condition that is waited for; true where one has come true, and its waiter is about to go on. */
export function lookForAll(): boolean {
  const due = [...watches].filter(({ condition }) => condition() === true);
  for (const watch of due) {
    watches.delete(watch);
    watch.met();
  }
  return due.length > 0;
}
