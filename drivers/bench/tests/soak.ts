/**
 * The same harmless exchange again and again: how often does it fail, and how long does it take? The exchange is the
 * internal health check, at which nothing moves.
 */
import { Problem, type ProblemData, toProblem } from '../../../domain/words/problem.ts';
import type { BenchFacts, BenchPorts, Found } from '../bench-test.ts';
import { percentile, thinOut } from '../thin-out.ts';

/** So many in a row, and the device is not there: the rest would say nothing new. */
const failuresInARowMax = 10;
const progressEveryMs = 250;
const pointsMax = 1_000;
const problemsMax = 5;

export async function testSoak(ports: BenchPorts, exchanges: number): Promise<Found> {
  const { clock, signal, progress } = ports;
  const roundTrips: (number | null)[] = [];
  const problems = new Map<string, ProblemData>();
  let inARow = 0;
  let toldAt = clock.monotonic();
  while (roundTrips.length < exchanges && inARow < failuresInARowMax && !signal.aborted) {
    const startedAt = clock.monotonic();
    const problem = await exchangeOnce(ports, roundTrips.length === 0);
    if (signal.aborted) break;
    const now = clock.monotonic();
    roundTrips.push(problem ? null : now - startedAt);
    inARow = problem ? inARow + 1 : 0;
    if (problem && problems.size < problemsMax) problems.set(problem.kind, problem);
    if (now - toldAt < progressEveryMs && roundTrips.length < exchanges) continue;
    toldAt = now;
    progress(roundTrips.length, exchanges, factsOf(roundTrips));
  }
  const failed = roundTrips.some((ms) => ms === null);
  return {
    outcome: failed ? 'failed' : 'passed',
    facts: factsOf(roundTrips),
    problems: [...problems.values()],
    roundTripsMs: thinOut(roundTrips, pointsMax),
  };
}

/** The problem that spoiled it, or null. Throws `test-not-possible` where the device cannot be asked anything. */
async function exchangeOnce(ports: BenchPorts, first: boolean): Promise<ProblemData | null> {
  const { config, signal, tap } = ports;
  const newest = tap.lines(-1).at(-1)?.index ?? -1;
  try {
    const { state, problems } = await ports.use((driver) => driver.health('internal', signal));
    const silentBothWays = first && tap.lines(newest).length === 0;
    if (silentBothWays) throw new Problem('test-not-possible', { device: config.device });
    return state === 'failed' ? (problems[0] ?? { kind: 'device-silent', params: {} }) : null;
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.kind === 'unexpected' || problem.kind === 'test-not-possible') throw thrown;
    return problem.toData();
  }
}

function factsOf(roundTrips: readonly (number | null)[]): BenchFacts {
  const good = roundTrips.filter((ms) => ms !== null).sort((a, b) => a - b);
  const failed = roundTrips.length - good.length;
  const shown = (ms: number | undefined): string =>
    ms === undefined ? '-' : `${ms.toFixed(1)} ms`;
  return {
    exchanges: String(roundTrips.length),
    failed: String(failed),
    'error rate': `${((100 * failed) / Math.max(1, roundTrips.length)).toFixed(2)} %`,
    p50: shown(percentile(good, 0.5)),
    p99: shown(percentile(good, 0.99)),
    slowest: shown(good.at(-1)),
  };
}
