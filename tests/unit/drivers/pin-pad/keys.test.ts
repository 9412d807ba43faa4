/** The emulated pad's arithmetic against vectors of other people (crypto.md, iso8583-cups.json). */
import { describe, expect, test } from 'vitest';
import {
  decryptBlock,
  encryptBlock,
  keyCheckValue,
  unwrapKey,
  upperHex,
  wrapKey,
} from '../../../../drivers/emulators/keys.ts';
import { retailMac } from '../../../../drivers/emulators/macs.ts';
import { clearPinBlock } from '../../../../drivers/emulators/pin-blocks.ts';
import { quoted, vectorRows } from '../../../helpers/vector-tables.ts';
import { cupsVectors, vectorsAbsent } from '../../../helpers/vectors.ts';

const rows = vectorRows('crypto.md');
const row = (id: string): readonly string[] => rows?.find((each) => each.id === id)?.cells ?? [];

describe.skipIf(rows === null)('crypto.md', () => {
  test.each(['C044', 'C045', 'C046', 'C047'])('%s: PIN block of format 0', (id) => {
    const [, input, block] = row(id);
    const [, pin = '', pan = ''] = /PIN (\d+), PAN (\d+)/.exec(input ?? '') ?? [];
    expect(upperHex(clearPinBlock(pin, pan))).toBe(quoted(block));
  });

  test.each([
    ['123', '4012345678909'],
    ['1234567890123', '4012345678909'],
    ['12a4', '4012345678909'],
    ['1234', '401234567890'],
  ])('no PIN block of PIN %s and PAN %s', (pin, pan) => {
    expect(() => clearPinBlock(pin, pan)).toThrow(/Bug/);
  });

  test('C057: retail MAC with padding 1, its two keys as the halves of one', () => {
    const mac = retailMac('41'.repeat(8) + '42'.repeat(8), Buffer.from('hello world'));
    expect(upperHex(mac)).toBe(quoted(row('C057')[2]));
  });

  test.each(['C001', 'C010', 'C034'])('%s: MAC request of DUKPT is the same algorithm', (id) => {
    const [, key = '', , request] = row(id);
    const macKey = Buffer.from(key, 'hex');
    for (const index of [6, 14]) macKey[index] = (macKey[index] ?? 0) ^ 0xff;
    const mac = retailMac(upperHex(macKey), Buffer.from('4012345678909D987'));
    expect(upperHex(mac)).toBe(request);
  });

  test.each(['C070', 'C071', 'C072'])('%s: key check value', (id) => {
    const [key, kcv] = row(id);
    expect(keyCheckValue(quoted(key)).slice(0, 6)).toBe(quoted(kcv));
  });
});

describe('iso8583-cups.json', () => {
  const keys = cupsVectors?.syntheticKeys ?? {};
  const key = (name: string): string => keys[name] ?? '';

  test.skipIf(cupsVectors === null).each(['pik', 'mak', 'mak16', 'tdk'])(
    '%s unwraps under the master key and has its check value',
    (name) => {
      expect(unwrapKey(key('tmk'), key(`${name}UnderTmk`))).toBe(key(name));
      expect(wrapKey(key('tmk'), key(name))).toBe(key(`${name}UnderTmk`));
      expect(keyCheckValue(key(name))).toBe(key(`${name}Kcv`));
    },
  );

  test.skipIf(cupsVectors === null)('the encrypted PIN block', () => {
    const clear = clearPinBlock(key('pin'), key('pan'));
    expect(upperHex(clear)).toBe(key('clearPinBlock'));
    expect(upperHex(encryptBlock(key('pik'), clear))).toBe(key('pinBlock'));
    expect(upperHex(decryptBlock(key('pik'), Buffer.from(key('pinBlock'), 'hex')))).toBe(
      key('clearPinBlock'),
    );
  });

  test.skipIf(cupsVectors === null)('the MACs of the cross check', () => {
    const check = cupsVectors?.macCrossCheck ?? {};
    const data = Buffer.from(check.data ?? '', 'hex');
    expect(upperHex(retailMac(check.key ?? '', data))).toBe(check.x99Cbc);
    expect(upperHex(retailMac(key('mak16'), data))).toBe(check.x919WithMak16);
  });

  test.skipIf(cupsVectors === null)('the cipher of a track block', () => {
    const { block = '', encrypted = '' } = cupsVectors?.trackEncryption ?? {};
    const cipher = upperHex(encryptBlock(key('tdk'), Buffer.from(block, 'hex')));
    expect(encrypted).toContain(cipher);
  });

  test.skipIf(cupsVectors !== null)(vectorsAbsent, () => {
    expect(keyCheckValue('0123456789ABCDEFFEDCBA9876543210')).toBe('08D7B4FB');
  });
});
