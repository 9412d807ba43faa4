/** The emulated pad with the face that every emulator has: hands and eyes by name. */
import { z } from 'zod';
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { initialKeys, testBaseKey } from '../../emulators/dukpt.ts';
import { testMasterKey } from '../../emulators/keys.ts';
import { PadEmulator } from './emulator.ts';

const nothing = z.object({});
const key = z.object({ key: z.string().regex(/^[0-9ABC*#/]$/) });
const pin = z.object({ digits: z.string().regex(/^\d{0,12}$/) });

/** With the test keys of the vectors in slot 0 and for DUKPT. */
export function createEmulatedPad({ clock, fault }: EmulatorPorts): DeviceEmulator {
  const pad = new PadEmulator({
    clock,
    fault,
    masterKeys: { 0: testMasterKey },
    dukpt: initialKeys(testBaseKey, 'FFFF9876543210E00000'),
    serialNumber: 'VP5-0087123',
  });
  return {
    attach: (line) => pad.attach(line),
    acts: {
      'press-key': { input: key, run: (input: z.infer<typeof key>) => pad.pressKey(input.key) },
      /** Types the digits and presses enter. */
      'type-pin': {
        input: pin,
        run: ({ digits }: z.infer<typeof pin>) => {
          if (!pad.wantsPin()) throw new Error('The pad asks for no PIN.');
          pad.typePin(digits);
          pad.pressEnter();
        },
      },
      tamper: { input: nothing, run: () => pad.tamper() },
      restore: { input: nothing, run: () => pad.restore() },
      reboot: { input: nothing, run: () => pad.reboot() },
    },
    look: () => ({
      display: pad.display(),
      wants: pad.wants(),
      wantsPin: String(pad.wantsPin()),
      tampered: String(pad.tampered()),
      serialNumber: pad.serialNumber(),
      line: pad.lineSettings(),
      ksn: pad.ksn() ?? '',
    }),
  };
}
