/** The emulated printer with the face that every emulator has: hands and eyes by name. */
import { z } from 'zod';
import type { DeviceEmulator, EmulatorPorts } from '../../emulators/device-emulator.ts';
import { PrinterEmulator } from './emulator.ts';

const paper = z.object({ paper: z.enum(['ok', 'low', 'out']) });
const open = z.object({ open: z.boolean() });
const jammed = z.object({ jammed: z.boolean() });
const broken = z.object({ broken: z.boolean() });

export function createEmulatedPrinter({ clock, fault }: EmulatorPorts): DeviceEmulator {
  const printer = new PrinterEmulator({ clock, fault });
  return {
    attach: (line) => printer.attach(line),
    acts: {
      paper: { input: paper, run: (input: z.infer<typeof paper>) => printer.setPaper(input.paper) },
      cover: {
        input: open,
        run: (input: z.infer<typeof open>) => printer.setCoverOpen(input.open),
      },
      cutter: {
        input: jammed,
        run: (input: z.infer<typeof jammed>) => printer.setJammed(input.jammed),
      },
      head: {
        input: broken,
        run: (input: z.infer<typeof broken>) => printer.setBroken(input.broken),
      },
      'shut-drawer': { input: z.object({}), run: () => printer.shutDrawer() },
    },
    look: () => {
      const { paper: roll, coverOpen, jammed: isJammed, drawerOpen } = printer.state();
      const last = printer.receipts().at(-1);
      return {
        paper: roll,
        cover: coverOpen ? 'open' : 'shut',
        cutter: isJammed ? 'jammed' : 'ok',
        drawer: drawerOpen ? 'open' : 'shut',
        receipts: String(printer.receipts().length),
        'line buffer': printer.lineBuffer(),
        receipt: last?.lines ?? [],
        picture: last?.svg ?? '',
      };
    },
  };
}
