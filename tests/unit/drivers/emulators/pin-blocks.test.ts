/** What PIN blocks refuse; their vectors are in crypto-vectors.test.ts. */
import { describe, expect, test } from 'vitest';
import { encryptAes } from '../../../../drivers/emulators/aes.ts';
import { xor } from '../../../../drivers/emulators/keys.ts';
import {
  chipPinBlock,
  clearPinBlock,
  encipheredPinBlock,
  filledPinBlock,
  openPinBlock4,
  panField,
  pinField,
  readPinBlock,
} from '../../../../drivers/emulators/pin-blocks.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';

const pan = '4012345678909';
const key = '00112233445566778899AABBCCDDEEFF';
const random = seededRandom('pin blocks');
const makers: Record<string, (pin: string, pan: string) => Buffer> = {
  0: clearPinBlock,
  2: chipPinBlock,
  3: (pin, of) => filledPinBlock(pin, of, random),
  4: (pin, of) => encipheredPinBlock(key, pinField(pin, random), of),
};

describe.each(Object.entries(makers))('format %s', (_format, make) => {
  test.each(['123', '1234567890123', '12a4', '', '12 4', '１２３４'])('no PIN %j', (pin) => {
    expect(() => make(pin, pan)).toThrow(/Bug/);
  });
});

test.each(['401234567890', '', '40123456789O9', '4'.repeat(20)])(
  'formats 0 and 3 refuse the PAN %j',
  (bad) => {
    expect(() => clearPinBlock('1234', bad)).toThrow(/Bug/);
    expect(() => filledPinBlock('1234', bad, random)).toThrow(/Bug/);
  },
);

test('a PAN of 13 or 14 digits is long enough', () => {
  for (const each of [pan, '30569309025904']) {
    expect(readPinBlock(0, clearPinBlock('1234', each), each)).toBe('1234');
  }
});

test.each(['', '4'.repeat(20), '41111111111a1111'])('format 4 refuses the PAN %j', (bad) => {
  expect(() => panField(bad)).toThrow(/Bug/);
});

test('format 4 fills a short PAN from the left', () => {
  expect(panField('12345').toString('hex')).toBe(`0000000012345${'0'.repeat(19)}`);
});

test('format 3 is filled anew each time, and read all the same', () => {
  const [first, second] = [1, 2].map(() => filledPinBlock('12345', pan, random));
  expect(first).not.toEqual(second);
  expect(readPinBlock(3, first ?? Buffer.alloc(0), pan)).toBe('12345');
});

const block0 = (field: string): Buffer =>
  xor(Buffer.from(field, 'hex'), Buffer.from('0000401234567890', 'hex'));

test.each([
  ['another format', '241234FFFFFFFFFF'],
  ['a length below four', '03123FFFFFFFFFFF'],
  ['a length above twelve', '0D1234567890123F'],
  ['a digit that is none', '04123AFFFFFFFFFF'],
  ['a filler that is none', '041234FFFFFFFFF0'],
  ['a length that is not its own', '051234FFFFFFFFFF'],
])('no PIN is read of %s', (_what, field) => {
  expect(readPinBlock(0, block0(field), pan)).toBeNull();
});

test('no PIN is read of half a block, of another card, or of the filler of another format', () => {
  const block = clearPinBlock('1234', pan);
  expect(readPinBlock(0, block.subarray(1), pan)).toBeNull();
  expect(readPinBlock(0, block, '4111111111111111')).toBeNull();
  expect(readPinBlock(2, Buffer.from('2412340000000000', 'hex'), pan)).toBeNull();
  expect(readPinBlock(3, block0('3412340000000000'), pan)).toBeNull();
});

test('no PIN is read of format 4 under another key, for another card or with another filler', () => {
  const block = encipheredPinBlock(key, pinField('1234', random), pan);
  expect(openPinBlock4(key, block, pan)).toBe('1234');
  expect(openPinBlock4('FF'.repeat(16), block, pan)).toBeNull();
  expect(openPinBlock4(key, block, '4111111111111111')).toBeNull();
  expect(openPinBlock4(key, block.subarray(8), pan)).toBeNull();
  const filled = Buffer.from(`441234FFFFFFFFFF${'00'.repeat(8)}`, 'hex');
  expect(openPinBlock4(key, encipheredPinBlock(key, filled, pan), pan)).toBeNull();
});

test('an AES key has one of three lengths', () => {
  expect(() => encryptAes('00'.repeat(8), Buffer.alloc(16))).toThrow(/Bug/);
});
