/** Emulated devices on real ptys and TCP ports, and a devices host that opens them with the real transports. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceEvent } from '../../domain/devices/verbs.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { type Emulators, startEmulators } from '../../drivers/emulators/index.ts';
import { createDevices, type DevicesHost } from '../../drivers/index.ts';

export type EmulatedDevices = Readonly<{
  emulators: Emulators;
  devices: DevicesHost;
  events: DeviceEvent[];
  directory: string;
  /** Opens everything, and signs on so that there are working keys. */
  configure(): Promise<void>;
  close(): Promise<void>;
}>;

export const hasSocat = spawnSync('socat', ['-V']).status === 0;
export const socatAbsent = 'socat is not installed: no pty';

export async function emulatedDevices(pty: boolean): Promise<EmulatedDevices> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-devices-'));
  const emulators = await startEmulators({ directory, pty, clock: systemClock });
  const devices = createDevices({ clock: systemClock });
  const events: DeviceEvent[] = [];
  devices.onEvent((event) => events.push(event));
  return {
    emulators,
    devices,
    events,
    directory,
    configure: async () => {
      await devices.request('configure', {
        devices: emulators.devices,
        acquirer: emulators.acquirer,
        keys: null,
      });
      await devices.request('hostSignOn', { stan: '000001', batch: '000001', operator: '01' });
    },
    close: async () => {
      await devices.close();
      await emulators.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
