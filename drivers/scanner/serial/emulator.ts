/** The scanner's side: what a hand holds before it goes out as a line of text. */
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { emulatedScanner } from '../emulated-scanner.ts';
import { encodeLine } from './codec.ts';

export function createSerialScannerEmulator(ports: EmulatorPorts): DeviceEmulator {
  const { attach, acts, last } = emulatedScanner(ports, (scan) => [encodeLine(scan)]);
  return { attach, acts, look: () => ({ last: last() }) };
}
