/** Every harmless question there is, in the order in which an unknown port is asked. One line per protocol. */
import type { Probe } from './probe.ts';

export const probes: readonly Probe[] = [];
