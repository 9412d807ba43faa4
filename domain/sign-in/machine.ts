/** What the machine under the till must have left to get through a day; how little of it is a problem. */
import { Problem } from '../words/problem.ts';

/** Where the power comes from now; `percent` is null where the system does not say how full the battery is. */
export type Power =
  | Readonly<{ kind: 'mains' }>
  | Readonly<{ kind: 'battery'; percent: number | null }>;

export type Verdict = Readonly<{ failures: Problem[]; warnings: Problem[] }>;

/** A week of a busy till's journal and logs. */
const diskLowBytes = 200_000_000;
/** Below this a day could end in the middle of a sale. */
const diskFullBytes = 20_000_000;
/** The till's three processes take about 350 MB while it sells; with less than this left one of them may be ended. */
const memoryLowBytes = 150_000_000;
/** A tablet till runs on this for about a quarter of an hour: not long enough to begin a day on. */
const batteryLowPercent = 10;

export function judgeDisk(freeBytes: number): Verdict {
  const freeMb = Math.floor(freeBytes / 1_000_000);
  if (freeBytes < diskFullBytes) return bad(new Problem('disk-full', { freeMb }));
  return freeBytes < diskLowBytes ? look(new Problem('disk-low', { freeMb })) : well;
}

export function judgeMemory(freeBytes: number): Verdict {
  const freeMb = Math.floor(freeBytes / 1_000_000);
  return freeBytes < memoryLowBytes ? look(new Problem('memory-low', { freeMb })) : well;
}

export function judgePower(power: Power): Verdict {
  if (power.kind === 'mains') return well;
  const { percent } = power;
  return percent !== null && percent < batteryLowPercent
    ? bad(new Problem('battery-low', { percent }))
    : look(new Problem('on-battery', { percent: percent ?? 'unknown' }));
}

const well: Verdict = { failures: [], warnings: [] };
const bad = (problem: Problem): Verdict => ({ failures: [problem], warnings: [] });
const look = (problem: Problem): Verdict => ({ failures: [], warnings: [problem] });
