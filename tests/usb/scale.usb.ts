/** A HID scale: it reports ten times a second for as long as somebody listens. */
import assert from 'node:assert/strict';
import { benchWith, type DeviceUnderTest, isListedAndDetected, problemOf } from './bench.ts';
import { test } from './runner.ts';

const scale: DeviceUnderTest = {
  family: 'scale',
  protocol: 'hid-scale',
  identity: {
    vendorId: 0x0922,
    productId: 0x8003,
    serialNumber: '0071234002345',
    manufacturer: 'DYMO',
    product: 'M10 10 lb Digital Postal Scale',
  },
  plug: 'hid',
  scheme: 'hid',
};
const apples = { value: 1_234, exponent: -3, unit: 'kg' } as const;

test('a HID scale on USB is listed, detected, and weighs', async () => {
  const bench = await benchWith(scale);
  await isListedAndDetected(bench, scale);
  await bench.act('put', { weight: apples });
  assert.deepEqual(await bench.devices.request('weigh', { device: bench.device }), apples);
});

test('a scale pulled while the goods still move is gone, and weighs again as another port', async () => {
  const bench = await benchWith(scale);
  const { path } = await bench.port();
  await bench.act('put', { weight: apples, state: 'moving' });
  const test = { test: 'weigh' } as const;
  const weighed = bench.devices.request('test', { device: bench.device, run: 'pulled', test });
  await bench.plug.pull();
  assert.equal((await weighed).problems[0]?.kind, 'device-gone');
  await bench.plugInElsewhere(path);
  await bench.act('settle');
  assert.deepEqual(await bench.devices.request('weigh', { device: bench.device }), apples);
});

test('a scale that is not there is a missing port, named by its identity', async () => {
  const bench = await benchWith(scale);
  await bench.plug.pull();
  const problem = await problemOf(bench.devices.request('detect', { address: bench.address }));
  assert.deepEqual([problem.kind, problem.params.address], ['port-missing', bench.address]);
});
