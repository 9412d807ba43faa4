/** An ID TECH NEO2: questions and answers in reports of 64 bytes with four ids. */
import assert from 'node:assert/strict';
import { until } from '../helpers/until.ts';
import { benchWith, type DeviceUnderTest } from './bench.ts';
import { test } from './runner.ts';

const reader: DeviceUnderTest = {
  family: 'card-reader',
  protocol: 'idtech-neo2',
  identity: {
    vendorId: 0x0acd,
    productId: 0x4440,
    serialNumber: '630Z000001',
    manufacturer: 'ID TECH',
    product: 'VP3300',
  },
  plug: 'hid',
  scheme: 'hid',
};

test('a NEO2 on USB tells who it is, and a tapped card comes enciphered in several reports', async () => {
  const bench = await benchWith(reader);
  const { serialNumber } = await bench.devices.request('identify', { device: bench.device });
  assert.equal(serialNumber, '630Z000001');
  const read = bench.devices.request('test', {
    device: bench.device,
    run: 'tap',
    test: { test: 'swipe' },
  });
  await until(() => bench.emulator.look().state === 'waits for a card', 'the reader waits');
  await bench.act('tap', { track2: '4012345678909=29122010000000000000' });
  const { outcome, facts } = await read;
  assert.equal(outcome, 'passed', JSON.stringify(facts));
  assert.notEqual(facts.encrypted, 'no');
});
