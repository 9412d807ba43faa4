/** The SureSwipe's side: what is on the stripe goes out in clear. */
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { firstNumbers } from '../../usb-model.ts';
import { emulatedFeatures } from '../emulated-features.ts';
import { outgoingLine, sentinels, swipeActs } from '../emulated-swipe.ts';
import { properties } from '../feature-commands.ts';
import { encodeTrackReport } from '../track-report.ts';
import { models } from './spec.ts';

/** Card encode types: some track was read, or none. */
const iso = 0;
const undetermined = 5;

export function createSureSwipeEmulator(ports: EmulatorPorts): DeviceEmulator {
  const line = outgoingLine(ports);
  let swipes = 0;
  return {
    attach: line.attach,
    hid: emulatedFeatures(firstNumbers(models), {
      properties: {
        [properties.softwareId]: '21042812D01',
        [properties.usbSerialNumber]: 'S1A2B3C',
      },
    }),
    acts: swipeActs((stripe) => {
      swipes += 1;
      const tracks = sentinels(stripe);
      line.send(encodeTrackReport(tracks, tracks.some((each) => each) ? iso : undetermined));
    }),
    look: () => ({ swipes: String(swipes) }),
  };
}
