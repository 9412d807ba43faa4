/**
 * One test of the technician's bench on one device. The screen of the till and `npm run devices` both come through
 * here.
 */
import { assertNever } from '../../domain/assert.ts';
import type { Clock } from '../../domain/clock.ts';
import type { BenchResult, BenchTest } from '../../domain/contract/bench.ts';
import type { DeviceConfig } from '../../domain/contract/devices.ts';
import { Problem, type ProblemData, toProblem } from '../../domain/problems.ts';
import type { AnyPort } from '../registry.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport } from '../transports/transport.ts';
import { testBaud } from './tests/baud.ts';
import { testDisplay } from './tests/display.ts';
import { testDrawer } from './tests/drawer.ts';
import { testKcv } from './tests/kcv.ts';
import { testKeys } from './tests/keys.ts';
import { testMac } from './tests/mac.ts';
import { testPayment } from './tests/payment.ts';
import { testPin } from './tests/pin.ts';
import { testPrint } from './tests/print.ts';
import { testRaw } from './tests/raw.ts';
import { testScan } from './tests/scan.ts';
import { testSoak } from './tests/soak.ts';
import { testSwipe } from './tests/swipe.ts';
import { testWeigh } from './tests/weigh.ts';

export type BenchFacts = Record<string, string>;

export type BenchPorts = Readonly<{
  config: DeviceConfig;
  /** Runs on the device's driver once it is there; see host/supervised-device.ts. */
  use<T>(run: (driver: AnyPort) => Promise<T>): Promise<T>;
  /** Gives the bare port for as long as `run` takes. */
  lend<T>(run: (open: OpenTransport, address: string) => Promise<T>): Promise<T>;
  tap: Tap;
  clock: Clock;
  /** Aborts when somebody ends the test. */
  signal: AbortSignal;
  progress(done: number, total: number, facts: BenchFacts): void;
}>;

/** What a test found; a `Problem` that it throws is one more finding. */
export type Found = Readonly<{
  outcome: 'passed' | 'needs-look' | 'failed';
  facts: BenchFacts;
  problems?: readonly ProblemData[];
  roundTripsMs?: readonly (number | null)[];
}>;

/** Throws `Problem` `test-not-possible` where the device's family cannot; every other failure is a result. */
export async function runBench(ports: BenchPorts, test: BenchTest): Promise<BenchResult> {
  const { clock, config, signal } = ports;
  const startedAt = clock.monotonic();
  const at = clock.now();
  const found = await attempt(ports, test);
  const { facts, problems = [], roundTripsMs = [] } = found;
  return {
    device: config.device,
    test: test.test,
    at,
    outcome: signal.aborted ? 'stopped' : found.outcome,
    problems: signal.aborted ? [] : [...problems],
    facts,
    roundTripsMs: [...roundTripsMs],
    tookMs: clock.monotonic() - startedAt,
  };
}

async function attempt(ports: BenchPorts, test: BenchTest): Promise<Found> {
  try {
    return await dispatch(ports, test);
  } catch (thrown) {
    const problem = toProblem(thrown);
    if (problem.kind === 'unexpected' || problem.kind === 'test-not-possible') throw thrown;
    return { outcome: 'failed', facts: {}, problems: [problem.toData()] };
  }
}

function dispatch(ports: BenchPorts, test: BenchTest): Promise<Found> {
  switch (test.test) {
    case 'display':
      return testDisplay(ports, test.lines);
    case 'keys':
      return testKeys(ports);
    case 'pin':
      return testPin(ports, test.wrappedKey);
    case 'kcv':
      return testKcv(ports, test.wrappedKey);
    case 'mac':
      return testMac(ports, test.wrappedKey);
    case 'swipe':
      return testSwipe(ports);
    case 'scan':
      return testScan(ports);
    case 'weigh':
      return testWeigh(ports);
    case 'print':
      return testPrint(ports);
    case 'drawer':
      return testDrawer(ports, test.pulseMs);
    case 'payment':
      return testPayment(ports);
    case 'soak':
      return testSoak(ports, test.exchanges);
    case 'baud':
      return testBaud(ports);
    case 'raw':
      return testRaw(ports, test.hex, test.waitMs);
    default:
      return assertNever(test);
  }
}

/** Throws `Problem` `test-not-possible` where the device is of another family. */
export function needs<Port>(port: Port | undefined, { config }: BenchPorts): Port {
  if (!port) throw new Problem('test-not-possible', { device: config.device });
  return port;
}
