/** A ZVT terminal with a USB serial port of its own, 9600 8N2. */
import assert from 'node:assert/strict';
import { until } from '../helpers/until.ts';
import { type Bench, benchWith, type DeviceUnderTest, isListedAndDetected } from './bench.ts';
import { serialPlug } from './plug.ts';
import { test } from './runner.ts';

const terminal: DeviceUnderTest = {
  family: 'payment-terminal',
  protocol: 'zvt',
  identity: {
    vendorId: 0x079b,
    productId: 0x0028,
    serialNumber: '00018632',
    manufacturer: 'INGENICO',
    product: 'iCT250',
  },
  plug: serialPlug,
  scheme: 'serial',
  settings: '?baud=9600&frame=8N2',
  options: { testTerminal: true },
};

const pay = (bench: Bench, run: string) =>
  bench.devices.request('test', { device: bench.device, run, test: { test: 'payment' } });
const wants = (bench: Bench, what: string): Promise<void> =>
  until(() => bench.emulator.look().wants === what, `the terminal waits for ${what}`);
const serialNumberOf = async (bench: Bench): Promise<string | null> =>
  (await bench.devices.request('identify', { device: bench.device })).serialNumber;
async function tap(bench: Bench): Promise<void> {
  await wants(bench, 'card');
  await bench.act('presentCard', { card: 'VISA', how: 'contactless' });
}

test('a ZVT terminal on USB is listed, detected, and tells who it is', async () => {
  const bench = await benchWith(terminal);
  await isListedAndDetected(bench, terminal);
  assert.equal(await serialNumberOf(bench), '00018632');
});

test('a ZVT terminal pulled in the middle of a payment leaves it unknown, and is paid with again as another port', async () => {
  const bench = await benchWith(terminal);
  const { path } = await bench.port();
  const payment = pay(bench, 'pulled');
  await wants(bench, 'card');
  await bench.plug.pull();
  const { outcome, facts } = await payment;
  assert.deepEqual([outcome, facts.payment], ['failed', 'unknown']);
  await bench.act('stop');
  await bench.plugInElsewhere(path);
  await serialNumberOf(bench);
  const again = pay(bench, 'again');
  await tap(bench);
  const paid = await again;
  assert.deepEqual(
    [paid.outcome, paid.facts.reversal],
    ['passed', 'approved'],
    JSON.stringify(paid),
  );
});
