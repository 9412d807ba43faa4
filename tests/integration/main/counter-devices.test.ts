/** Scanner, scale and customer display at a till: real TCP, real drivers, the till's own use cases. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeviceConfig, Protocol } from '../../../domain/contract/devices.ts';
import type { DeviceFamily } from '../../../domain/poi-register.ts';
import { systemClock } from '../../../drivers/deadline.ts';
import type { DeviceEmulator } from '../../../drivers/emulators/device-emulator.ts';
import { type Plug, tcpPlug } from '../../../drivers/emulators/plug.ts';
import { emulators } from '../../../drivers/emulators/registry.ts';
import { leftAndRight } from '../../../main/use-cases/customer-display.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { until } from '../../helpers/until.ts';
import { codes, openShop, type Shop } from './shop.ts';

let shop: Shop;
let plugs: Plug[];
let devices: DeviceConfig[];

/** An emulated device of its own on a TCP port, and the line for it in the till's configuration. */
async function attach(
  family: DeviceFamily,
  protocol: Protocol,
  options: DeviceConfig['options'] = {},
): Promise<DeviceEmulator> {
  const make = emulators[protocol];
  if (!make) throw new Error(protocol);
  const emulator = make({
    clock: systemClock,
    random: seededRandom(protocol),
    fault: () => 'none',
  });
  const plug = await tcpPlug((line) => emulator.attach(line));
  plugs.push(plug);
  const { address } = plug;
  devices.push({ device: family, family, protocol, address, masterKey: '0', options });
  return emulator;
}

async function open(): Promise<void> {
  shop = await openShop({
    config: (config) => ({ ...config, devices: [...config.devices, ...devices] }),
  });
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
}

beforeEach(() => {
  plugs = [];
  devices = [];
});
afterEach(async () => {
  await shop.close();
  await Promise.all(plugs.map((plug) => plug.pull()));
});

const act = async (emulator: DeviceEmulator, name: string, input: unknown): Promise<void> => {
  const { [name]: hand } = emulator.acts;
  await hand?.run(hand.input.parse(input) as never);
};
const shows = (display: DeviceEmulator, ...lines: string[]): Promise<void> =>
  until(
    () =>
      JSON.stringify(display.look().display) ===
      JSON.stringify(lines.map((line) => line.padEnd(20))),
    `the customer reads ${lines.join(' / ')}`,
  );

it('the customer reads along, scans become events, goods get the weight that lies on the scale', async () => {
  const display = await attach('customer-display', 'cd5220');
  const scale = await attach('scale', 'toledo-scale');
  const scanner = await attach('scanner', 'serial-scanner');
  await open();
  await shop.call('basket.scan', { code: codes.water });
  await until(() => String(display.look().display).includes('TOTAL           3.50'), 'the total');
  expect(String(display.look().display?.[0])).toMatch(/^[ -~]+ 3\.50$/);
  await shop.call('basket.scan', { code: codes.water });
  await until(() => String(display.look().display).includes('TOTAL           7.00'), 'the total');
  await shop.call('sale.payCash', { tenderedMinor: 1_000 });
  await shows(display, 'TOTAL           7.00', 'CHANGE          3.00');

  await act(scanner, 'scan', { text: codes.water, symbology: ']E0' });
  await act(scanner, 'scan', { text: '6200000000000013' });
  await until(() => shop.events.some(({ kind }) => kind === 'notice'), 'the card is told of');
  expect(shop.events.filter(({ kind }) => kind === 'scanned')).toEqual([
    { kind: 'scanned', text: codes.water, symbology: ']E0' },
  ]);
  expect(JSON.stringify([shop.events, shop.logged])).not.toContain('6200000000000013');

  const view = await shop.call('basket.scan', { code: codes.apples });
  const line = view.lines[0]?.line ?? 0;
  const put = (value: number, state = 'stable') =>
    act(scale, 'put', { weight: { value, exponent: -3, unit: 'kg' }, state });
  await put(1_234, 'moving');
  const weighed = shop.call('basket.weigh', { line });
  await put(1_235);
  expect((await weighed).lines[0]?.quantity).toBe(1_235);
  await put(40_000, 'over-limit');
  expect(await shop.refusal('basket.weigh', { line })).toBe('scale-over-limit');
  await put(500);
  expect(await shop.refusal('basket.weigh', { line: 99 })).toBe('line-gone');
});

it('a display that is away holds nothing up, and a till without a scale says so', async () => {
  await attach('customer-display', 'cd5220', { charset: 'gb18030' });
  await plugs[0]?.pull();
  await open();
  await shop.call('basket.scan', { code: codes.water });
  const { number } = await shop.call('sale.payCash', { tenderedMinor: 350 });
  expect(number).not.toBe('');
  await shop.fill();
  expect(await shop.refusal('basket.weigh', { line: 1 })).toBe('device-not-configured');
});

it('a figure stands at the right, whatever the text', () => {
  expect(leftAndRight('Water', '3.50')).toBe('Water           3.50');
  expect(leftAndRight('农夫山泉矿泉水饮用天然水', '3.50')).toBe('农夫山泉矿泉水  3.50');
  expect(leftAndRight('A very long English name', '1234.50')).toBe('A very long  1234.50');
});
