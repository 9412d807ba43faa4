/** A PIN pad with a USB serial port of its own. */
import assert from 'node:assert/strict';
import { testMasterKey, wrapKey } from '../../drivers/emulators/keys.ts';
import { openTransport } from '../../drivers/transports/open.ts';
import { until } from '../helpers/until.ts';
import {
  type Bench,
  benchWith,
  type DeviceUnderTest,
  isListedAndDetected,
  problemOf,
} from './bench.ts';
import { serialPlug } from './plug.ts';
import { test } from './runner.ts';

const pinPad: DeviceUnderTest = {
  family: 'pin-pad',
  protocol: 'visa',
  identity: {
    vendorId: 0x11ca,
    productId: 0x0300,
    serialNumber: '0087-123/A',
    manufacturer: 'VeriFone',
    product: 'VX 820',
  },
  plug: serialPlug,
  scheme: 'serial',
};
const wrappedKey = wrapKey(testMasterKey, '1111111111111111');
const { signal } = new AbortController();

const askForPin = (bench: Bench, run: string) =>
  bench.devices.request('test', {
    device: bench.device,
    run,
    test: { test: 'pin', wrappedKey },
  });
const waitsForPin = (bench: Bench): Promise<void> =>
  until(() => bench.emulator.look().wantsPin === 'true', 'the pad asks for the PIN');

test('a PIN pad on USB is listed, detected and asked for its serial number', async () => {
  const bench = await benchWith(pinPad);
  await isListedAndDetected(bench, pinPad);
  const { serialNumber } = await bench.devices.request('identify', { device: bench.device });
  assert.equal(serialNumber, bench.emulator.look().serialNumber);
});

test('a PIN is entered over USB', async () => {
  const bench = await benchWith(pinPad);
  const entered = askForPin(bench, 'pin');
  await waitsForPin(bench);
  await bench.act('type-pin', { digits: '123456' });
  const { outcome, problems } = await entered;
  assert.deepEqual([outcome, problems], ['passed', []]);
});

test('a PIN pad pulled while it asks for the PIN is gone at once, and works again as another port', async () => {
  const bench = await benchWith(pinPad);
  const { path } = await bench.port();
  const entered = askForPin(bench, 'pulled');
  await waitsForPin(bench);
  await bench.plug.pull();
  const { outcome, problems } = await entered;
  assert.deepEqual([outcome, problems.map(({ kind }) => kind)], ['failed', ['device-gone']]);
  await bench.plugInElsewhere(path);
  const again = askForPin(bench, 'again');
  await waitsForPin(bench);
  await bench.act('type-pin', { digits: '1234' });
  assert.equal((await again).outcome, 'passed');
  const { reopened } = await bench.devices.request('statistics', { device: bench.device });
  assert.equal(reopened, 1);
});

test('a second opener of a USB serial port is told that it is busy, by path and by identity', async () => {
  const bench = await benchWith(pinPad);
  const { path } = await bench.port();
  for (const address of [bench.address, `serial://${path}`]) {
    assert.equal((await problemOf(openTransport(address, signal))).kind, 'port-busy');
  }
});
