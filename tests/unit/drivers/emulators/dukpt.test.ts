/** The counters of TDES and AES DUKPT, and what crypto.md §2 leaves to others; its rows are in crypto-vectors.test.ts. */
import { describe, expect, test } from 'vitest';
import { encryptAes } from '../../../../drivers/emulators/aes.ts';
import {
  aesTransactionKey,
  aesWorkingKey,
  initialAesKey,
  nextAesSerialNumber,
  testAesBaseKey,
} from '../../../../drivers/emulators/aes-dukpt.ts';
import {
  initialKeys,
  nextSerialNumber,
  testBaseKey,
  transactionKey,
} from '../../../../drivers/emulators/dukpt.ts';
import { upperHex } from '../../../../drivers/emulators/keys.ts';
import { aesCmac } from '../../../../drivers/emulators/macs.ts';

describe('TDES DUKPT', () => {
  const { initialKey, serialNumber } = initialKeys(testBaseKey, 'FFFF9876543210E00007');

  test('has the initial key of the annex, and its counter is cleared', () => {
    expect(initialKey).toBe('6AC292FAA1315B4D858AB3A3D7D5933A');
    expect(serialNumber).toBe('FFFF9876543210E00000');
  });

  test.each([
    ['FFFF9876543210E00000', 'FFFF9876543210E00001'],
    ['FFFF9876543210E007FE', 'FFFF9876543210E00800'],
    ['FFFF9876543210EFF800', 'FFFF9876543210EFF801'],
    ['FFFF9876543210EFFC00', 'FFFF9876543210F00000'],
    ['FFFF9876543210FFF800', null],
    ['FFFF9876543210FFFFFF', null],
  ])('after %s comes %s', (before, after) => {
    expect(nextSerialNumber(before)).toBe(after);
  });

  test('counts every counter of at most ten one-bits, as far as it was tried', () => {
    const seen: number[] = [];
    let ksn: string | null = 'FFFF9876543210E00000';
    while (ksn !== null && !ksn.endsWith('E03000')) {
      seen.push(Number.parseInt(ksn.slice(-4), 16));
      ksn = nextSerialNumber(ksn);
    }
    const ones = (value: number) => value.toString(2).replaceAll('0', '').length;
    const all = Array.from({ length: 0x3000 }, (_, counter) => counter);
    expect(seen).toEqual(all.filter((counter) => ones(counter) <= 10));
  });

  test.each(['FFFF9876543210E00000', 'FFFF9876543210E007FF', 'FFFF9876543210FFFFFF'])(
    'has no key of %s',
    (ksn) => {
      expect(() => transactionKey(initialKey, ksn)).toThrow(/Bug/);
    },
  );
});

describe('AES DUKPT', () => {
  const keyId = '1234567890123456';
  const initialKey = initialAesKey(testAesBaseKey, keyId);

  test('has the initial key of the supplement', () => {
    expect(initialKey).toBe('1273671EA26AC29AFA4D1084127652A1');
  });

  // Test values of the X9.24-3:2017 supplement, as openemv/dukpt 1d01dda tests them too.
  test.each([
    ['0001FFFE', 'E21E8C8D347F8561A2BE752DAA85A111'],
    ['00020000', 'F7AE9025468A25D37B7249CFFED224C8'],
    ['00020001', '692C8EA4013645135B36497131DF9D2C'],
    ['FFFE2000', '48E585B694EB0B18D5C35443E163C0BA'],
    ['FFFF0000', 'F6BA59389BD14A9855BE9727E7C52E3C'],
  ])('key of transaction %s', (counter, key) => {
    expect(aesTransactionKey(initialKey, keyId + counter)).toBe(key);
  });

  // Values of X9.24-3:2017 as in moov-io/dukpt 65ee1a2, pkg/aes/aes_test.go (Apache-2.0).
  test.each([
    [
      '00000001',
      '4F21B565BAD9835E112B6465635EAE44',
      'DD4E1895FD9BF53D8DAF25568ABF551D',
      '84904DFC6B5201A4F1FE2EAA49E70B8C01838EF53030790FF785D630AB3916B4',
    ],
    [
      '00000004',
      '0EEFC7ADA628BA68878DA9165A8A1887',
      '51FDE192BC484F769AA0A86F8BC5CB30',
      '08A3D4FB24E9CA4864F63E1AB518C69327D87A6A709B9336E3E60FA7F312759A',
    ],
    [
      '00000007',
      'A8253CEED9AC042C54F75D35C8352278',
      '52D6C1D3A95B1D21761E20870D9A7E8C',
      '8CA084F21F599C7361C8F2B1565D993779C62EC3496F0113DF17B5C29EA4E404',
    ],
  ])('response of transaction %s', (counter, key, mac, data) => {
    const ksn = keyId + counter;
    const text = Buffer.from('4012345678909D987');
    expect(aesTransactionKey(initialKey, ksn)).toBe(key);
    expect(upperHex(aesCmac(aesWorkingKey(key, ksn, 'macResponse'), text))).toBe(mac);
    const filled = Buffer.concat([text, Buffer.alloc(15)]);
    expect(upperHex(encryptAes(aesWorkingKey(key, ksn, 'dataResponse'), filled))).toBe(data);
  });

  test.each([
    ['00000000', '00000001'],
    ['0001FFFE', '00020000'],
    ['7FFF8000', '80000000'],
    ['80000000', '80000001'],
    ['FFFE2000', 'FFFE4000'],
    ['FFFE8000', 'FFFF0000'],
    ['FFFF0000', null],
  ])('after counter %s comes %s', (before, after) => {
    expect(nextAesSerialNumber(keyId + before)).toBe(after && keyId + after);
  });

  test.each(['00000000', '0001FFFF', 'FFFF0001'])('has no key of counter %s', (counter) => {
    expect(() => aesTransactionKey(initialKey, keyId + counter)).toThrow(/Bug/);
  });
});
