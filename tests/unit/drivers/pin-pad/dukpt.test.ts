/** TDES DUKPT of the emulators against X9.24-1 Annex A, ../shared/vectors/crypto.md §1. */
import { describe, expect, test } from 'vitest';
import {
  initialKeys,
  nextSerialNumber,
  testBaseKey,
  transactionKey,
  variantOf,
} from '../../../../drivers/emulators/dukpt.ts';
import { encryptBlock, upperHex } from '../../../../drivers/emulators/keys.ts';
import { retailMac } from '../../../../drivers/emulators/macs.ts';
import { clearPinBlock } from '../../../../drivers/emulators/pin-blocks.ts';
import { vectorRows } from '../../../helpers/vector-tables.ts';

const { initialKey, serialNumber } = initialKeys(testBaseKey, 'FFFF9876543210E00000');
const rows = vectorRows('crypto.md')?.filter(({ id }) => id <= 'C034') ?? [];
const text = Buffer.from('4012345678909D987');

test('the initial key', () => {
  expect([initialKey, serialNumber]).toEqual([
    '6AC292FAA1315B4D858AB3A3D7D5933A',
    'FFFF9876543210E00000',
  ]);
});

describe.skipIf(rows.length === 0)('../shared/vectors/crypto.md §1', () => {
  test.each(rows)('$id: key, PIN block and MAC', ({ cells }) => {
    const [ksn = '', key = '', pinBlock, mac] = cells;
    expect(transactionKey(initialKey, ksn)).toBe(key);
    const block = clearPinBlock('1234', '4012345678909');
    expect(upperHex(encryptBlock(variantOf(key, 'pin'), block))).toBe(pinBlock);
    expect(upperHex(retailMac(variantOf(key, 'macRequest'), text))).toBe(mac);
  });

  test('the order of serial numbers passes through the rows of the annex', () => {
    const order = rows.map(({ cells }) => cells[0] ?? '').slice(0, 17);
    const wanted = new Set(order);
    let ksn: string | null = serialNumber;
    const seen: string[] = [];
    for (let step = 0; step < 0x14 && ksn; step += 1) {
      ksn = nextSerialNumber(ksn);
      if (ksn && wanted.has(ksn)) seen.push(ksn);
    }
    expect(seen).toEqual(order.slice(0, seen.length));
    expect(seen.length).toBe(16);
  });
});

describe('the counter', () => {
  test('leaves out more than ten one-bits', () => {
    expect(nextSerialNumber('FFFF9876543210E007FE')).toBe('FFFF9876543210E00800');
  });

  test('ends', () => {
    expect(nextSerialNumber('FFFF9876543210FFF800')).toBeNull();
  });
});
