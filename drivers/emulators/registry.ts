/** Protocol → its emulator, apart from protocols.ts: what is here has keys, and the product never imports it. */
import type { Protocol } from '../../domain/devices/verbs.ts';
import { createNeo2Emulator } from '../card-reader/idtech-neo2/emulator.ts';
import { createSecureMagEmulator } from '../card-reader/idtech-securemag/emulator.ts';
import { createMagneSafeEmulator } from '../card-reader/magtek-magnesafe/emulator.ts';
import { createSureSwipeEmulator } from '../card-reader/magtek-sureswipe/emulator.ts';
import { createEmulatedTextLineReader } from '../card-reader/text-lines/emulated.ts';
import { createCd5220Emulator } from '../customer-display/cd5220/emulator.ts';
import { createEmulatedTransbank } from '../payment-terminal/transbank/emulator.ts';
import { ZvtEmulator } from '../payment-terminal/zvt/emulator.ts';
import { createEmulatedPad } from '../pin-pad/visa/emulated.ts';
import { createEmulatedPrinter } from '../printer/escpos/emulated.ts';
import { createHidScaleEmulator } from '../scale/hid/emulator.ts';
import { createToledoEmulator } from '../scale/toledo/emulator.ts';
import { createHidposEmulator } from '../scanner/hidpos/emulator.ts';
import { createSerialScannerEmulator } from '../scanner/serial/emulator.ts';
import type { DeviceEmulator, EmulatorPorts } from './device-emulator.ts';

export const emulators: Readonly<Record<Protocol, (ports: EmulatorPorts) => DeviceEmulator>> = {
  'text-lines': createEmulatedTextLineReader,
  'idtech-securemag': createSecureMagEmulator,
  'idtech-neo2': (ports) => createNeo2Emulator(ports),
  'magtek-sureswipe': createSureSwipeEmulator,
  'magtek-magnesafe': (ports) => createMagneSafeEmulator(ports),
  escpos: createEmulatedPrinter,
  'hidpos-scanner': (ports) => createHidposEmulator(ports),
  'serial-scanner': createSerialScannerEmulator,
  'hid-scale': createHidScaleEmulator,
  'toledo-scale': createToledoEmulator,
  cd5220: createCd5220Emulator,
  visa: createEmulatedPad,
  zvt: (ports) => new ZvtEmulator(ports),
  transbank: createEmulatedTransbank,
};
