/** A HID POS scanner with its real report descriptor. */
import assert from 'node:assert/strict';
import { benchWith, type DeviceUnderTest, eventOf, isListedAndDetected } from './bench.ts';
import { test } from './runner.ts';

const scanner: DeviceUnderTest = {
  family: 'scanner',
  protocol: 'hidpos-scanner',
  identity: {
    vendorId: 0x05e0,
    productId: 0x1300,
    serialNumber: 'S17260523',
    manufacturer: 'Symbol Technologies',
    product: 'HID POS scanner',
  },
  plug: 'hid',
  scheme: 'hid',
};
/** Longer than a report of 56 bytes holds: ../shared/vectors/hid.md, H030. */
const longCode =
  '010950600013435217231231\u001d10ABC123\u001d21SERIAL0001\u001d8200https://example.org/x';

test('a HID scanner on USB is listed with its usage, detected by its report descriptor, and scans', async () => {
  const bench = await benchWith(scanner);
  await isListedAndDetected(bench, scanner);
  const { usagePage, usage } = await bench.port();
  assert.deepEqual([usagePage, usage], [0x8c, 0x02]);
  await bench.act('scan', { text: '5901234123457', symbology: ']E0' });
  const scanned = await eventOf(bench, 'scanned');
  assert.deepEqual([scanned.text, scanned.symbology], ['5901234123457', ']E0']);
});

test('a code longer than a report comes whole', async () => {
  const bench = await benchWith(scanner);
  await bench.act('scan', { text: longCode, symbology: ']d2' });
  assert.equal((await eventOf(bench, 'scanned')).text, longCode);
});

test('a scanner pulled in the middle of a code drops the half, and scans again as another port', async () => {
  const bench = await benchWith(scanner);
  const { path } = await bench.port();
  await bench.plug.pull();
  await bench.plugInElsewhere(path);
  await bench.devices.request('identify', { device: bench.device });
  await bench.act('scan', { text: '96385074', symbology: ']E4' });
  assert.equal((await eventOf(bench, 'scanned')).text, '96385074');
});
