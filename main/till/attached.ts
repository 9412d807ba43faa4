/** The devices of this till. */
import { type DeviceRole, deviceFor, familyOfRole } from '../../domain/devices/roles.ts';
import type { DeviceConfig } from '../../domain/devices/verbs.ts';
import { Problem, type ProblemData } from '../../domain/words/problem.ts';
import { memory } from './memory.ts';
import type { OpenTill } from './open-till.ts';

export type Attached = {
  /** The configuration's, until a technician attaches another. */
  devices: readonly DeviceConfig[];
  /** What each said last of itself. */
  readonly status: Map<string, Readonly<{ online: boolean; problem: ProblemData | null }>>;
};

export const attached = memory<Attached>(({ ports }) => ({
  devices: ports.config.devices,
  status: new Map(),
}));

/** Null where this till has none. */
export const deviceOf = (till: OpenTill, role: DeviceRole): DeviceConfig | null =>
  deviceFor(role, attached(till).devices);

/** Its name. Throws `Problem` `device-not-configured`. */
export function neededDevice(till: OpenTill, role: DeviceRole): string {
  const config = deviceOf(till, role);
  if (config === null) throw new Problem('device-not-configured', { device: familyOfRole(role) });
  return config.device;
}

/** A lamp shows what the device's last act did: `problem` until one goes well, or it is plugged in anew. */
export function showLamp(till: OpenTill, device: string, problem: ProblemData | null): void {
  const { status } = attached(till);
  const isOnline = problem === null || (status.get(device)?.online ?? false);
  status.set(device, { online: isOnline, problem });
  till.changed();
}
