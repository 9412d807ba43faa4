/** The printer over a real TCP port. */
import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Problem } from '../../../domain/words/problem.ts';
import { type EmulatedDevices, emulatedDevices } from '../../helpers/emulated-devices.ts';
import { until } from '../../helpers/until.ts';

let bench: EmulatedDevices;
beforeEach(async () => {
  bench = await emulatedDevices(false);
  await bench.devices.request('configure', {
    devices: bench.emulators.devices.filter(({ device }) => device === 'printer'),
    acquirer: null,
    keys: null,
  });
});
afterEach(() => bench.close());

const printer = () => bench.emulators.control.printer;
const print = (text: string, openDrawer = false) =>
  bench.devices.request('print', {
    device: 'printer',
    paper: [
      { kind: 'heading', text },
      { kind: 'row', left: '合计', right: '15.80', strong: true },
    ],
    openDrawer,
  });
const kindOf = async (verb: Promise<unknown>): Promise<string> => {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : `no problem but ${String(thrown)}`;
};

test('Chinese arrives, the drawer opens', async () => {
  await print('签到', true);
  expect(printer().receipts()[0]?.lines).toEqual([
    `${' '.repeat(20)}签到`,
    `合计${' '.repeat(39)}15.80`,
  ]);
  expect(printer().state().drawerOpen).toBe(true);
});

test('paper out is a problem until there is paper, then the same receipt prints', async () => {
  printer().setPaper('out');
  expect(await kindOf(print('一'))).toBe('printer-paper-out');
  expect(
    await bench.devices.request('health', { device: 'printer', level: 'internal' }),
  ).toMatchObject({
    state: 'failed',
    problems: [{ kind: 'printer-paper-out', params: { device: 'printer' } }],
  });
  printer().setPaper('ok');
  await print('一');
  expect(printer().receipts()).toHaveLength(1);
});

test('a long receipt arrives whole', async () => {
  const paper = Array.from({ length: 400 }, (_, index) => ({
    kind: 'row' as const,
    left: `农夫山泉 ${index}`,
    right: '2.00',
    strong: false,
  }));
  await bench.devices.request('print', { device: 'printer', paper, openDrawer: false });
  expect(printer().receipts()[0]?.lines).toHaveLength(400);
});

test('a printer that was switched off and on again prints the next receipt', async () => {
  await print('一');
  await bench.emulators.control.unplug('printer');
  await bench.emulators.control.replug('printer');
  await until(() => bench.emulators.control.plugged('printer'), 'it is back');
  await print('二').catch(() => print('二'));
  expect(printer().receipts().at(-1)?.lines[0]).toContain('二');
});

test('a silent printer is told from a noisy one', async () => {
  bench.emulators.control.misbehave('printer', 'silent');
  expect(await kindOf(print('一'))).toBe('device-silent');
  bench.emulators.control.misbehave('printer', 'garbage');
  expect(await kindOf(print('一'))).toBe('device-garbage');
});

/** B14: reads and never answers. */
test('a printer that never answers, and the option that says so: told as not confirmed, at once', async () => {
  let heard = Buffer.alloc(0);
  const server = createServer((socket) => {
    socket.on('data', (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const silent = {
    device: 'printer',
    family: 'printer',
    protocol: 'escpos',
    address: `tcp://127.0.0.1:${port}`,
    options: { silent: true, columns: 32 },
  } as const;
  await bench.devices.request('configure', { devices: [silent], acquirer: null, keys: null });
  expect(await print('签到', true)).toEqual({ confirmed: false });
  await until(() => heard.toString('hex').endsWith('1d7231'), 'all of it has arrived');
  expect(heard.toString('hex')).toMatch(/^1b700019fa1b40/);
  expect(heard.toString('hex')).toContain('1d578001');
  heard = Buffer.alloc(0);
  await bench.devices.request('openDrawer', { device: 'printer' });
  await until(() => heard.length > 0, 'the pulse has arrived');
  expect(heard.toString('hex')).toBe('1b700019fa');
  await bench.devices.request('configure', { devices: [], acquirer: null, keys: null });
  await new Promise((done) => server.close(done));
});
