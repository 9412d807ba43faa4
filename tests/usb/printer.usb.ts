/** A receipt printer of the USB printer class. */
import assert from 'node:assert/strict';
import type { PrinterControl } from '../../drivers/emulators/control.ts';
import { PrinterEmulator } from '../../drivers/printer/escpos/emulator.ts';
import { until } from '../helpers/until.ts';
import {
  type Bench,
  benchWith,
  type DeviceUnderTest,
  isListedAndDetected,
  problemOf,
} from './bench.ts';
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

async function benchWithPrinter(): Promise<Readonly<{ bench: Bench; control: PrinterControl }>> {
  let control: PrinterEmulator | undefined;
  const bench = await benchWith({
    ...printer,
    create: (ports) => {
      const emulated = new PrinterEmulator(ports);
      control = emulated;
      return { attach: (line) => emulated.attach(line), acts: {}, look: () => ({}) };
    },
  });
  assert(control);
  return { bench, control };
}

const print = (bench: Bench, text: string, openDrawer = false) =>
  bench.devices.request('print', {
    device: bench.device,
    paper: [{ kind: 'centre', text }],
    openDrawer,
  });
/** A job begins with a look at the printer. */
const asksForStatus = async (bench: Bench): Promise<void> => {
  let asked = false;
  const look = async (): Promise<void> => {
    const { lines } = await bench.devices.request('trace', { device: bench.device, after: -1 });
    asked = lines.some(({ direction }) => direction === 'out');
  };
  await until(() => {
    void look();
    return asked;
  }, 'the job has begun');
};
const printed = (control: PrinterControl): readonly string[] =>
  control.receipts().map(({ lines }) => lines.join('\n').trim());

test('a USB printer is listed, detected, asked how it is, prints Chinese and opens the drawer', async () => {
  const { bench, control } = await benchWithPrinter();
  await isListedAndDetected(bench, printer);
  const request = { device: bench.device, level: 'internal' } as const;
  assert.equal((await bench.devices.request('health', request)).state, 'healthy');
  await print(bench, '签到 ￥12.34', true);
  assert.deepEqual(printed(control), ['签到 ￥12.34']);
  assert.equal(control.state().drawerOpen, true);
});

test('a USB printer without paper says so, and prints when it has some', async () => {
  const { bench, control } = await benchWithPrinter();
  control.setPaper('out');
  assert.equal((await problemOf(print(bench, 'first'))).kind, 'printer-paper-out');
  control.setPaper('ok');
  await print(bench, 'second');
  assert.deepEqual(printed(control), ['second']);
});

test('a USB printer pulled while it prints is gone and prints nothing twice; it prints again as another port', async () => {
  const { bench, control } = await benchWithPrinter();
  const { path } = await bench.port();
  // Its answers stay away, so that the till waits for the end of the print.
  bench.misbehave('late');
  const job = problemOf(print(bench, 'pulled'));
  await asksForStatus(bench);
  await bench.plug.pull();
  assert.equal((await job).kind, 'device-gone');
  bench.misbehave('none');
  await bench.plugInElsewhere(path);
  await print(bench, 'again');
  assert.deepEqual(printed(control), ['again']);
});
