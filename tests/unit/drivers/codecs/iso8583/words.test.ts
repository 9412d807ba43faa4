/** What a message is in words, field by field, and what is said of one that cannot be read or made. */
import { describe, expect, it } from 'vitest';
import {
  describe as describeMessage,
  describePacket,
} from '../../../../../drivers/codecs/iso8583/describe.ts';
import { Iso8583Error } from '../../../../../drivers/codecs/iso8583/error.ts';
import {
  decodeFrame,
  encodeFrame,
  packetsOf,
} from '../../../../../drivers/codecs/iso8583/frame.ts';
import {
  bytesUnderMac,
  decodeMessage,
  encodeMessage,
  locateFields,
} from '../../../../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../../../../drivers/codecs/iso8583/specs/cups.ts';

/** Every field of the dialect. */
const fields: Readonly<Record<number, string>> = {
  2: '6200000000000013',
  3: '000000',
  4: '000000012345',
  11: '000002',
  12: '093015',
  13: '1130',
  14: '3012',
  15: '1130',
  22: '021',
  23: '001',
  25: '00',
  26: '12',
  32: '00000123',
  33: '00000456',
  35: '6200000000000013D30122010000000000',
  36: '99620000000000001300',
  37: '091658002434',
  38: '935507',
  39: '00',
  41: '10000001',
  42: '898110154110001',
  44: '01020000   \u00d6\u00d0',
  46: 'SECRET46',
  47: 'SECRET47',
  48: '123456',
  49: '156',
  52: '38A110FE27062629',
  53: '2610000000000000',
  54: '1002156C000000000100',
  55: '9F2608AABBCCDDEEFF0011',
  56: 'SECRET56',
  57: 'SECRET57',
  58: 'SECRET58',
  59: 'SECRET59',
  60: '22000001000501',
  61: '000001000002',
  62: 'AABBCCDD',
  63: 'CUP',
  64: 'A1B2C3D4E5F60718',
};

