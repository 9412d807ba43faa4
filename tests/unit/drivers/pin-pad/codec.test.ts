import { describe, expect, test } from 'vitest';
import {
  encodeFrame,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../../../drivers/codecs/stx-etx-lrc.ts';
import { decodePad, encodePad } from '../../../../drivers/pin-pad/visa/codec-pad.ts';
import { decodeTill, encodeTill } from '../../../../drivers/pin-pad/visa/codec-till.ts';
import { describeUnit } from '../../../../drivers/pin-pad/visa/describe.ts';
import type { PadMessage, TillMessage } from '../../../../drivers/pin-pad/visa/messages.ts';
import { limits } from '../../../../drivers/pin-pad/visa/spec.ts';
import { bytesOf, quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const unhex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replace(/ /g, ''), 'hex'));

function read(frame: string | Uint8Array): LinkUnit {
  const raw = typeof frame === 'string' ? unhex(frame) : frame;
  const [unit] = foldFrames(framerStart, raw, limits).units;
  if (!unit) throw new Error('no frame');
  return unit;
}
const bodyOf = (frame: string): string => {
  const unit = read(frame);
  return unit.kind === 'frame' ? unit.body : '';
};

// ../shared/vectors/pinpad.md part A; the ids are its rows.
const fromTill: readonly [string, string, TillMessage][] = [
  ['P001', '0F 30 38 37 0E 31', { kind: 'selectKey', slot: '7' }],
  ['P008', '0F 4D 30 34 0E 47', { kind: 'readPermanentSerial' }],
  ['P012', '0F 31 31 0E 0E', { kind: 'connectionTest' }],
  ['P013', '0F 30 36 0E 08', { kind: 'readSerial' }],
  [
    'P021 (amount 1000)',
    '02 37 30 2E 34 30 31 32 33 34 35 36 37 38 39 30 39 1C 30 31 32 33 34 35 36 37 38 39 41 42 43 44 45 46 31 30 30 30 03 0D',
    {
      kind: 'askPin',
      pan: '4012345678909',
      wrappedKey: '0123456789ABCDEF',
      amountMinor: 1_000,
      timeoutSteps: null,
    },
  ],
  ['P025', '02 5A 32 1A 57 45 4C 43 4F 4D 45 03 2B', { kind: 'show', lines: ['WELCOME'] }],
  ['P027', '02 5A 34 32 30 33 30 03 6C', { kind: 'askKey', timeoutS: 30 }],
  ['72 of the dialogues', '02 37 32 03 06', { kind: 'cancel' }],
];
const fromPad: readonly [string, string, PadMessage][] = [
  [
    'P002',
    '0F 30 36 32 34 36 38 38 30 34 30 31 41 30 30 31 32 33 34 0E 78',
    { kind: 'serial', text: '246880401A001234' },
  ],
  ['P015', '0F 30 34 46 0E 4C', { kind: 'keyState', loaded: true, attributes: '' }],
  ['P016', '0F 30 34 30 0E 3A', { kind: 'keyState', loaded: false, attributes: '' }],
  ['P023', '02 37 31 31 03 34', { kind: 'pinRefused', code: '1' }],
  ['P028', '02 5A 34 33 31 03 6F', { kind: 'keyPressed', key: '1' }],
  ['P030', '02 5A 34 33 3F 03 61', { kind: 'keyPressed', key: '?' }],
  [
    'P036',
    '02 5A 36 37 30 30 30 31 32 33 34 35 36 37 38 39 41 42 43 44 45 46 03 5E',
    { kind: 'mac', status: '00', mac: '0123456789ABCDEF' },
  ],
];

describe('messages of ../shared/vectors/pinpad.md part A', () => {
  test.each(fromTill)('%s both ways', (_id, frame, message) => {
    expect(decodeTill(bodyOf(frame))).toEqual(message);
    expect(hex(encodeTill(message))).toBe(frame.replace(/ /g, ''));
  });

  test.each(fromPad)('%s both ways', (_id, frame, message) => {
    expect(decodePad(bodyOf(frame))).toEqual(message);
    expect(hex(encodePad(message))).toBe(frame.replace(/ /g, ''));
  });

  test('QUIRK(pinpad.md): P022 has two characters too few for its own layout and is not taken', () => {
    const frame = '02 37 31 2E 30 30 34 30 31 31 32 37 34 45 44 43 42 41 39 38 37 36 46 03 19';
    expect(decodePad(bodyOf(frame))).toBeNull();
  });

  test('an answer with a PIN block is 27 bytes on the line', () => {
    const raw = encodePad({ kind: 'pin', length: 6, block: '38A110FE27062629' });
    expect(raw.length).toBe(27);
    expect(bodyOf(hex(raw))).toBe('71.0060138A110FE27062629');
  });

  test.each(['2', '17180', '021FEDCBA9876543210', '90FFFF', '94FFFF', 'Z9', 'Z62.1234', '1319'])(
    'leaves %s alone: not spoken by a till, key injection least of all',
    (body) => {
      expect(decodeTill(body)).toBeNull();
    },
  );
});

