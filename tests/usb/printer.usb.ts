/** A receipt printer of the USB printer class. */
import assert from 'node:assert/strict';
import { until } from '../helpers/until.ts';
import {
  type Bench,
  benchWith,
  type DeviceUnderTest,
  isListedAndDetected,
  problemOf,
} from './bench.ts';
import { printerPlug } from './plug.ts';
import { test } from './runner.ts';

const printer: DeviceUnderTest = {
  family: 'printer',
  protocol: 'escpos',
  identity: {
    vendorId: 0x04b8,
    productId: 0x0202,
    serialNumber: 'J2XF034211',
    manufacturer: 'EPSON',
    product: 'TM-T20II',
  },
  plug: printerPlug,
  scheme: 'usb',
};

const print = (bench: Bench, text: string, openDrawer = false) =>
  bench.devices.request('print', {
    device: bench.device,
    paper: [{ kind: 'centre', text }],
    openDrawer,
  });
const lastPrinted = (bench: Bench): string =>
  [bench.emulator.look().receipt].flat().join(' ').trim();

test('a USB printer is listed, detected, asked how it is, prints Chinese and opens the drawer', async () => {
  const bench = await benchWith(printer);
  await isListedAndDetected(bench, printer);
  const request = { device: bench.device, level: 'internal' } as const;
  assert.equal((await bench.devices.request('health', request)).state, 'healthy');
  await print(bench, '签到 ￥12.34', true);
  assert.equal(lastPrinted(bench), '签到 ￥12.34');
  assert.equal(bench.emulator.look().drawer, 'open');
});

test('a USB printer without paper says so, and prints when it has some', async () => {
  const bench = await benchWith(printer);
  await bench.act('paper', { paper: 'out' });
  assert.equal((await problemOf(print(bench, 'first'))).kind, 'printer-paper-out');
  await bench.act('paper', { paper: 'ok' });
  await print(bench, 'second');
  assert.equal(lastPrinted(bench), 'second');
});

test('a USB printer pulled in the middle of a job is gone and prints nothing twice; it prints again as another port', async () => {
  const bench = await benchWith(printer);
  const { path } = await bench.port();
  bench.misbehave('silent');
  const asked = await outgoing(bench);
  const job = problemOf(print(bench, 'pulled'));
  let now = asked;
  await until(() => {
    void outgoing(bench).then((count) => {
      now = count;
    });
    return now > asked;
  }, 'the job has begun');
  await bench.plug.pull();
  assert.equal((await job).kind, 'device-gone');
  bench.misbehave('none');
  await bench.plugInElsewhere(path);
  await print(bench, 'again');
  assert.deepEqual([lastPrinted(bench), bench.emulator.look().receipts], ['again', '1']);
});

/** How often the till has spoken so far. */
async function outgoing({ devices, device }: Bench): Promise<number> {
  const { lines } = await devices.request('trace', { device, after: -1 });
  return lines.filter(({ direction }) => direction === 'out').length;
}
