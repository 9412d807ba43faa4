import { expect, test } from 'vitest';
import {
  describe as describeMessage,
  describePacket,
} from '../../../../../drivers/codecs/iso8583/describe.ts';
import { Iso8583Error } from '../../../../../drivers/codecs/iso8583/error.ts';
import { encodeFrame } from '../../../../../drivers/codecs/iso8583/frame.ts';
import {
  decodeMessage,
  encodeMessage,
  type IsoMessage,
} from '../../../../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../../../../drivers/codecs/iso8583/specs/cups.ts';

const pan = '6200000000000013';
const track2 = `${pan}D30122010000000000`;
const sale: IsoMessage = {
  mti: '0200',
  fields: {
    2: pan,
    3: '000000',
    4: '000000012345',
    11: '000002',
    14: '3012',
    22: '021',
    23: '001',
    35: track2,
    52: '38A110FE27062629',
    62: '1122334455667788',
    63: 'CUP 中'.replace('中', '\u00d6\u00d0'),
  },
};

function errorOf(run: () => unknown): Iso8583Error {
  try {
    run();
  } catch (error) {
    if (error instanceof Iso8583Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('an odd count of digits is filled on the right, the card sequence number on the left', () => {
  const hex = encodeMessage(cups, { mti: '0200', fields: { 22: '021', 23: '001' } })
    .subarray(10)
    .toString('hex');
  expect(hex).toBe('02100001');
});

test('a filler nibble of F is read as well', () => {
  const bytes = encodeMessage(cups, { mti: '0200', fields: { 22: '021' } });
  bytes[11] = 0x1f;
  expect(decodeMessage(cups, bytes).fields).toEqual({ 22: '021' });
});

test.each<[string, Record<number, string>, string]>([
  ['letters in digits', { 4: '00000001234A' }, 'DE4'],
  ['a fixed field of the wrong length', { 11: '12' }, 'DE11'],
  ['more than the table allows', { 35: '1'.repeat(38) }, 'DE35'],
  ['half a byte of binary', { 52: '123' }, 'DE52'],
  ['a character that is no byte', { 63: '中' }, 'DE63'],
  ['a field the dialect has not', { 45: 'x' }, 'DE45'],
])('refuses to encode %s and names the field but not the value', (_, fields, path) => {
  const error = errorOf(() => encodeMessage(cups, { mti: '0200', fields }));
  expect(error.path).toBe(path);
  for (const value of Object.values(fields)) expect(error.message).not.toContain(` ${value}`);
});

test('refuses an MTI that is not four digits', () => {
  expect(errorOf(() => encodeMessage(cups, { mti: '20', fields: {} })).path).toBe('mti');
});

const good = encodeMessage(cups, sale);
function damaged(at: number, byte: number): Buffer {
  const bytes = Buffer.from(good);
  bytes[at] = byte;
  return bytes;
}
// DE2's length is at 10, its digits at 11 to 18; DE3 at 19, DE4 at 22.
test.each<[string, Buffer, string, number]>([
  ['nothing at all', Buffer.alloc(0), 'mti', 0],
  ['half an MTI', Buffer.from('02', 'hex'), 'mti', 0],
  ['an MTI that is not packed', damaged(0, 0xaf), 'mti', 0],
  ['half a bitmap', good.subarray(0, 6), 'bitmap', 2],
  ['a second bitmap, which the dialect has not', damaged(2, 0xf0), 'DE1', 10],
  ['a length that is not packed', damaged(10, 0x1a), 'DE2.length', 10],
  ['a length above the table', damaged(10, 0x20), 'DE2.length', 10],
  ['a digit that is none', damaged(22, 0xf0), 'DE4', 22],
  ['an end inside a field', good.subarray(0, 25), 'DE4', 22],
  ['bytes after the last field', Buffer.concat([good, Buffer.alloc(1)]), 'message', good.length],
])('refuses %s, and names where', (_, bytes, path, at) => {
  const error = errorOf(() => decodeMessage(cups, bytes));
  expect([error.path, error.at]).toEqual([path, at]);
});

test('the bytes in an error show neither secrets nor what could not be read', () => {
  const error = errorOf(() => decodeMessage(cups, damaged(22, 0xf0)));
  expect(error.raw.slice(0, 32)).toBe('02 00 70 24 06 00 20 00 10 06 16');
  expect(error.raw.split(' ')).toHaveLength(good.length);
  expect(error.raw.replaceAll(' ', '')).not.toContain('62000000');
  // DE3 came after the card number and was read; DE4 is the faulty one.
  expect(error.raw.split(' ').slice(11)).toEqual([
    ...Array(8).fill('••'),
    ...['00', '00', '00'],
    ...Array(good.length - 22).fill('••'),
  ]);
});

test.each([46, 47, 56, 57, 58, 59])(
  'DE%i, which acquirers fill as they like, is kept, hidden, and nothing after it is lost',
  (number) => {
    const fields = { 11: '000002', [number]: '0108TERM000', 64: '1122334455667788' };
    const bytes = encodeMessage(cups, { mti: '0210', fields });
    expect(bytes.toString('latin1')).toContain('\x00\x110108TERM000');
    expect(decodeMessage(cups, bytes).fields).toEqual(fields);
    expect(describeMessage(cups, { mti: '0210', fields }).join()).not.toContain('TERM');
    const { meaning, hidden } = describePacket(
      cups,
      encodeFrame({ tpdu: '6000030000', head: '603100000000', message: bytes }),
    );
    expect(meaning).not.toContain('TERM');
    expect(hidden).toContainEqual([28, 39]);
  },
);

test('a field with three digits of length is read however long it is, and made no longer than the table says', () => {
  const long = 'CUP'.padEnd(164, '.');
  expect(errorOf(() => encodeMessage(cups, { mti: '0210', fields: { 63: long } })).path).toBe(
    'DE63',
  );
  const bytes = Buffer.concat([
    Buffer.from('0210' + '0000000000000003' + '0164', 'hex'),
    Buffer.from(long, 'latin1'),
    Buffer.from('1122334455667788', 'hex'),
  ]);
  expect(decodeMessage(cups, bytes).fields).toEqual({ 63: long, 64: '1122334455667788' });
});

test('a message in words shows no more of a card than first six and last four', () => {
  const text = describeMessage(cups, sale).join('\n');
  expect(text).toContain('0200 sale request');
  expect(text).toContain('DE4 amount 000000012345');
  expect(text).toContain('DE2 card number 620000******0013');
  expect(text).toContain('DE35 track 2 620000******0013\n');
  expect(text).toContain('DE52 PIN block ••');
  expect(text).toContain('DE62 keys ••');
  for (const secret of [pan, track2, '3012', '38A110FE27062629', '1122334455667788']) {
    expect(text).not.toContain(secret);
  }
});

test('a packet in words hides exactly the bytes of its secrets', () => {
  const wire = encodeFrame({ tpdu: '6000030000', head: '603100000000', message: good });
  const { meaning, hidden, faulty } = describePacket(cups, wire);
  expect(faulty).toBe(false);
  expect(meaning).toContain('DE11 stan 000002');
  const shown = Buffer.from(wire);
  for (const [start, end] of hidden) shown.fill(0xee, start, end);
  const hex = shown.toString('hex').toUpperCase();
  for (const secret of [pan, track2, '38A110FE27062629', '1122334455667788']) {
    expect(hex).not.toContain(secret);
  }
  expect(hex).toContain('000000012345');
});

test('a packet that cannot be read shows its frame and nothing else', () => {
  const message = damaged(22, 0xf0);
  const wire = encodeFrame({ tpdu: '6000030000', head: '603100000000', message });
  const { meaning, hidden, faulty } = describePacket(cups, wire);
  expect(faulty).toBe(true);
  expect(meaning).toBe('DE4 at 22: not bcd');
  expect(hidden).toEqual([[13, wire.length]]);
});
