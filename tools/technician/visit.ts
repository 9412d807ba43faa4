/** One test or health check of an open device: told, kept, and answered with an exit code. */
import type { BenchResult, BenchTest } from '../../domain/devices/bench.ts';
import type { DeviceIdentity } from '../../domain/devices/register.ts';
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { answer, exit, type Given, table } from './command.ts';
import { type OpenDevice, withDevice } from './device.ts';
import { folderOf, keep } from './record.ts';
import { sentencesIn } from './sentences.ts';

export type Check = Readonly<{ health: HealthLevel }> | Readonly<{ test: BenchTest }>;

/** Opens the device, checks, keeps the result. Ctrl-C ends a test early; its result is kept all the same. */
export function visit(given: Given, check: Check): Promise<number> {
  return withDevice(given, async (device) => {
    const result = await ('health' in check
      ? checkHealth(device, check.health)
      : runTest(given, device, check.test));
    const file = await keepResult(given, device, result);
    const say = sentencesIn(given.lang);
    answer(given, { ok: result.outcome === 'passed', ...result, record: file }, [
      `${result.test}: ${result.outcome}  (${Math.round(result.tookMs)} ms)`,
      ...table(Object.entries(result.facts).map(([name, value]) => [`  ${name}`, value])),
      ...result.problems.map((problem) => `  ! ${say(problem)}`),
      `kept in ${file}`,
    ]);
    return result.outcome === 'passed' ? exit.good : exit.bad;
  });
}

async function checkHealth({ host, config }: OpenDevice, level: HealthLevel): Promise<BenchResult> {
  const at = Date.now();
  const health = await host.request('health', { device: config.device, level });
  return {
    device: config.device,
    test: `health-${level}`,
    at,
    outcome: outcomeOf(health),
    problems: health.problems,
    facts: health.facts,
    roundTripsMs: [],
    tookMs: health.tookMs,
  };
}

const outcomeOf = ({ state }: DeviceHealth): BenchResult['outcome'] =>
  state === 'healthy' ? 'passed' : state;

async function runTest(
  { io }: Given,
  { host, config }: OpenDevice,
  test: BenchTest,
): Promise<BenchResult> {
  const run = 'terminal';
  const stopTelling = host.onEvent((event) => {
    if (event.kind !== 'test-progress') return;
    const facts = Object.entries(event.facts).map(([name, value]) => `${name} ${value}`);
    io.tell(`${event.done}/${event.total}  ${facts.join('  ')}\n`);
  });
  const takeBack = io.onInterrupt(() => void host.request('stopTest', { run }));
  try {
    return await host.request('test', { device: config.device, run, test });
  } finally {
    takeBack();
    stopTelling();
  }
}

async function keepResult(
  given: Given,
  { host, config, finding }: OpenDevice,
  result: BenchResult,
): Promise<string> {
  const { device, family, protocol, address } = config;
  const { lines: trace } = await host.request('trace', { device, after: -1 });
  const statistics = await host.request('statistics', { device });
  const identity = (await identityOf(host, device)) ?? finding?.identity ?? nobody;
  return keep(folderOf(given), {
    version: 1,
    device: { device, family, protocol, address },
    identity,
    results: [result],
    statistics,
    trace,
  });
}

const nobody: DeviceIdentity = { model: null, serialNumber: null, firmware: null };

/** Null from a device that does not answer: it has been checked all the same. */
async function identityOf(
  host: OpenDevice['host'],
  device: string,
): Promise<DeviceIdentity | null> {
  try {
    return await host.request('identify', { device });
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return null;
  }
}
