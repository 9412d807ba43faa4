/** The machine under a till of a test: healthy, but for what the test says. */
import type { Power } from '../../domain/sign-in/machine.ts';
import { systemClock } from '../../main/machine/clock.ts';
import type { TillPorts } from '../../main/program/app.ts';

export type MachineState = {
  diskFreeBytes?: number;
  memoryFreeBytes?: number;
  power?: Power;
  /** Of main, and of the devices process. */
  missingModules?: readonly string[];
  missingDeviceModules?: readonly string[];
  integrity?: boolean;
  appVersion?: string;
};

/** Looks at `state` each time it is asked: a test may change it while the till runs. */
export function machineOf(state: MachineState): TillPorts['system'] {
  return {
    diskFreeBytes: () => state.diskFreeBytes ?? 64_000_000_000,
    sinceBootMs: () => systemClock.monotonic(),
    memoryFreeBytes: () => state.memoryFreeBytes ?? 4_000_000_000,
    power: () => state.power ?? { kind: 'mains' },
    missingModules: async () => [...(state.missingModules ?? [])],
    appVersion: state.appVersion ?? '0.1.0',
    integrity: async () => state.integrity ?? true,
  };
}
