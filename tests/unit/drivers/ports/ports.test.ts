/** What is plugged in, and what has changed since the last look. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PortInfo } from '../../../../domain/devices/bench.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { findPort } from '../../../../drivers/ports/find.ts';
import { type HidListing, hidPorts } from '../../../../drivers/ports/hid-ports.ts';
import { uniqueAddresses } from '../../../../drivers/ports/list.ts';
import { serialPortsOfSysfs, usbPrintersOfSysfs } from '../../../../drivers/ports/sysfs.ts';
import { diffPorts, type PortsChange, watchPorts } from '../../../../drivers/ports/watch.ts';
import { handClock } from '../../../helpers/hand-clock.ts';

const port = (path: string, more: Partial<PortInfo> = {}): PortInfo => ({
  kind: 'serial',
  address: `serial://${path}`,
  path,
  vendorId: null,
  productId: null,
  serialNumber: null,
  manufacturer: null,
  product: null,
  usagePage: null,
  usage: null,
  ...more,
});
const pad = (path: string, serialNumber: string | null = 'P1'): PortInfo =>
  port(path, {
    address: `serial://1d6b:0104${serialNumber ? `/${serialNumber}` : ''}`,
    vendorId: 0x1d6b,
    productId: 0x0104,
    serialNumber,
  });
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe.skipIf(process.platform === 'win32')('ports of sysfs', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'rollcall-sysfs-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const file = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  };
  const link = (path: string, to: string): void => {
    mkdirSync(join(root, to), { recursive: true });
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(join(root, to), join(root, path));
  };

  test('USB ports and printers are listed with what their device says of itself', async () => {
    const device = 'devices/pci/usb1/1-2';
    file(`${device}/idVendor`, '1d6b');
    file(`${device}/idProduct`, '0104');
    file(`${device}/serial`, 'VP5-0087123');
    file(`${device}/manufacturer`, 'Rollcall');
    file(`${device}/product`, 'PIN pad');
    link('class/tty/ttyACM0/device', `${device}/1-2:1.0`);
    link('class/tty/ttyUSB3/device', `${device}/1-2:1.1/ttyUSB3`);
    link('class/usbmisc/lp0/device', `${device}/1-2:1.2`);
    const ids = {
      vendorId: 0x1d6b,
      productId: 0x0104,
      serialNumber: 'VP5-0087123',
      manufacturer: 'Rollcall',
      product: 'PIN pad',
      usagePage: null,
      usage: null,
    };
    const address = 'serial://1d6b:0104/VP5-0087123';
    expect(await serialPortsOfSysfs(root)).toEqual([
      { kind: 'serial', address, path: '/dev/ttyACM0', ...ids },
      { kind: 'serial', address, path: '/dev/ttyUSB3', ...ids },
    ]);
    expect(await usbPrintersOfSysfs(root)).toEqual([
      {
        kind: 'usb-printer',
        address: 'usb://1d6b:0104/VP5-0087123',
        path: '/dev/usb/lp0',
        ...ids,
      },
    ]);
  });

  test('an on-board port is named by its path, one without a chip is none, nor is a console', async () => {
    link('class/tty/ttyS0/device', 'devices/pnp0/00:01');
    file('class/tty/ttyS0/type', '4');
    link('class/tty/ttyS1/device', 'devices/platform/serial8250');
    file('class/tty/ttyS1/type', '0');
    link('class/tty/tty0/device', 'devices/virtual');
    expect(await serialPortsOfSysfs(root)).toEqual([port('/dev/ttyS0')]);
  });

  test('a machine without such ports has none', async () => {
    expect(await serialPortsOfSysfs(root)).toEqual([]);
    expect(await usbPrintersOfSysfs(root)).toEqual([]);
  });
});

describe('HID devices', () => {
  const listing = (path: string, more: Partial<HidListing> = {}): HidListing => ({
    vendorId: 0x0c2e,
    productId: 0x0b61,
    path,
    serialNumber: 'S1',
    interface: 0,
    usagePage: 0x8c,
    usage: 2,
    ...more,
  });

  test('a scanner that is a keyboard too is listed once, as a scanner', () => {
    const keyboard = listing('/dev/hidraw0', { usagePage: 1, usage: 6 });
    const ports = hidPorts([keyboard, listing('/dev/hidraw1', { interface: 1 })]);
    expect(ports).toMatchObject([
      { address: 'hid://0c2e:0b61/S1', path: '/dev/hidraw1', usagePage: 0x8c, usage: 2 },
    ]);
  });

  test('a keyboard alone is listed, and so are two devices that cannot be told apart', () => {
    expect(hidPorts([listing('/dev/hidraw0', { usagePage: 1, usage: 6 })])).toHaveLength(1);
    const twins = hidPorts([
      listing('/dev/hidraw0', { serialNumber: '' }),
      listing('/dev/hidraw1', { serialNumber: '' }),
    ]);
    expect(twins.map(({ path }) => path)).toEqual(['/dev/hidraw0', '/dev/hidraw1']);
    expect(twins[0]?.serialNumber).toBeNull();
  });

  test('several collections at one path are one device', () => {
    const same = listing('/dev/hidraw0');
    expect(hidPorts([same, { ...same, usage: 3 }, same])).toHaveLength(1);
  });
});

describe('finding a port by its device', () => {
  const kindOf = (find: () => unknown): string => {
    try {
      find();
      return 'no problem';
    } catch (thrown) {
      return thrown instanceof Problem ? thrown.kind : String(thrown);
    }
  };
  const any = { vendorId: 0x1d6b, productId: 0x0104, serialNumber: null };

  test('it is found wherever it is, by its serial number or as the only one', () => {
    const ports = [port('/dev/ttyS0'), pad('/dev/ttyACM4')];
    expect(findPort(ports, { ...any, serialNumber: 'P1' }, 'a').path).toBe('/dev/ttyACM4');
    expect(findPort(ports, any, 'a').path).toBe('/dev/ttyACM4');
  });

  test('none and several are different problems', () => {
    const ports = [pad('/dev/ttyACM0', 'P1'), pad('/dev/ttyACM1', 'P2')];
    expect(kindOf(() => findPort(ports, { ...any, serialNumber: 'P3' }, 'a'))).toBe('port-missing');
    expect(kindOf(() => findPort(ports, any, 'a'))).toBe('port-ambiguous');
  });

  test('devices without a serial number that are alike are addressed by their path', () => {
    const ports = [pad('/dev/ttyACM0', null), pad('/dev/ttyACM1', null), port('/dev/ttyS0')];
    expect(uniqueAddresses(ports).map(({ address }) => address)).toEqual([
      'serial:///dev/ttyACM0',
      'serial:///dev/ttyACM1',
      'serial:///dev/ttyS0',
    ]);
  });
});

describe('hot-plug', () => {
  test('what came, went and moved is told apart', () => {
    const before = [pad('/dev/ttyACM0'), port('/dev/ttyS0')];
    const after = [pad('/dev/ttyACM1'), port('/dev/ttyUSB0')];
    expect(diffPorts(before, after)).toEqual({
      ports: after,
      added: [after[1]],
      removed: [before[1]],
      moved: [after[0]],
    });
    expect(diffPorts(before, [...before].reverse())).toBeNull();
  });

  test('every change is told once, also after a look that failed; nothing after the end', async () => {
    const clock = handClock();
    const looks: (readonly PortInfo[] | null)[] = [
      [],
      [port('/dev/ttyS0')],
      [port('/dev/ttyS0')],
      null,
      [],
      [port('/dev/ttyS0')],
    ];
    const told: PortsChange[] = [];
    const stop = watchPorts({
      clock,
      everyMs: 1_000,
      list: async () => {
        const ports = looks.shift();
        if (!ports) throw new Error('no list');
        return ports;
      },
      onChange: (change) => told.push(change),
    });
    await settle();
    for (let second = 0; second < 4; second += 1) {
      clock.advance(1_000);
      await settle();
    }
    expect(told.map(({ added, removed }) => [added.length, removed.length])).toEqual([
      [1, 0],
      [0, 1],
    ]);
    stop();
    clock.advance(10_000);
    await settle();
    expect(told).toHaveLength(2);
  });
});
