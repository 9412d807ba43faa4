/** What every test of the bench is given, and what it finds. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { DeviceConfig } from '../../domain/devices/verbs.ts';
import { Problem, type ProblemData } from '../../domain/words/problem.ts';
import type { AnyPort } from '../protocol.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport } from '../transports/transport.ts';

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

/** Throws `Problem` `test-not-possible` where the device is of another family. */
export function needs<Port>(port: Port | undefined, { config }: BenchPorts): Port {
  if (!port) throw new Problem('test-not-possible', { device: config.device });
  return port;
}
