/** Every vector of ../shared/vectors/zvt.md: the bytes mean what their source asserts, and the meaning makes the bytes. */
import { expect, test } from 'vitest';
import { crc16Kermit } from '../../../../../drivers/codecs/crc16.ts';
import { encodeDleFrame } from '../../../../../drivers/codecs/dle-crc16.ts';
import {
  type Apdu,
  encodeApdu,
  hexOf,
  readApdu,
} from '../../../../../drivers/payment-terminal/zvt/apdu.ts';
import { encodeDigits, readDigits } from '../../../../../drivers/payment-terminal/zvt/bmp.ts';
import { decodeZvt, decodeZvtSerial } from '../../../../../drivers/payment-terminal/zvt/decode.ts';
import { joinParts, splitParts } from '../../../../../drivers/payment-terminal/zvt/parts.ts';
import {
  decodeTerminal,
  encodeTerminal,
} from '../../../../../drivers/payment-terminal/zvt/terminal-codec.ts';
import { decodeTill, encodeTill } from '../../../../../drivers/payment-terminal/zvt/till-codec.ts';
import {
  encodeTlvLength,
  encodeTlvs,
  readTlvLength,
  readTlvs,
  readTlvTag,
  type Tlv,
} from '../../../../../drivers/payment-terminal/zvt/tlv.ts';
import { bytesOf } from '../../../../helpers/vector-tables.ts';
import { type ZvtVector, zvtVectors, zvtVectorsAbsent } from '../../../../helpers/zvt-vectors.ts';
import { lengthMeanings, meanings, notOurOrder, wrongOnPurpose } from './vector-meanings.ts';

const vectors = zvtVectors ?? { ids: [], entries: [], lengths: [], transcript: [] };
const have = test.skipIf(zvtVectors === null);
if (zvtVectors === null) console.warn(zvtVectorsAbsent);

const decode = (vector: ZvtVector): ReturnType<typeof decodeZvt> =>
  (vector.serial ? decodeZvtSerial : decodeZvt)(vector.bytes);

const apduOf = (bytes: Uint8Array): Apdu => {
  const reading = readApdu(bytes);
  if (reading.kind !== 'apdu') throw new Error(reading.kind);
  return reading.apdu;
};

const isRight = ({ id }: ZvtVector): boolean => !(id in wrongOnPurpose);
const right = vectors.entries.filter(isRight);
const wrong = vectors.entries.filter((vector) => !isRight(vector));

have('every numbered vector of the file is looked at', () => {
  const looked = [...vectors.entries, ...vectors.lengths].map(({ id }) => id);
  expect(looked.sort()).toEqual(vectors.ids);
  expect([...Object.keys(meanings), ...Object.keys(lengthMeanings)].sort()).toEqual(vectors.ids);
  expect(vectors.ids).toHaveLength(120);
});

test.each(right)('$id: $meaning', (vector) => {
  expect(decode(vector)).toMatchObject({ ok: true, errors: [], ...meanings[vector.id] });
});

test.each(wrong)('$id, told to be wrong: $meaning', (vector) => {
  const decoded = decode(vector);
  expect(decoded).toMatchObject({ ok: false, ...meanings[vector.id] });
  expect(decoded.errors.join('\n')).toMatch(wrongOnPurpose[vector.id] ?? /never/);
});

