/** The emulated text-line reader with the face that every emulator has. */
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { swipeActs } from '../emulated-swipe.ts';
import { createReaderEmulator } from './emulator.ts';

export function createEmulatedTextLineReader(ports: EmulatorPorts): DeviceEmulator {
  const reader = createReaderEmulator(ports);
  let swipes = 0;
  return {
    attach: reader.attach,
    acts: swipeActs(({ track1, track2 }) => {
      swipes += 1;
      reader.control.swipe(track1, track2);
    }),
    look: () => ({ swipes: String(swipes) }),
  };
}
