/** Plugs in and out, as the bench sees them. */
import assert from 'node:assert/strict';
import { until } from '../helpers/until.ts';
import { benchWith } from './bench.ts';
import { serialPlug } from './plug.ts';
import { test } from './runner.ts';

const identity = {
  vendorId: 0x0403,
  productId: 0x6001,
  serialNumber: 'A9006K2X',
  manufacturer: 'FTDI',
  product: 'FT232R USB UART',
};

test('plugging in and pulling out is told, with what it was', async () => {
  const bench = await benchWith({
    family: 'pin-pad',
    protocol: 'visa',
    identity: { ...identity, serialNumber: 'FIRST' },
    plug: serialPlug,
    scheme: 'serial',
  });
  await bench.port();
  const told = (): readonly string[] =>
    bench.events.flatMap((event) =>
      event.kind === 'ports-changed'
        ? [event.ports.flatMap(({ serialNumber }) => serialNumber ?? []).join(' ')]
        : [],
    );
  const second = serialPlug(identity, () => {});
  await second.plugIn();
  await until(() => told().at(-1) === 'FIRST A9006K2X', 'the new port is told');
  await second.pull();
  await until(() => told().at(-1) === 'FIRST', 'the pulled port is told');
  assert.equal(told().length, 2);
});
