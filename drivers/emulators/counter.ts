/** The emulated devices of the counter that take no cards: scanner, scale and customer display, with hands and eyes. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { createCd5220Emulator } from '../customer-display/cd5220/emulator.ts';
import { createToledoEmulator } from '../scale/toledo/emulator.ts';
import { createSerialScannerEmulator } from '../scanner/serial/emulator.ts';
import type {
  CustomerDisplayControl,
  EmulatedDevice,
  Fault,
  GoodsState,
  ScaleControl,
  ScannerControl,
} from './control.ts';
import type { DeviceEmulator } from './device-emulator.ts';

export type CounterDevices = Readonly<{
  scanner: DeviceEmulator;
  scale: DeviceEmulator;
  display: DeviceEmulator;
  control: Readonly<{
    scanner: ScannerControl;
    scale: ScaleControl;
    customerDisplay: CustomerDisplayControl;
  }>;
}>;

export function counterDevices(
  ports: Readonly<{ clock: Clock; random: Random }>,
  faults: Readonly<Record<EmulatedDevice, Fault>>,
): CounterDevices {
  const scanner = createSerialScannerEmulator({ ...ports, fault: () => faults.scanner });
  const scale = createToledoEmulator({ ...ports, fault: () => faults.scale });
  const display = createCd5220Emulator();
  return {
    scanner,
    scale,
    display,
    control: {
      scanner: { scan: (text) => act(scanner, 'scan', { text }) },
      scale: {
        put: (grams, state) =>
          act(scale, 'put', { weight: { value: grams, exponent: -3, unit: 'kg' }, state }),
        look: () => {
          const { weight, state } = scale.look();
          return { weight: String(weight), state: state as GoodsState };
        },
      },
      customerDisplay: { lines: () => [display.look().display ?? []].flat() },
    },
  };
}

async function act(emulator: DeviceEmulator, name: string, input: unknown): Promise<void> {
  const hand = emulator.acts[name];
  if (!hand) throw new Error(`no act ${name}`);
  await hand.run(hand.input.parse(input) as never);
}