test.each(vectors.entries.filter(({ checked }) => checked.includes('APDU = ')))(
  '$id: an independent decoder found the same APDU in the frame',
  ({ bytes, checked }) => {
    const apdu = /APDU = `([^`]*)`/.exec(checked)?.[1]?.replace(/ /g, '');
    expect(decodeZvtSerial(bytes).apdu).toBe(apdu);
  },
);

const listed = /^len ok; |^LEN MISMATCH [^;]*; /i;

test.each(vectors.entries.filter(({ checked }) => listed.test(checked)))(
  '$id: an independent decoder found the same BMPs and TLVs',
  (vector) => {
    const { bmps, tlv } = decode(vector) as unknown as Record<string, Record<string, unknown>>;
    const list = vector.checked.replace(listed, '');
    const container = /06\{(.*)\}$/.exec(list)?.[1] ?? '';
    const bare = list.replace(/(?: \/ )?06\{.*$/, '');
    for (const [tag = '', value = ''] of bare.split(' / ').map((pair) => pair.split('='))) {
      if (value !== '') expect.soft(bmps?.[tag], tag).toBe(value.toUpperCase());
    }
    const items = readTlvs(bytesOf(String(bmps?.['06'] ?? ''))).items;
    for (const pair of container.split('; ').filter(Boolean)) {
      const [tag = '', value = ''] = pair.replace(/…\(\d+\)$/, '').split('=');
      const found = items.find((item) => item.tag === tag);
      expect
        .soft(hexOf(found?.value ?? new Uint8Array()), tag)
        .toMatch(new RegExp(`^${value.toUpperCase()}`));
      expect.soft(Object.keys(tlv ?? {})).toContain(tag);
    }
  },
);

test.each(right)('$id is made again from its parts, byte for byte', ({ serial, bytes, id }) => {
  const apdu = serial ? bytesOf(String(decodeZvtSerial(bytes).apdu)) : bytes;
  const made = encodeApdu(joinParts(splitParts(apduOf(apdu))));
  expect(hexOf(made)).toBe(hexOf(apdu));
  if (serial && id !== 'Z033') expect(hexOf(encodeDleFrame(made))).toBe(hexOf(bytes));
});

test.each(right.filter(({ id }) => !(id in notOurOrder)))(
  '$id is made again from its meaning, byte for byte',
  ({ serial, bytes }) => {
    const apdu = serial ? bytesOf(String(decodeZvtSerial(bytes).apdu)) : bytes;
    const { command } = decodeTill(apduOf(apdu));
    const { message } = decodeTerminal(apduOf(apdu));
    const made = command ? encodeTill(command) : message && encodeTerminal(message);
    expect(made && hexOf(made)).toBe(hexOf(apdu));
  },
);

test.each(right.filter(({ id }) => id in notOurOrder))(
  '$id is made again from its meaning, in our order of BMPs',
  ({ serial, bytes }) => {
    const apdu = apduOf(serial ? bytesOf(String(decodeZvtSerial(bytes).apdu)) : bytes);
    const { command } = decodeTill(apdu);
    const { message } = decodeTerminal(apdu);
    if (command) expect(decodeTill(apduOf(encodeTill(command)))).toEqual({ command, faults: [] });
    else if (message) {
      expect(decodeTerminal(apduOf(encodeTerminal(message)))).toEqual({ message, faults: [] });
    } else expect(apdu.command).toMatch(/^(0F|0813|0610)/);
  },
);

have('the CRC is CRC-16/KERMIT over the APDU and the 03, low byte first', () => {
  expect(crc16Kermit(Buffer.from('123456789'))).toBe(0x2189);
  expect(crc16Kermit(bytesOf('800000 03'))).toBe(0x1ff5);
  expect(crc16Kermit(bytesOf('06010A04000000011000490978 03'))).toBe(0xfff2);
});

test.each(vectors.lengths)('$id: $meaning', ({ id, bytes }) => {
  expect(lengthMeanings[id]?.(bytes)).toBe(true);
});

have('lengths and containers of part F are made again, byte for byte', () => {
  for (const { id, bytes } of vectors.lengths) {
    if (id <= 'Z052') {
      const size = bytes.length === 2 ? 2 : 3;
      expect(encodeDigits(readDigits(bytes, 0, size)?.bytes ?? 0, size)).toEqual(bytes);
    } else if (id <= 'Z058') {
      expect(readTlvTag(bytes, 0)?.tag).toBe(hexOf(bytes));
    } else if (id === 'Z059') {
      expect(encodeTlvLength(readTlvLength(bytes, 0)?.bytes ?? 0)).toEqual(bytes);
    } else {
      const { items, faults } = readTlvs(hasLengthInFront(bytes) ? bytes.subarray(1) : bytes);
      expect(faults).toEqual([]);
      expect(encodeTlvs(items.map(rebuilt))).toEqual(
        hasLengthInFront(bytes) ? bytes.subarray(1) : bytes,
      );
    }
  }
});

const hasLengthInFront = (bytes: Uint8Array): boolean => bytes[0] === bytes.length - 1;

/** From the innermost out, so that every length is made anew. */
const rebuilt = (item: Tlv): Tlv =>
  item.children
    ? { ...item, value: encodeTlvs(item.children.map(rebuilt)), children: item.children }
    : item;

have('a real chip payment and a real registration read through, from both sides', () => {
  expect(vectors.transcript).toHaveLength(22);
  const told = vectors.transcript.map(({ from, bytes }) => {
    const apdu = apduOf(bytes);
    const { command, faults } = decodeTill(apdu);
    const reading = decodeTerminal(apdu);
    expect([...faults, ...reading.faults]).toEqual([]);
    expect(hexOf(encodeApdu(joinParts(splitParts(apdu))))).toBe(hexOf(bytes));
    return from === 'till' ? command?.kind : reading.message?.kind;
  });
  expect(told.filter((kind) => kind !== 'accept')).toEqual([
    'authorise',
    'accepted',
    ...Array<string>(6).fill('intermediate'),
    'result',
    'completion',
    'register',
    'accepted',
    'completion',
  ]);
  const result = vectors.transcript.find(({ bytes }) => bytes.length > 200);
  expect(decodeZvt(result?.bytes ?? new Uint8Array()).fields).toMatchObject({
    amountMinor: 5050,
    receiptNumber: '0163',
    maskedPan: '***************1229',
    cardName: 'MAESTRO',
    cardholderVerificationText: 'PIN offline, enciphered',
    cardTechnologyText: 'chip',
    lines: ['GEN.NR.:651200'],
  });
});
