/** A MagTek MagneSafe: reports of 856 bytes, one for each swipe, and commands in feature reports. */
import assert from 'node:assert/strict';
import { type Bench, benchWith, type DeviceUnderTest, isListedAndDetected } from './bench.ts';
import { test } from './runner.ts';

const reader: DeviceUnderTest = {
  family: 'card-reader',
  protocol: 'magtek-magnesafe',
  identity: {
    vendorId: 0x0801,
    productId: 0x0011,
    serialNumber: 'B2C2B4D',
    manufacturer: 'Mag-Tek',
    product: 'USB Swipe Reader',
  },
  plug: 'hid',
  scheme: 'hid',
};
/** The networks' test card of ../shared/vectors/hid.md, section F. */
const card = {
  track1: 'B4012345678909^TEST/CARD^29122010000000000000',
  track2: '4012345678909=29122010000000000000',
};

const waitForSwipe = (bench: Bench, run: string) =>
  bench.devices.request('test', { device: bench.device, run, test: { test: 'swipe' } });

test('a MagneSafe on USB is listed, detected, and tells its serial number in a feature report', async () => {
  const bench = await benchWith(reader);
  await isListedAndDetected(bench, reader);
  const identity = await bench.devices.request('identify', { device: bench.device });
  assert.match(identity.serialNumber ?? '', /^B\d+A$/);
});

test('a swipe comes enciphered, whole, in one report longer than a USB packet', async () => {
  const bench = await benchWith(reader);
  const swiped = waitForSwipe(bench, 'swipe');
  await bench.act('swipe', card);
  const { outcome, facts } = await swiped;
  assert.equal(outcome, 'passed', JSON.stringify(facts));
  assert.equal(facts.encrypted, 'magnesafe-v5');
  assert.match(facts.ksn ?? '', /^FFFF9876543210E/);
});

test('a MagneSafe pulled while a card is awaited is gone, and reads again as another port', async () => {
  const bench = await benchWith(reader);
  const { path } = await bench.port();
  const swiped = waitForSwipe(bench, 'pulled');
  await bench.plug.pull();
  assert.equal((await swiped).problems[0]?.kind, 'device-gone');
  await bench.plugInElsewhere(path);
  // Open again: a card that is swiped before anybody waits for one is dropped.
  await bench.devices.request('identify', { device: bench.device });
  const again = waitForSwipe(bench, 'again');
  await bench.act('swipe', card);
  assert.equal((await again).outcome, 'passed');
});
