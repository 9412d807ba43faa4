/** Every protocol of the list that travels on a serial line, on a pty of its own through the real library. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type DeviceConfig, protocolNames } from '../../../domain/devices/verbs.ts';
import { systemClock } from '../../../drivers/deadline.ts';
import { ptyPlug } from '../../../drivers/emulators/plug.ts';
import { emulators } from '../../../drivers/emulators/registry.ts';
import { createDevices } from '../../../drivers/index.ts';
import { protocols } from '../../../drivers/protocols.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';

const serial = protocolNames.filter((name) => protocols[name].over[0] === 'serial');

test.skipIf(!hasSocat)(`each is opened, known and well (${socatAbsent} otherwise)`, async () => {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-protocols-'));
  const devices = createDevices({ clock: systemClock });
  const plugged = await Promise.all(
    serial.map(async (protocol) => {
      const random = seededRandom(protocol);
      const emulator = emulators[protocol]({ clock: systemClock, random, fault: () => 'none' });
      const plug = await ptyPlug(join(directory, protocol), (line) => emulator.attach(line));
      const { family } = protocols[protocol];
      const { address } = plug;
      const config: DeviceConfig = {
        device: protocol,
        family,
        protocol,
        address,
        masterKey: '0',
        options: {},
      };
      return { plug, config };
    }),
  );
  try {
    await devices.request('configure', {
      devices: plugged.map(({ config }) => config),
      acquirer: null,
      keys: null,
    });
    const asked = serial.map(async (device) => {
      await devices.request('identify', { device });
      const health = await devices.request('health', { device, level: 'internal' });
      return [device, health.problems.filter(({ kind }) => /silent|garbage|gone/.test(kind))];
    });
    expect(await Promise.all(asked)).toEqual(serial.map((device) => [device, []]));
  } finally {
    await devices.close();
    await Promise.all(plugged.map(({ plug }) => plug.pull()));
    rmSync(directory, { recursive: true, force: true });
  }
});
