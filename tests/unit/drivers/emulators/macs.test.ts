/** CMAC by RFC 4493 §4, and the edges of paddings; the rest is in crypto-vectors.test.ts. */
import { expect, test } from 'vitest';
import { upperHex } from '../../../../drivers/emulators/keys.ts';
import { aesCmac, cbcMac, padded, retailMac } from '../../../../drivers/emulators/macs.ts';

const message =
  '6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51' +
  '30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710';

test.each([
  [0, 'BB1D6929E95937287FA37D129B756746'],
  [16, '070A16B46B4D4144F79BDD9DD04A287C'],
  [40, 'DFA66747DE9AE63030CA32611497C827'],
  [64, '51F0BEBF7E3B9D92FC49741779363CFE'],
])('CMAC of %i bytes', (length, mac) => {
  const data = Buffer.from(message, 'hex').subarray(0, length);
  expect(upperHex(aesCmac('2B7E151628AED2A6ABF7158809CF4F3C', data))).toBe(mac);
});

test('no bytes at all are padded to blocks', () => {
  const none = new Uint8Array(0);
  expect(upperHex(padded(none, 1))).toBe('0'.repeat(16));
  expect(upperHex(padded(none, 2))).toBe('8000000000000000');
  expect(upperHex(padded(none, 3))).toBe('0'.repeat(32));
});

test('with a key of single length the retail MAC is plain CBC', () => {
  const key = '1A2B3C4D5E6F7081';
  const data = Buffer.from('hello world');
  for (const padding of [1, 2, 3] as const) {
    expect(retailMac(key, data, padding)).toEqual(cbcMac(key, data, padding));
    expect(retailMac(key + key, data, padding)).toEqual(cbcMac(key, data, padding));
  }
});
