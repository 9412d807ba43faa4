/** What a technician is told of a packet, and how a pad is recognised. */
import { describe, expect, test } from 'vitest';
import { encodeFrame } from '../../../../drivers/codecs/stx-etx-lrc.ts';
import { decodeVisaPinPad } from '../../../../drivers/pin-pad/visa/decode.ts';
import { visaProbe } from '../../../../drivers/pin-pad/visa/probe.ts';
import { bytesOf, quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const transaction = (body: string) => decodeVisaPinPad(encodeFrame('transaction', body));

describe('decode visa-pinpad', () => {
  test('tells wrapper, id, name and check byte', () => {
    expect(
      decodeVisaPinPad(bytesOf('0F 30 36 32 34 36 38 38 30 34 30 31 41 30 30 31 32 33 34 0E 78')),
    ).toEqual({
      ok: true,
      fields: {
        wrapper: 'administration',
        lrc: { ok: true, expected: '78', found: '78' },
        id: '06',
        name: 'serial number',
        from: 'pad',
        text: '246880401A001234',
      },
      errors: [],
    });
  });

  test('shows a test card and ciphertext in full', () => {
    expect(transaction('70.4012345678909\x1c0123456789ABCDEF1000').fields).toMatchObject({
      id: '70',
      pan: '4012345678909',
      wrappedKey: '0123456789ABCDEF',
      amountMinor: 1_000,
    });
    expect(transaction('73.00000FFFF9876543210E000011B9C1845EB993A7A').fields).toMatchObject({
      ksn: 'FFFF9876543210E00001',
      pinBlock: '1B9C1845EB993A7A',
    });
  });

  test('masks the account of any other card, and digits that may be one', () => {
    const asked = transaction('70.4000009990000015\x1c0123456789ABCDEF1000');
    expect(asked.fields.pan).toBe('400000******0015');
    const typed = transaction('Z514000009990000015');
    expect(typed.fields.digits).toBe('400000******0015');
  });

  test('QUIRK(pinpad.md): tells P022, and what it lacks', () => {
    expect(transaction('71.004011274EDCBA9876F')).toMatchObject({
      ok: true,
      fields: {
        id: '71',
        length: 4,
        pinBlock: '1274EDCBA9876F',
        remarks: [expect.stringContaining('14')],
      },
    });
  });

  test('says what an error digit means on either pad', () => {
    expect(transaction('711').fields.words).toEqual({
      pp791: 'session key does not suit the master key',
      mx800: 'no master key or no DUKPT key',
    });
  });

  test('names key injection and shows nothing of the key', () => {
    const decoded = decodeVisaPinPad(encodeFrame('administration', '021FEDCBA9876543210'));
    expect(decoded.fields).toMatchObject({ id: '02', name: 'key injection: master key' });
    expect(JSON.stringify(decoded)).not.toContain('FEDC');
  });

  test('reads on behind a wrong check byte, and says which is due', () => {
    const decoded = decodeVisaPinPad(bytesOf('0F 31 31 0E 0F'));
    expect(decoded).toMatchObject({
      ok: false,
      fields: { id: '11', lrc: { ok: false, expected: '0E', found: '0F' } },
      errors: ['LRC is 0F, should be 0E'],
    });
  });

  test.each([
    ['', 'no bytes'],
    ['02 5A 31', 'the frame has no end byte'],
    ['02 5A 31 03', 'the frame has no LRC after its end byte'],
    ['41 42 02 5A 31 03 68', '2 bytes outside any frame'],
    ['02 51 51 03 03', 'no message of this protocol has this id'],
    ['02 37 31 2E 30 03 2B', 'message 71 does not keep to its layout'],
  ])('%s: %s', (bytes, error) => {
    const decoded = decodeVisaPinPad(bytesOf(bytes));
    expect(decoded.ok).toBe(false);
    expect(decoded.errors).toContain(error);
  });

  const rows = vectorRows('pinpad.md')?.filter(({ id }) => id < 'P037') ?? [];
  test.skipIf(rows.length === 0)('all rows of ../shared/vectors/pinpad.md part A', () => {
    const bad = rows.filter(({ cells }) => !decodeVisaPinPad(bytesOf(quoted(cells[0]))).ok);
    expect(bad.map(({ id }) => id)).toEqual([]);
  });
});

describe('the probe', () => {
  test('asks for a connection and nothing else', () => {
    expect(Buffer.from(visaProbe.ask).toString('hex')).toBe('0f31310e0e');
  });

  test.each([
    ['06 04', 'likely'],
    ['FF 06 04', 'likely'],
    ['06', 'possible'],
    ['15', undefined],
    ['30 31 32 33 34 35 36 06 04', undefined],
  ])('after %s: %s', (heard, confidence) => {
    expect(visaProbe.recognise(bytesOf(heard))?.confidence).toBe(confidence);
  });
});
