import { describe, expect, test } from 'vitest';
import { holdsPan } from '../../../domain/basics/mask.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { parseAddress, usbAddress, withLineSettings } from '../../../drivers/address.ts';

const serial = { kind: 'serial', baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 };

describe('an address', () => {
  test.each([
    ['serial:///dev/ttyUSB0', { ...serial, port: '/dev/ttyUSB0' }],
    ['serial://COM3', { ...serial, port: 'COM3' }],
    [
      'serial:///dev/ttyS1?baud=1200&frame=7E1',
      { ...serial, port: '/dev/ttyS1', baudRate: 1_200, dataBits: 7, parity: 'even' },
    ],
    ['serial://COM10', { ...serial, port: 'COM10' }],
    [
      'serial://1d6b:0104/VP5-0087123?baud=115200',
      {
        ...serial,
        port: { vendorId: 0x1d6b, productId: 0x0104, serialNumber: 'VP5-0087123' },
        baudRate: 115_200,
      },
    ],
    ['usb:///dev/usb/lp0', { kind: 'usb-printer', port: '/dev/usb/lp0' }],
    [
      'usb://04b8:0e15/J5XF%20001',
      {
        kind: 'usb-printer',
        port: { vendorId: 0x04b8, productId: 0x0e15, serialNumber: 'J5XF 001' },
      },
    ],
    ['tcp://10.0.0.31:9100', { kind: 'tcp', host: '10.0.0.31', port: 9_100 }],
    ['tcp://printer.shop:9100', { kind: 'tcp', host: 'printer.shop', port: 9_100 }],
    ['tcp://[::1]:9100', { kind: 'tcp', host: '::1', port: 9_100 }],
    [
      'hid://0801:0011/B1%2F2',
      { kind: 'hid', vendorId: 0x0801, productId: 0x0011, serialNumber: 'B1/2' },
    ],
    ['hid://0acd:0011', { kind: 'hid', vendorId: 0x0acd, productId: 0x0011, serialNumber: null }],
    ['memory://pin-pad', { kind: 'memory', name: 'pin-pad' }],
  ])('%s is understood', (address, parsed) => {
    expect(parseAddress(address)).toEqual(parsed);
  });

  test.each([
    '',
    'COM3',
    'serial://',
    'serial://COM3?baud=fast',
    'serial://COM3?baud=-1',
    'serial://COM3?frame=9N1',
    'tcp://10.0.0.31',
    'tcp://10.0.0.31:0',
    'tcp://10.0.0.31:70000',
    'hid://801:11',
    'hid://0801:0011/%E0%A4%A',
    'usb://lp0',
    'http://10.0.0.31',
  ])('%j names nothing', (address) => {
    expect(() => parseAddress(address)).toThrow(Problem);
  });
});

test('the address of a USB device reads back as that device', () => {
  const id = { vendorId: 0x0acd, productId: 0x2010, serialNumber: 'B1/2 ?#%' };
  expect(parseAddress(usbAddress('hid', id))).toEqual({ kind: 'hid', ...id });
  expect(parseAddress(usbAddress('serial', { ...id, serialNumber: null }))).toMatchObject({
    port: { ...id, serialNumber: null },
  });
});

test('a serial number that reads like a card’s stands in an address so that an entry may hold it', () => {
  const id = { vendorId: 0x0acd, productId: 0x2010, serialNumber: '中 6200000000000013' };
  const address = usbAddress('hid', id);
  expect(holdsPan(address)).toBe(false);
  expect(parseAddress(address)).toEqual({ kind: 'hid', ...id });
});

test('line settings replace those of the address', () => {
  expect(withLineSettings('serial://COM3?baud=1200', { baudRate: 9_600, frame: '7E1' })).toBe(
    'serial://COM3?baud=9600&frame=7E1',
  );
});
