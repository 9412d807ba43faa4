/** The scanner's side: what a hand holds before it goes out in reports. Its layout is that of H028. */
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { emulatedScanner } from '../emulated-scanner.ts';
import { encodeReports } from './codec.ts';
import { leaveKeyboard, plainDescriptor, startsAsKeyboard } from './spec.ts';

/** The Linux Foundation's gadget; no maker of scanners. */
const someVendor = { vendorId: 0x1d6b, productId: 0x0104 } as const;

/** With Honeywell's vendor id it types, and sends no report, until feature report FE tells it not to. */
export function createHidposEmulator(
  ports: EmulatorPorts,
  usb: Readonly<{ vendorId: number; productId: number }> = someVendor,
): DeviceEmulator {
  let types = startsAsKeyboard(usb);
  const { attach, acts, last } = emulatedScanner(ports, (scan) =>
    types ? [] : encodeReports(scan),
  );
  return {
    attach,
    hid: {
      ...usb,
      reportDescriptor: plainDescriptor,
      sendFeature: async (report) => {
        if (Buffer.compare(report, leaveKeyboard) === 0) types = false;
      },
      getFeature: async (reportId) => Uint8Array.of(reportId),
    },
    acts,
    look: () => ({ mode: types ? 'keyboard' : 'hid-pos', last: last() }),
  };
}