describe('a message in words', () => {
  it('names every field of the dialect, and shows what a person may see of it', () => {
    expect(describeMessage(cups, { mti: '0210', fields })).toEqual([
      '0210 sale answer',
      'DE2 card number 620000******0013',
      'DE3 processing code 000000',
      'DE4 amount 000000012345',
      'DE11 stan 000002',
      'DE12 local time 093015',
      'DE13 local date 1130',
      'DE14 expiry ••',
      'DE15 settlement date 1130',
      'DE22 entry mode 021',
      'DE23 card sequence 001',
      'DE25 condition code 00',
      'DE26 PIN capture 12',
      'DE32 acquirer 00000123',
      'DE33 forwarder 00000456',
      'DE35 track 2 620000******0013',
      'DE36 track 3 ••',
      'DE37 reference 091658002434',
      'DE38 authorisation 935507',
      'DE39 answer 00',
      'DE41 terminal 10000001',
      'DE42 merchant 898110154110001',
      'DE44 issuer and acquirer 01020000   ··',
      "DE46 acquirer's own ••",
      "DE47 acquirer's own ••",
      'DE48 additional ••',
      'DE49 currency 156',
      'DE52 PIN block ••',
      'DE53 security 2610000000000000',
      'DE54 balance 1002156C000000000100',
      'DE55 EMV data ••',
      "DE56 acquirer's own ••",
      "DE57 acquirer's own ••",
      "DE58 acquirer's own ••",
      "DE59 acquirer's own ••",
      'DE60 type, batch, network 22000001000501',
      'DE61 original message 000001000002',
      'DE62 keys ••',
      'DE63 texts CUP',
      'DE64 MAC A1B2C3D4E5F60718',
    ]);
    expect(Object.keys(fields)).toEqual(Object.keys(cups));
  });

  it('is the same message after a way over the wire, and each value lies where it is said to', () => {
    const bytes = encodeMessage(cups, { mti: '0210', fields });
    expect(decodeMessage(cups, bytes)).toEqual({ mti: '0210', fields });
    const { places } = locateFields(cups, bytes);
    expect(places.map(({ number, value }) => [number, value])).toEqual(
      Object.entries(fields).map(([number, value]) => [Number(number), value]),
    );
    const [pan] = places;
    expect(pan).toEqual({ number: 2, value: fields[2], valueAt: 11, end: 19 });
  });

  it.each([
    ['0200', 'sale request'],
    ['0410', 'reversal answer'],
    ['0800', 'sign-on or echo request'],
    ['0330', 'message request'],
  ])('%s is a %s', (mti, name) => {
    expect(describeMessage(cups, { mti, fields: {} })).toEqual([`${mti} ${name}`]);
  });

  it.each([
    ['a number too short for a card', { 2: '62000000000' }, 'DE2 card number ••'],
    ['a number too long for one', { 2: '62000000000000000013' }, 'DE2 card number ••'],
    ['what is no number at its beginning', { 35: 'A6200000000000013' }, 'DE35 track 2 ••'],
    ['what is no number at its end', { 35: '6200000000000013A' }, 'DE35 track 2 ••'],
    ['a field that the dialect has not', { 45: '6200000000000013' }, 'DE45 ••'],
  ])('shows nothing of %s', (_, only, line) => {
    expect(describeMessage(cups, { mti: '0200', fields: only })[1]).toBe(line);
  });

  it('is one line of a trace', () => {
    const message = encodeMessage(cups, {
      mti: '0800',
      fields: { 11: '000002', 52: fields[52] ?? '' },
    });
    const wire = encodeFrame({ tpdu: '6000030000', head: '603100000000', message });
    expect(describePacket(cups, wire)).toEqual({
      meaning: '0800 sign-on or echo request · DE11 stan 000002 · DE52 PIN block ••',
      hidden: [[26, 34]],
      faulty: false,
    });
  });

  it('leaves its last eight bytes out under the MAC', () => {
    const bytes = encodeMessage(cups, { mti: '0210', fields });
    expect(bytesUnderMac(bytes)).toEqual(bytes.subarray(0, -8));
  });
});

function errorOf(run: () => unknown): Iso8583Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Iso8583Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('what cannot be made', () => {
  it.each<[string, string, Record<number, string>, string]>([
    ['an MTI too long', '02000', {}, 'mti at 0: not four digits'],
    ['an MTI with a letter before it', 'x0200', {}, 'mti at 0: not four digits'],
    ['a field of the wrong length', '0200', { 11: '12' }, 'DE11 at 0: 2 long, the table says 6'],
    ['a field too long', '0200', { 2: '6'.repeat(20) }, 'DE2 at 0: 20 long, the table says 19'],
    ['digits with a letter', '0200', { 11: '00000x' }, 'DE11 at 0: not bcd'],
    ['digits behind a letter', '0200', { 11: 'x00000' }, 'DE11 at 0: not bcd'],
    ['a track with a letter before it', '0200', { 35: '=62D12' }, 'DE35 at 0: not track'],
    ['a track with a letter behind it', '0200', { 35: '62D12=' }, 'DE35 at 0: not track'],
    ['hex in small letters', '0200', { 52: '38a110fe27062629' }, 'DE52 at 0: not binary'],
    ['half a byte', '0200', { 64: '112233445566771' }, 'DE64 at 0: not binary'],
    ['hex behind another letter', '0200', { 52: 'x8A110FE270626' }, 'DE52 at 0: not binary'],
    ['hex before another letter', '0200', { 52: '38A110FE27062x' }, 'DE52 at 0: not binary'],
    ['an unknown field', '0200', { 45: 'x' }, 'DE45 at 0: no such field in this dialect'],
  ])('%s is named', (_, mti, only, message) => {
    expect(errorOf(() => encodeMessage(cups, { mti, fields: only })).message).toBe(message);
  });
});

