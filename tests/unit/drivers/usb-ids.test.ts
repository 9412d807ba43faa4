/** One table of USB ids: whoever reads it says the same of a device. */
import { expect, test } from 'vitest';
import type { PortInfo } from '../../../domain/devices/bench.ts';
import { protocolNames } from '../../../domain/devices/verbs.ts';
import { classifyPort } from '../../../drivers/detection/classify.ts';
import { emulators } from '../../../drivers/emulators/registry.ts';
import { protocols } from '../../../drivers/protocols.ts';
import { startsAsKeyboard } from '../../../drivers/scanner/hidpos/spec.ts';
import { type KnownModel, usbModels } from '../../../drivers/usb-ids.ts';
import { firstNumbers } from '../../../drivers/usb-model.ts';
import { udevRules } from '../../../tools/technician/udev.ts';
import { handClock } from '../../helpers/hand-clock.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';

const portOf = (vendorId: number, productId: number): PortInfo => ({
  kind: 'hid',
  address: 'hid://device',
  path: '/dev/hidraw0',
  vendorId,
  productId,
  serialNumber: null,
  manufacturer: null,
  product: null,
  usagePage: null,
  usage: null,
});

/** A product that no row names, for rows that name none. */
const anyProduct = 0x0b0b;

test.each(usbModels.map((row) => [row.model, row] as const))(
  '%s is found by its numbers, and a rule opens it',
  (_, { vendorId, productId, protocol, model }: KnownModel) => {
    const [found] = classifyPort(portOf(vendorId, productId ?? anyProduct));
    expect(found).toMatchObject({
      protocol,
      confidence: productId === null ? 'possible' : 'likely',
    });
    expect(found?.because).toContain(model);
    expect(opened(vendorId, productId ?? anyProduct)).toBe(true);
  },
);

test('ID TECH NEO2, 0acd:4440 over HID', () => {
  expect(classifyPort(portOf(0x0acd, 0x4440))).toMatchObject([{ protocol: 'idtech-neo2' }]);
});

test('a maker of scanners is no answer for a serial port, nor for a product that has a row of its own', () => {
  expect(classifyPort({ ...portOf(0x0c2e, anyProduct), kind: 'serial' })).toEqual([]);
  expect(classifyPort(portOf(0x1d6b, 0x0104))).toEqual([]);
  expect(opened(0x1d6b, 0x0104)).toBe(false);
});

test('scanners that start as keyboards are those of the two makers that do', () => {
  const makers = [0x0c2e, 0x23d0, 0x05e0, 0x05f9, 0x0801];
  expect(makers.map((vendorId) => startsAsKeyboard({ vendorId, productId: anyProduct }))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});

const numbered = protocolNames.filter((name) =>
  protocols[name].usb.models?.some(({ productId }) => productId !== null),
);
test.each(numbered)('the emulated %s has the numbers of the table', (protocol) => {
  const ports = { clock: handClock(), random: seededRandom('usb'), fault: () => 'none' as const };
  const { hid } = emulators[protocol](ports);
  expect(hid).toMatchObject(firstNumbers(protocols[protocol].usb.models ?? []));
  expect(classifyPort(portOf(hid?.vendorId ?? 0, hid?.productId ?? 0))).toMatchObject([
    { protocol },
  ]);
});

test('devices a technician names get a rule too', () => {
  expect(udevRules([], [{ vendorId: 0x1d6b, productId: 0x0104 }])).toEqual([
    'KERNEL=="hidraw*", ATTRS{idVendor}=="1d6b", ATTRS{idProduct}=="0104", GROUP="plugdev", MODE="0660", TAG+="uaccess"',
  ]);
});

/** As udev reads them (udev(7)): every `==` of a line must hold. */
function opened(vendorId: number, productId: number): boolean {
  const hex = (value: number): string => value.toString(16).padStart(4, '0');
  const device: Readonly<Record<string, string>> = {
    KERNEL: 'hidraw*',
    'ATTRS{idVendor}': hex(vendorId),
    'ATTRS{idProduct}': hex(productId),
  };
  return udevRules(usbModels, [])
    .filter((line) => !line.startsWith('#'))
    .some((line) => {
      expect(line).toContain(', GROUP="plugdev", MODE="0660", TAG+="uaccess"');
      const wanted = Array.from(line.matchAll(/([A-Z]+(?:\{\w+\})?)=="([^"]*)"/g));
      return wanted.every(([, name = '', value]) => device[name] === value);
    });
}
