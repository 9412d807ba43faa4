/** Scanner, scale, display and printer on real ptys, through the real library and the devices host. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DeviceConfig, DeviceEvent, Protocol } from '../../../domain/devices/verbs.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { systemClock } from '../../../drivers/deadline.ts';
import type { DeviceEmulator } from '../../../drivers/emulators/device-emulator.ts';
import { type Plug, ptyPlug } from '../../../drivers/emulators/plug.ts';
import { emulators } from '../../../drivers/emulators/registry.ts';
import { createDevices, type DevicesHost } from '../../../drivers/index.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { until } from '../../helpers/until.ts';

const protocols = {
  scanner: 'serial-scanner',
  scale: 'toledo-scale',
  'customer-display': 'cd5220',
  printer: 'escpos',
} as const satisfies Partial<Record<DeviceConfig['family'], Protocol>>;
type Name = keyof typeof protocols;

let directory: string;
let devices: DevicesHost;
let events: DeviceEvent[];
let emulated: Record<Name, DeviceEmulator>;
let plugs: Record<Name, Plug>;

beforeEach(async () => {
  if (!hasSocat) return;
  directory = mkdtempSync(join(tmpdir(), 'rollcall-shop-devices-'));
  emulated = {} as typeof emulated;
  plugs = {} as typeof plugs;
  const configs: DeviceConfig[] = [];
  for (const [name, protocol] of Object.entries(protocols) as [Name, Protocol][]) {
    const make = emulators[protocol];
    if (!make) throw new Error(protocol);
    const random = seededRandom(protocol);
    const emulator = make({ clock: systemClock, random, fault: () => 'none' });
    emulated[name] = emulator;
    const plug = await ptyPlug(join(directory, name), (line) => emulator.attach(line));
    plugs[name] = plug;
    // A pty ignores the framing; that a port takes 7E1 is what opening it shows.
    const frame = name === 'scale' ? '?baud=9600&frame=7E1' : '';
    configs.push({
      device: name,
      family: name,
      protocol,
      address: `${plug.address}${frame}`,
      masterKey: '0',
      options: name === 'customer-display' ? { charset: 'gb18030' } : {},
    });
  }
  devices = createDevices({ clock: systemClock });
  events = [];
  devices.onEvent((event) => events.push(event));
  await devices.request('configure', { devices: configs, acquirer: null, keys: null });
});
afterEach(async () => {
  if (!hasSocat) return;
  await devices.close();
  await Promise.all(Object.values(plugs).map((plug) => plug.pull()));
  rmSync(directory, { recursive: true, force: true });
});

const act = async (name: Name, hand: string, input: unknown): Promise<void> => {
  const { [hand]: what } = emulated[name].acts;
  await what?.run(what.input.parse(input) as never);
};
const kindOf = async (verb: Promise<unknown>): Promise<string> => {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : `no problem but ${String(thrown)}`;
};

test.skipIf(!hasSocat)(
  `every device does its work on a pty (${socatAbsent} otherwise)`,
  async () => {
    await until(() => events.filter(({ kind }) => kind === 'device-status').length === 4, 'all on');

    await act('scanner', 'scan', { text: '5901234123457', symbology: ']E0' });
    await act('scanner', 'scan', { text: '农夫山泉二维码' });
    await until(() => events.filter(({ kind }) => kind === 'scanned').length === 2, 'two codes');
    expect(events.filter(({ kind }) => kind === 'scanned')).toEqual([
      { kind: 'scanned', device: 'scanner', text: '5901234123457', symbology: ']E0' },
      { kind: 'scanned', device: 'scanner', text: '农夫山泉二维码', symbology: null },
    ]);

    await act('scale', 'put', { weight: { value: 865, exponent: -3, unit: 'kg' } });
    expect(await devices.request('weigh', { device: 'scale' })).toEqual({
      value: 865,
      exponent: -3,
      unit: 'kg',
    });

    await devices.request('showCustomer', { device: 'customer-display', lines: ['合计', '12.30'] });
    const glass = () => String(emulated['customer-display'].look().display);
    await until(() => /^合计 +,12.30 +$/.test(glass()), 'the customer reads it');

    const paper = [{ kind: 'text' as const, text: '签到 ￥12.30' }];
    await devices.request('print', { device: 'printer', paper, openDrawer: true });
    expect(emulated.printer.look()).toMatchObject({ receipt: ['签到 ￥12.30'], drawer: 'open' });
    expect(await devices.request('identify', { device: 'printer' })).toMatchObject({
      model: 'ROLLCALL TM-E80',
    });
    await act('printer', 'paper', { paper: 'out' });
    expect(
      await kindOf(devices.request('print', { device: 'printer', paper, openDrawer: false })),
    ).toBe('printer-paper-out');
  },
);

test.skipIf(!hasSocat)(
  'a scanner pulled and put back goes on, a card in it leaves no trace',
  async () => {
    await plugs.scanner.pull();
    await plugs.scanner.push();
    await until(() => {
      void act('scanner', 'scan', { text: '5901234123457' });
      return events.some(({ kind }) => kind === 'scanned');
    }, 'a code after the plug is back');
    await act('scanner', 'scan', { text: '6200000000000013' });
    await until(() => events.some(({ kind }) => kind === 'card-dropped'), 'the card is dropped');
    const trace = await devices.request('trace', { device: 'scanner', after: -1 });
    expect(JSON.stringify([trace, events])).not.toMatch(/36 32 30 30 30 30|620000/);
  },
);