/** MTI 0200 with a bitmap for `only`, and then `rest`. */
const bytesOf = (bitmap: string, rest: string): Buffer =>
  Buffer.from(`0200${bitmap}${rest}`, 'hex');
const withCard = '4000000000000000';
const withPinBlock = '0000000000001000';

describe('what cannot be read', () => {
  it.each<[string, Buffer, string, string]>([
    ['half an MTI', Buffer.of(0x02), 'mti at 0: not four packed digits', '••'],
    [
      'a letter in the MTI',
      Buffer.from('a200', 'hex'),
      'mti at 0: not four packed digits',
      '•• ••',
    ],
    [
      'a letter at its end',
      Buffer.from('020a', 'hex'),
      'mti at 0: not four packed digits',
      '•• ••',
    ],
    [
      'half a bitmap',
      Buffer.from('020040', 'hex'),
      'bitmap at 2: the message ends inside it',
      '•• •• ••',
    ],
    [
      'an end before a length',
      bytesOf(withCard, ''),
      'DE2.length at 10: the message ends inside it',
      '02 00 40 00 00 00 00 00 00 00',
    ],
    [
      'a length that begins with a letter',
      bytesOf(withCard, 'a1'),
      'DE2.length at 10: not packed digits',
      '02 00 40 00 00 00 00 00 00 00 ••',
    ],
    [
      'a length above the table',
      bytesOf(withCard, '20'),
      'DE2.length at 10: says 20, the table allows 19',
      '02 00 40 00 00 00 00 00 00 00 ••',
    ],
    [
      'an end inside a value',
      bytesOf(withPinBlock, 'ab'),
      'DE52 at 10: the message ends inside it',
      '02 00 00 00 00 00 00 00 10 00 ••',
    ],
    [
      'bytes after the last field',
      bytesOf('0000000000000003', `000163${'1'.repeat(16)}ff`),
      'message at 21: bytes after the last field',
      '02 00 00 00 00 00 00 00 00 03 00 01 63 11',
    ],
  ])('%s is named, and shows nothing from there on', (_, bytes, message, raw) => {
    const error = errorOf(() => decodeMessage(cups, bytes));
    expect(error.message).toBe(message);
    expect(error.raw.startsWith(raw), error.raw).toBe(true);
    expect(error.raw.split(' ')).toHaveLength(bytes.length);
    expect(error.name).toBe('Iso8583Error');
  });

  it('says nothing of bytes where it has none', () => {
    expect(errorOf(() => decodeFrame(Buffer.alloc(10))).raw).toBe('');
    expect(errorOf(() => decodeFrame(Buffer.alloc(10))).message).toBe(
      'frame at 0: ends inside TPDU or head',
    );
    expect(errorOf(() => decodeFrame(Buffer.alloc(11, 0xaa))).message).toBe(
      'frame at 0: TPDU or head not packed digits',
    );
  });

  it('is not a field without a value at the very end', () => {
    expect(decodeMessage(cups, bytesOf(withCard, '00')).fields).toEqual({ 2: '' });
  });
});

describe('a frame', () => {
  it('has ten digits of TPDU, twelve of head, and then the message', () => {
    const frame = { tpdu: '6000030000', head: '603100000000', message: Buffer.of(1, 2, 3) };
    expect(decodeFrame(encodeFrame(frame).subarray(2))).toEqual(frame);
  });

  it('is as long as 4096 bytes, and its length is judged before anything else is there', async () => {
    const packets = async (wire: Buffer): Promise<number[]> => {
      const lengths: number[] = [];
      for await (const packet of packetsOf(
        (async function* () {
          yield wire;
        })(),
      )) {
        lengths.push(packet.length);
      }
      return lengths;
    };
    const longest = Buffer.concat([Buffer.of(0x10, 0x00), Buffer.alloc(4_096)]);
    expect(await packets(longest)).toEqual([4_096]);
    await expect(packets(Buffer.of(0x10, 0x01))).rejects.toMatchObject({ path: 'frame.length' });
  });
});
