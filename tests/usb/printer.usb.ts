/** A receipt printer of the USB printer class. */
import assert from 'node:assert/strict';
import { benchWith, type DeviceUnderTest, isListedAndDetected, problemOf } from './bench.ts';
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
const paper = [
  { kind: 'heading', text: '签到 ￥' },
  { kind: 'row', left: 'Apples', right: '12.34', strong: false },
] as const;

test('a USB printer is listed, detected, and prints', async () => {
  const bench = await benchWith(printer);
  await isListedAndDetected(bench, printer);
  await bench.devices.request('print', {
    device: bench.device,
    paper: [...paper],
    openDrawer: true,
  });
  assert.match(String(bench.emulator.look().receipt), /签到/);
});

test('a USB printer tells that its paper is out', async () => {
  const bench = await benchWith(printer);
  await bench.act('paper', { paper: 'out' });
  const job = { device: bench.device, paper: [...paper], openDrawer: false };
  assert.equal((await problemOf(bench.devices.request('print', job))).kind, 'printer-paper-out');
});
