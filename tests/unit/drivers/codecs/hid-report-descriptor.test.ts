/** The rules of HID 1.11 section 6.2.2, one by one, and descriptors that other hands wrote. */
import { describe, expect, test } from 'vitest';
import {
  parseReportDescriptor,
  readElement,
} from '../../../../drivers/codecs/hid-report-descriptor.ts';
import { layoutOf, readReport } from '../../../../drivers/scanner/hidpos/codec.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

/** `page/usage@bit×count`, in hexadecimal but for the places. */
const fieldsOf = (descriptor: string): string[] | undefined =>
  parseReportDescriptor(bytesOf(descriptor))?.fields.map(
    ({ usagePage, usage, bitOffset, count }) =>
      `${usagePage.toString(16)}/${usage.toString(16)}@${bitOffset}×${count}`,
  );

describe('a usage', () => {
  test('joins the page that holds at its main item, whichever came first', () => {
    expect(fieldsOf('7508 9501 09FE 058C 8102')).toEqual(['8c/fe@0×1']);
    expect(fieldsOf('7508 9502 0501 093B 058C 09FE 8102')).toEqual(['8c/3b@0×1', '8c/fe@8×1']);
    expect(fieldsOf('7508 9502 19FB 29FC 058C 8102')).toEqual(['8c/fb@0×1', '8c/fc@8×1']);
    expect(parseReportDescriptor(bytesOf('0902 058C A101 C0'))?.collections).toEqual([
      { usagePage: 0x8c, usage: 2 },
    ]);
  });

  test('of four bytes brings its own page, in a range too', () => {
    expect(fieldsOf('7508 9501 0501 0BFE008C00 8102')).toEqual(['8c/fe@0×1']);
    expect(fieldsOf('7508 9502 0501 1BFB008C00 2BFC008C00 8102')).toEqual([
      '8c/fb@0×1',
      '8c/fc@8×1',
    ]);
  });

  test('that is the last covers all that is left', () => {
    expect(fieldsOf('058C 7508 9503 09FB 8102')).toEqual(['8c/fb@0×3']);
    expect(fieldsOf('058C 7508 9503 093B 09FB 8102')).toEqual(['8c/3b@0×1', '8c/fb@8×2']);
  });

  test('holds for one main item and no longer, and pushing does not keep it', () => {
    expect(fieldsOf('058C 7508 9501 09FB 8102 8102')).toEqual(['8c/fb@0×1', '0/0@8×1']);
    expect(fieldsOf('058C 7508 9501 09FB A4 09FC B4 9502 8102')).toEqual([
      '8c/fb@0×1',
      '8c/fc@8×1',
    ]);
    // The end of a collection is a main item as well.
    expect(fieldsOf('058C 7508 9501 0902 A102 09FB C0 8102')).toEqual(['0/0@0×1']);
  });

  test('range may name its end first, and stands where its second half stands', () => {
    expect(fieldsOf('058C 7508 9504 09FA 29FC 19FB 09FD 8102')).toEqual([
      '8c/fa@0×1',
      '8c/fb@8×1',
      '8c/fc@16×1',
      '8c/fd@24×1',
    ]);
    expect(fieldsOf('058C 7508 9501 19FC 29FB 09FE 8102'), 'an empty one').toEqual(['8c/fe@0×1']);
  });

  test('between delimiters is one of several for the same control: the first counts', () => {
    expect(fieldsOf('058C 7508 9502 A901 09FB 09FC A900 09FE 8102')).toEqual([
      '8c/fb@0×1',
      '8c/fe@8×1',
    ]);
    expect(fieldsOf('A901 A901'), 'delimiters do not nest').toBeUndefined();
    expect(fieldsOf('A900'), 'nor end before they begin').toBeUndefined();
  });

  test('in excess of the count is let go', () => {
    expect(fieldsOf('058C 7508 9501 09FB 09FC 8102 09FD 8102')).toEqual(['8c/fb@0×1', '8c/fd@8×1']);
  });
});

