/** The scale's side: reports what lies on it whenever that changes, and ten times a second while somebody listens. */

import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import { hearNothing } from '../../transports/hear-nothing.ts';
import type { Transport } from '../../transports/transport.ts';
import { firstNumbers } from '../../usb-model.ts';
import { emulatedGoods } from '../emulated-goods.ts';
import { encodeReport } from './codec.ts';
import { models, plainDescriptor } from './spec.ts';

const everyMs = 100;
const empty = { value: 0, exponent: -3, unit: 'kg' } as const;

export function createHidScaleEmulator({ clock, fault }: EmulatorPorts): DeviceEmulator {
  let line: Transport | null = null;
  const report = (): void => {
    const { weight, state } = goods;
    const status = state === 'stable' && weight.value === 0 ? 'zero' : state;
    line?.write(encodeReport({ status, weight })).catch(() => {});
  };
  const { goods, acts, look } = emulatedGoods(empty, report);
  const goOn = (on: Transport): void => {
    if (line !== on) return;
    report();
    clock.after(everyMs, () => goOn(on));
  };
  return {
    hid: {
      ...firstNumbers(models),
      reportDescriptor: plainDescriptor,
      sendFeature: async () => {},
      getFeature: async (reportId) => Uint8Array.of(reportId),
    },
    attach: (transport) => {
      const on = misbehaving(transport, clock, fault);
      line = on;
      goOn(on);
      void hearNothing(transport).then(() => {
        if (line === on) line = null;
      });
    },
    acts,
    look,
  };
}
