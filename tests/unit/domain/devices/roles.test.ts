/** Which device does what, where there is more than one that could. */
import { expect, test } from 'vitest';
import { deviceFor } from '../../../../domain/devices/roles.ts';

const printer = (device: string, roles?: readonly string[]) =>
  ({ device, family: 'printer', roles }) as const;
const scale = { device: 'scale', family: 'scale' } as const;

test.each([
  ['one printer is for everything', [scale, printer('a')], 'a', 'a'],
  ['the first of two', [printer('a'), printer('b')], 'a', 'a'],
  ['the one that is named', [printer('a'), printer('b', ['drawer'])], 'a', 'b'],
  ['one named for another thing is for nothing else', [printer('a', ['drawer'])], null, 'a'],
  ['one for nothing', [printer('a', []), printer('b')], 'b', 'b'],
  [
    'one of a later version does not stand in the way',
    [printer('a', ['kitchen']), printer('b')],
    'b',
    'b',
  ],
  ['none', [scale], null, null],
])('%s', (_, devices, paper, drawer) => {
  expect(deviceFor('receipt-printer', devices)?.device ?? null).toBe(paper);
  expect(deviceFor('drawer', devices)?.device ?? null).toBe(drawer);
});

test('a device is nothing that its family cannot be, whatever it is named', () => {
  expect(deviceFor('scale', [printer('a', ['scale'])])).toBeNull();
});
