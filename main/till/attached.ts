/** The devices of this till. */
import type { DeviceConfig } from '../../domain/devices/verbs.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { memory } from './memory.ts';

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
