/** Protocol → its emulator. One line per protocol. */
import type { Clock } from '../../domain/clock.ts';
import type { Protocol } from '../../domain/contract/devices.ts';
import type { Random } from '../../domain/random.ts';
import { createEmulatedPad } from '../pin-pad/visa/emulated.ts';
import type { Fault } from './control.ts';
import type { DeviceEmulator } from './device-emulator.ts';

export type EmulatorPorts = Readonly<{
  clock: Clock;
  random: Random;
  /** Asked before every write; see misbehave.ts. */
  fault: () => Fault;
}>;

export const emulators: Readonly<
  Partial<Record<Protocol, (ports: EmulatorPorts) => DeviceEmulator>>
> = {
  visa: createEmulatedPad,
};
