/** What emulated scanners of every protocol share: a hand holds something before them. */
import { z } from 'zod';
import type { DeviceEmulator, EmulatorPorts } from '../emulators/device-emulator.ts';
import { misbehaving } from '../emulators/misbehave.ts';
import { hearNothing } from '../transports/hear-nothing.ts';
import type { Transport } from '../transports/transport.ts';
import type { Scan } from './port.ts';
import { codeBytesMax, isAimIdentifier } from './scan-text.ts';

const scanInput = z.object({
  text: z.string().min(1).max(codeBytesMax),
  symbology: z.string().refine(isAimIdentifier).nullable().default(null),
});

/** `encode` gives the writes of one code; none while the scanner is in a mode that sends nothing. */
export function emulatedScanner(
  { clock, fault }: EmulatorPorts,
  encode: (scan: Scan) => readonly Uint8Array[],
): Pick<DeviceEmulator, 'attach' | 'acts'> & Readonly<{ last(): string }> {
  let line: Transport | null = null;
  let last = '';
  return {
    last: () => last,
    attach: (transport) => {
      line = misbehaving(transport, clock, fault);
      void hearNothing(transport);
    },
    acts: {
      scan: {
        input: scanInput,
        run: async (scan: z.infer<typeof scanInput>) => {
          last = scan.text;
          // A scanner that is unplugged beeps all the same.
          for (const write of encode(scan)) await line?.write(write).catch(() => {});
        },
      },
    },
  };
}
