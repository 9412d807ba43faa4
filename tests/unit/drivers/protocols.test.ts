/** The list of protocols against everything that has to know each of them. */
import { afterEach, expect, test } from 'vitest';
import {
  anyProtocolSchema,
  type DeviceConfig,
  protocolNames,
} from '../../../domain/devices/verbs.ts';
import { decoders } from '../../../drivers/decode/index.ts';
import { emulators } from '../../../drivers/emulators/registry.ts';
import { createDevices, createMemoryNetwork, type DevicesHost } from '../../../drivers/index.ts';
import { makeDriver, probes, protocols } from '../../../drivers/protocols.ts';
import { createTap } from '../../../drivers/tap.ts';
import { idleClock } from '../../helpers/idle-clock.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';

let host: DevicesHost | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

const configOf = (given: Pick<DeviceConfig, 'family' | 'protocol'>): DeviceConfig => ({
  device: 'device',
  address: 'memory://device',
  masterKey: '0',
  options: {},
  ...given,
});

test.each(protocolNames)('%s: its driver and its emulator know each other', async (name) => {
  const { id, family } = protocols[name];
  expect(id).toBe(name);
  const clock = idleClock();
  const network = createMemoryNetwork();
  const emulator = emulators[name]({ clock, random: seededRandom(name), fault: () => 'none' });
  network.listen('device', (line) => emulator.attach(line), emulator.hid);
  host = createDevices({ clock, open: network.open, batteryOf: () => null });
  const devices = [configOf({ family, protocol: name })];
  await host.request('configure', { devices, acquirer: null, keys: null });
  await host.request('identify', { device: 'device' });
  const health = await host.request('health', { device: 'device', level: 'internal' });
  expect(health.problems.filter(({ kind }) => /silent|garbage|gone/.test(kind))).toEqual([]);
});

test.each(protocolNames)('%s: what is asked and decoded is of its own list', (name) => {
  const { id, family, over, usb, decoders: own } = protocols[name];
  for (const probe of protocols[name].probes) {
    expect(probe).toMatchObject({ family, protocol: id });
    for (const transport of probe.transports) expect(over).toContain(transport);
  }
  for (const [decoder, decode] of Object.entries(own)) expect(decoders[decoder]).toBe(decode);
  // Numbers are looked up of what is no serial port.
  if (usb.models) expect(over).toContain('hid');
});

test('an unknown port is asked what a printer understands first, and what a display would show last', () => {
  const asked = [...new Set(probes.map(({ protocol }) => protocol))];
  expect([asked[0], asked.at(-1)]).toEqual(['escpos', 'toledo-scale']);
});

test('a protocol of another version is read, and only its device cannot be opened', () => {
  const protocol = anyProtocolSchema.parse('smell-o-vision');
  const ports = {
    transport: { bytes: (async function* () {})(), write: async () => {}, close: async () => {} },
    clock: idleClock(),
    tap: createTap(idleClock()),
    onCardDropped: () => {},
  };
  const make = (given: Pick<DeviceConfig, 'family' | 'protocol'>) => () =>
    makeDriver({ ...ports, config: configOf(given) });
  expect(make({ family: 'scale', protocol })).toThrow('config-unreadable');
  // A name that every object has is no protocol.
  const inherited = anyProtocolSchema.parse('constructor');
  expect(make({ family: 'scale', protocol: inherited })).toThrow('config-unreadable');
  expect(make({ family: 'scale', protocol: 'visa' })).toThrow('config-unreadable');
});