describe('fields', () => {
  test('of different reports and kinds each begin at their own first bit', () => {
    const layout = parseReportDescriptor(
      bytesOf('058C 7508 9502 8501 09FB 8102 8502 09FC 8102 8501 09FD 9102 09FE 8102 09FF B102'),
    );
    expect(
      layout?.fields.map(({ kind, reportId, usage, bitOffset }) => [
        kind,
        reportId,
        usage,
        bitOffset,
      ]),
    ).toEqual([
      ['input', 1, 0xfb, 0],
      ['input', 2, 0xfc, 0],
      ['output', 1, 0xfd, 0],
      ['input', 1, 0xfe, 16],
      ['feature', 1, 0xff, 0],
    ]);
  });

  test('of an array are one, whatever usages its elements may name', () => {
    expect(fieldsOf('0507 7508 9506 1900 29FF 8100 0508 9501 0901 8102')).toEqual([
      '7/0@0×6',
      '8/1@48×1',
    ]);
  });

  test('without a bit or an element are none', () => {
    expect(fieldsOf('058C 7508 9500 09FB 8102 9501 09FC 8102')).toEqual(['8c/fc@0×1']);
  });
});

test.each([
  ['a long item', 'FE0410AABB'],
  ['a short item', '0A8C'],
  ['the sizes of a long item', 'FE'],
])('%s cut off is refused', (_what, bytes) => {
  expect(parseReportDescriptor(bytesOf(bytes))).toBeNull();
});

test('reserved items move nothing', () => {
  // A reserved global (C), local (F) and type (3).
  expect(fieldsOf('058C 7508 9501 C5AA F9AA 0DAA 09FB 8102')).toEqual(['8c/fb@0×1']);
});

describe('a scanner whose one usage FB covers all three characters of the AIM identifier', () => {
  const descriptor = bytesOf(
    '058C0902A1018502150026FF00750895010501093B8102058C950309FB8102' +
      '953809FE82020175019501250109FF810275078103C0',
  );
  const layout = layoutOf(descriptor);

  test('is read with its symbology', () => {
    const short = bytesOf('02 0D 5D 45 30 35 39 30 31 32 33 34 31 32 33 34 35 37');
    for (const report of [short, Buffer.concat([short], 62)]) {
      expect(readReport(layout, report)).toMatchObject({
        kind: 'part',
        symbology: ']E0',
        continued: false,
        data: Uint8Array.from(Buffer.from('5901234123457')),
      });
    }
  });
});

/**
 * As a Datalogic Gryphon GD4400 sent it in keyboard mode to a stranger's Arduino
 * (github.com/felis/USB_Host_Shield_2.0/issues/669): an array of six keys from a range of 256 usages.
 */
test('a recorded descriptor: Datalogic Gryphon GD4400 as a keyboard', () => {
  const recorded =
    '05010906A101050719E029E7150025017501950881029501750881019505750105081901290591029501750391' +
    '019506750815 0026FF00050719002AFF008100C0'.replace(' ', '');
  const layout = parseReportDescriptor(bytesOf(recorded));
  expect(layout?.collections).toEqual([{ usagePage: 1, usage: 6 }]);
  const inputs = layout?.fields.filter(({ kind }) => kind === 'input') ?? [];
  expect(inputs.slice(0, 8).map(({ usage }) => usage)).toEqual(
    Array.from({ length: 8 }, (_, index) => 0xe0 + index),
  );
  const keys = inputs.at(-1);
  expect(keys).toMatchObject({ usagePage: 7, bitOffset: 16, bitSize: 8, count: 6 });
  if (!keys) throw new Error('no keys');
  // Shift and the key 1E.
  expect(readElement(bytesOf('02 00 1E 00 00 00 00 00'), keys)).toBe(0x1e);
});
