/** What every driver is given, and what the devices host expects of every driver besides its family's verbs. */
import type { Clock } from '../domain/basics/clock.ts';
import type { Tap } from './tap.ts';
import type { Transport } from './transports/transport.ts';

export type DriverPorts = Readonly<{
  /** Names the device in every problem. */
  device: string;
  transport: Transport;
  clock: Clock;
  tap: Tap;
}>;

/** A family's port as a driver gives it: the host re-opens the device when `gone` resolves. */
export type Driven<Port> = Port & Readonly<{ gone: Promise<void> }>;
