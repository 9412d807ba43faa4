/**
 * One test of the technician's bench on one device. The screen of the till and `npm run devices` both come through
 * here.
 */
import { assertNever } from '../../domain/basics/assert.ts';
import type { BenchResult, BenchTest } from '../../domain/devices/bench.ts';
import { toProblem } from '../../domain/words/problem.ts';
import type { BenchPorts, Found } from './bench-test.ts';
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
    problems: [...problems],
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
    // That somebody ended it is no problem; what a test found by itself, such as money that may have moved, stays.
    const problems = ports.signal.aborted ? [] : [problem.toData()];
    return { outcome: 'failed', facts: {}, problems };
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
