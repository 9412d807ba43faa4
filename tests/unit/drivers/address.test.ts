import { describe, expect, test } from 'vitest';
import { Problem } from '../../../domain/problems.ts';
import { parseAddress } from '../../../drivers/address.ts';

const serial = { kind: 'serial', baudRate: 9_600, dataBits: 8, parity: 'none', stopBits: 1 };

describe('an address', () => {
  test.each([
    ['serial:///dev/ttyUSB0', { ...serial, path: '/dev/ttyUSB0' }],
    ['serial://COM3', { ...serial, path: 'COM3' }],
    [
      'serial:///dev/ttyS1?baud=1200&frame=7E1',
      { ...serial, path: '/dev/ttyS1', baudRate: 1_200, dataBits: 7, parity: 'even' },
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
    'http://10.0.0.31',
  ])('%j names nothing', (address) => {
    expect(() => parseAddress(address)).toThrow(Problem);
  });
});