const doubleKey = '3EB3B72576BBBE83FD7AF640961CDB8B';
const rules = { digitsMin: 4, digitsMax: 12, emptyAllowed: true } as const;
const others: readonly TillMessage[] = [
  { kind: 'show', lines: ['AMOUNT 15.80', 'THANK YOU'] },
  {
    kind: 'askPin',
    pan: '6200000000000013',
    wrappedKey: doubleKey,
    amountMinor: 1,
    timeoutSteps: 4,
  },
  {
    kind: 'askMac',
    flag: '4',
    sequence: 0,
    slot: '0',
    wrappedKey: doubleKey,
    data: '4C176BEA00000000',
  },
  {
    kind: 'askMac',
    flag: '7',
    sequence: 99,
    slot: '9',
    wrappedKey: '41B1F3D154C3079A',
    data: '0000000000000000',
  },
  { kind: 'diagnose', test: '10' },
  { kind: 'setLine', rate: '8', mode: '2' },
  { kind: 'readHardware' },
  { kind: 'askPin', pan: '4012345678909', wrappedKey: null, amountMinor: 1, timeoutSteps: null },
  { kind: 'askPinOnly', pan: '4012345678909', wrappedKey: doubleKey },
  {
    kind: 'askPinPrompted',
    pan: '4012345678909',
    wrappedKey: doubleKey,
    ...rules,
    prompts: ['1.00', 'ENTER PIN'],
    processing: 'PLEASE WAIT',
    timeoutSteps: 2,
  },
  {
    kind: 'askPinPrompted',
    pan: '4012345678909',
    wrappedKey: null,
    ...rules,
    emptyAllowed: false,
    prompts: ['', ''],
    processing: '',
    timeoutSteps: null,
  },
  { kind: 'askPinEchoed', pan: '4012345678909', wrappedKey: null, ...rules, echo: '#' },
  { kind: 'askPinEchoed', pan: '4012345678909', wrappedKey: doubleKey, ...rules, echo: '*' },
];

test.each(others)('$kind comes back as it was sent', (message) => {
  const unit = read(encodeTill(message));
  expect(unit.kind === 'frame' && decodeTill(unit.body)).toEqual(message);
});

const fromPadToo: readonly PadMessage[] = [
  { kind: 'dukptPin', id: 'pin', ksn: '9876543210E00001', block: '1B9C1845EB993A7A' },
  { kind: 'dukptPin', id: 'dukptPin', ksn: null, block: '0000000000000000' },
  { kind: 'keyState', loaded: true, attributes: 'ANDN001' },
  { kind: 'lineSet', rate: '4', mode: null },
  { kind: 'hardware', text: 'A1' },
  { kind: 'diagnosis', text: 'IPP8 EMUL101 03/05' },
  { kind: 'digits', digits: null },
  { kind: 'digits', digits: '' },
  { kind: 'initialKeyLoaded', status: '0' },
];

test.each(fromPadToo)('$kind of the pad comes back as it was sent', (message) => {
  const unit = read(encodePad(message));
  expect(unit.kind === 'frame' && decodePad(unit.body)).toEqual(message);
});

const rows = vectorRows('pinpad.md')?.filter(({ id }) => id < 'P037') ?? [];
describe.skipIf(rows.length === 0)('../shared/vectors/pinpad.md part A', () => {
  test.each(rows)('$id is understood, and said again byte for byte', ({ id, cells }) => {
    const frame = bytesOf(quoted(cells[0]));
    const unit = read(frame);
    expect(unit.kind).toBe('frame');
    if (unit.kind !== 'frame') return;
    const told = decodePad(unit.body);
    const asked = decodeTill(unit.body);
    if (id === 'P020') {
      expect([told, asked]).toEqual([null, null]);
      expect(describeUnit(unit, 'till').meaning).toMatch(/^key injection/);
      return;
    }
    if (id === 'P022') return;
    const again = [asked && encodeTill(asked), told && encodePad(told)].filter((each) => each);
    expect(again.map((each) => hex(each ?? new Uint8Array()))).toContain(hex(frame));
  });
});

describe('the line of the trace', () => {
  const shown = (raw: Uint8Array, from: 'till' | 'pad'): string => {
    const { meaning, hidden = [] } = describeUnit(read(raw), from);
    const bytes = Array.from(raw, (byte, index) =>
      hidden.some(([start, end]) => index >= start && index < end) ? '' : String.fromCharCode(byte),
    );
    return bytes.join('') + meaning;
  };

  test('shows neither card number nor key of a PIN request', () => {
    const line = shown(encodeTill(others[1] as TillMessage), 'till');
    expect(line).toContain('70.');
    expect(line).not.toMatch(/6200|3EB3|DB8B|[0-9A-F]{6}/);
  });

  test('shows neither key nor data of a MAC request', () => {
    expect(shown(encodeTill(others[2] as TillMessage), 'till')).not.toMatch(/3EB3|4C17/);
  });

  test('shows no PIN block and no pressed key', () => {
    expect(
      shown(encodePad({ kind: 'pin', length: 6, block: '38A110FE27062629' }), 'pad'),
    ).not.toMatch(/38A1|2629|6/);
    expect(shown(encodePad({ kind: 'keyPressed', key: '7' }), 'pad')).not.toContain('7');
  });

  test('names key injection and shows no key', () => {
    const line = shown(encodeFrame('administration', '021FEDCBA9876543210'), 'till');
    expect(line).toContain('key injection');
    expect(line).not.toMatch(/FEDC|3210/);
  });

  test('shows neither account nor block of a DUKPT entry, but its serial number', () => {
    expect(shown(encodeTill(others[7] as TillMessage), 'till')).not.toContain('4012');
    const line = shown(encodePad(fromPadToo[0] as PadMessage), 'pad');
    expect(line).toContain('9876543210E00001');
    expect(line).not.toContain('1B9C');
  });

  test('leaves a damaged frame to the masks of the tap', () => {
    const raw = encodeFrame('transaction', '70.6200000000000013');
    raw[5] = 0x39;
    expect(describeUnit(read(raw), 'till').hidden).toBeUndefined();
  });
});
