/** The emulated VISA-style pad and its real driver, joined by a pipe within the process. */
import type { Clock } from '../../domain/basics/clock.ts';
import { initialKeys, testBaseKey } from '../../drivers/emulators/dukpt.ts';
import { testMasterKey } from '../../drivers/emulators/keys.ts';
import type { PinEntry, PinPad } from '../../drivers/pin-pad/port.ts';
import { createVisaPad } from '../../drivers/pin-pad/visa/driver.ts';
import { PadEmulator } from '../../drivers/pin-pad/visa/emulator.ts';
import { optionsSchema } from '../../drivers/pin-pad/visa/spec.ts';
import { createTap } from '../../drivers/tap.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import { until } from './until.ts';

export type EmulatedPad = Readonly<{
  pad: PinPad;
  emulator: PadEmulator;
  /** Asks for the PIN of `pan` and has the customer type it; null only presses enter. */
  enterPin(pan: string, wrappedPik: string, pin: string | null): Promise<PinEntry>;
  close(): Promise<void>;
}>;

export async function emulatedPad(
  clock: Clock,
  masterKey: string = testMasterKey,
  options: Readonly<Record<string, string>> = {},
): Promise<EmulatedPad> {
  const read = optionsSchema.parse(options);
  const network = createMemoryNetwork();
  const emulator = new PadEmulator({
    clock,
    masterKeys: { 0: masterKey },
    dukpt: initialKeys(testBaseKey, 'FFFF9876543210E00000'),
    dialect: read.dialect,
    serialNumber: 'PP0001',
    fault: () => 'none',
  });
  const unplug = network.listen('pin-pad', (transport) => emulator.attach(transport));
  const { signal } = new AbortController();
  const transport = await network.open('memory://pin-pad', signal);
  const ports = { device: 'pin-pad', transport, clock, tap: createTap(clock) };
  const pad = createVisaPad(ports, '0', read);
  return {
    pad,
    emulator,
    enterPin: async (pan, wrappedPik, pin) => {
      const entry = pad.enterPin(
        { pan, wrappedPik, amountMinor: 12_345, timeoutMs: 60_000 },
        signal,
      );
      await until(() => emulator.wantsPin(), 'the pad asks for a PIN');
      if (pin !== null) emulator.typePin(pin);
      emulator.pressEnter();
      return entry;
    },
    close: async () => {
      await pad.close();
      unplug();
    },
  };
}
