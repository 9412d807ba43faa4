/** Stub of the face while it is being built. */
import type { Clock } from '../../domain/clock.ts';
import type { Devices } from '../../domain/contract/devices.ts';
import { Problem } from '../../domain/problems.ts';
import type { OpenTransport } from '../transports/transport.ts';

export type DevicesOptions = Readonly<{
  clock: Clock;
  /** Opens addresses; real serial, HID and TCP unless given. */
  open?: OpenTransport;
}>;
export type DevicesHost = Devices & Readonly<{ close(): Promise<void> }>;

export function createDevices(_options: DevicesOptions): DevicesHost {
  return {
    request: () => Promise.reject(new Problem('device-not-configured')),
    onEvent: () => () => {},
    close: async () => {},
  };
}
