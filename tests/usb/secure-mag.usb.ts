/** An ID TECH SecureMag: frames of its own in reports of 537 bytes. */
import assert from 'node:assert/strict';
import { type Bench, benchWith, type DeviceUnderTest, isListedAndDetected } from './bench.ts';
import { test } from './runner.ts';

const reader: DeviceUnderTest = {
  family: 'card-reader',
  protocol: 'idtech-securemag',
  identity: {
    vendorId: 0x0acd,
    productId: 0x2010,
    serialNumber: '623T158902',
    manufacturer: 'ID TECH',
    product: 'IDTECH USB SecureMag Reader',
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

test('a SecureMag on USB is listed, detected, and its swipe comes enciphered in either format', async () => {
  const bench = await benchWith(reader);
  await isListedAndDetected(bench, reader);
  await bench.devices.request('identify', { device: bench.device });
  for (const format of ['original', 'enhanced']) {
    await bench.act('format', { format });
    const swiped = waitForSwipe(bench, format);
    await bench.act('swipe', card);
    const { outcome, facts } = await swiped;
    assert.deepEqual([outcome, facts.encrypted], ['passed', `idtech-${format}`]);
  }
});

test('a SecureMag pulled while a card is awaited is gone, and reads again as another port', async () => {
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
