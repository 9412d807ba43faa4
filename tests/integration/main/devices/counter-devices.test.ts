/** Scanner, scale and customer display at a till: real TCP, real drivers, the till's own use cases. */
import { afterEach, expect, it } from 'vitest';
import { systemClock } from '../../../../drivers/deadline.ts';
import type { EmulatedDevice } from '../../../../drivers/emulators/control.ts';
import { tcpPlug } from '../../../../drivers/emulators/plug.ts';
import { PrinterEmulator } from '../../../../drivers/printer/escpos/emulator.ts';
import type { TillConfig } from '../../../../main/machine/config.ts';
import { leftAndRight } from '../../../../main/use-cases/sale/customer-display.ts';
import { codes, openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;

async function open(
  config: (config: TillConfig) => TillConfig = (same) => same,
  unplugged: EmulatedDevice | null = null,
): Promise<void> {
  shop = await openShop({ config });
  if (unplugged) await shop.emulators.control.unplug(unplugged);
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
}

afterEach(() => shop.close());

const shown = (): string => shop.emulators.control.customerDisplay.lines().join('|');
const shows = (...lines: string[]): Promise<void> =>
  until(
    () => shown() === lines.map((line) => line.padEnd(20)).join('|'),
    `the customer reads ${lines.join(' / ')}`,
  );

/** As most of these displays are: no Chinese. */
const inAscii = (config: TillConfig): TillConfig => ({
  ...config,
  devices: config.devices.map((device) => ({
    ...device,
    options: device.family === 'customer-display' ? { charset: 'ascii' } : device.options,
  })),
});

it('the customer reads along, scans become events, goods get the weight that lies on the scale', async () => {
  await open(inAscii);
  const { scanner, scale } = shop.emulators.control;
  await shop.call('basket.scan', { code: codes.water });
  await until(() => shown().includes('TOTAL           3.50'), 'the total');
  expect(shown()).toMatch(/^[ -~]+ 3\.50\|/);
  await shop.call('basket.scan', { code: codes.water });
  await until(() => shown().includes('TOTAL           7.00'), 'the total');
  await shop.payCash(1_000);
  await shows('TOTAL           7.00', 'CHANGE          3.00');

  await scanner.scan(`]E0${codes.water}`);
  await scanner.scan('6200000000000013');
  await until(() => shop.events.some(({ kind }) => kind === 'notice'), 'the card is told of');
  expect(shop.events.filter(({ kind }) => kind === 'scanned')).toEqual([
    { kind: 'scanned', text: codes.water, symbology: ']E0' },
  ]);
  expect(JSON.stringify([shop.events, shop.logged])).not.toContain('6200000000000013');

  await scale.put(1_234, 'moving');
  const weighed = shop.call('basket.weigh', {});
  await scale.put(1_235, 'stable');
  expect(await weighed).toEqual({ quantity: 1_235 });
  await scale.put(40_000, 'over-limit');
  expect(await shop.refusal('basket.weigh', {})).toBe('scale-over-limit');
});

it('a weight that comes late changes no line: the cashier may have typed one', async () => {
  await open();
  const { scale } = shop.emulators.control;
  await scale.put(1_234, 'moving');
  const view = await shop.onCounter('basket.add', { sku: '20012', quantity: 400 });
  const line = view.lines[0]?.line ?? 0;
  const weighed = shop.call('basket.weigh', {});
  await shop.call('basket.setQuantity', { line, quantity: 500 });
  await scale.put(1_235, 'stable');
  await weighed;
  expect((await shop.call('basket.view', {})).lines[0]?.quantity).toBe(500);
});

it('a display that is away holds nothing up, and a till without a scale says so', async () => {
  const noScale = (config: TillConfig): TillConfig => ({
    ...config,
    devices: config.devices.filter(({ family }) => family !== 'scale'),
  });
  await open(noScale, 'customer-display');
  await shop.call('basket.scan', { code: codes.water });
  const { number } = await shop.payCash(350);
  expect(number).not.toBe('');
  expect(await shop.refusal('basket.weigh', {})).toBe('device-not-configured');
});

it('the receipt comes out of one printer, the drawer hangs on another', async () => {
  const other = new PrinterEmulator({ clock: systemClock, fault: () => 'none' });
  const plug = await tcpPlug((line) => other.attach(line));
  try {
    await open((config) => {
      const [first] = config.devices.filter(({ family }) => family === 'printer');
      if (!first) throw new Error('no printer');
      const drawer = {
        ...first,
        device: 'till-2',
        address: plug.address,
        roles: ['drawer' as const],
      };
      // Before the one for receipts: it is named, so it is nothing else.
      return { ...config, devices: [drawer, ...config.devices] };
    });
    await shop.fill();
    await shop.payCash(2_000);
    await until(() => other.state().drawerOpen && shop.kinds().includes('receipt-printed'), 'both');
    const { printer } = shop.emulators.control;
    expect([
      printer.state().drawerOpen,
      printer.receipts().length,
      other.receipts().length,
    ]).toEqual([false, 1, 0]);
  } finally {
    await plug.pull();
  }
});

it('a figure stands at the right, whatever the text', () => {
  expect(leftAndRight('Water', '3.50')).toBe('Water           3.50');
  expect(leftAndRight('农夫山泉矿泉水饮用天然水', '3.50')).toBe('农夫山泉矿泉水  3.50');
  expect(leftAndRight('A very long English name', '1234.50')).toBe('A very long  1234.50');
});
