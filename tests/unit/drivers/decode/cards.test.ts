/** crypto.md §6 and §7 through the decoders of the command line. */
import { describe, expect, test } from 'vitest';
import { findTlv, readDol, readTlv, writeTlv } from '../../../../drivers/codecs/emv-tlv.ts';
import { maskedTrack, readersMask, shownPan } from '../../../../drivers/codecs/shown-card.ts';
import { decoders } from '../../../../drivers/decode/index.ts';
import { bytesOf, quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const rows = vectorRows('crypto.md');
const input = (id: string): string => quoted(rows?.find((row) => row.id === id)?.cells[0]);
const decode = (name: string, bytes: Uint8Array) => {
  const decoder = decoders[name];
  if (!decoder) throw new Error(`no decoder ${name}`);
  return decoder(bytes);
};
const track = (text: string) => decode('track', Buffer.from(text, 'latin1'));
const tlv = (hex: string) => decode('emv-tlv', bytesOf(hex));

describe.skipIf(rows === null)('emv-tlv, crypto.md §6', () => {
  test('C075: a PSE template, and the status word after it', () => {
    expect(tlv(input('C075'))).toMatchObject({
      ok: true,
      sw: '9000',
      fields: {
        '6F': { '84': '315041592E5359532E4444463031', A5: { '88': '01', '5F2D': '6E6C656E' } },
        '9F11': '01',
      },
      errors: [],
    });
  });

  test('C076, C077: nested templates, both ways', () => {
    expect(tlv(input('C076')).fields).toMatchObject({ '5F2D': '656E657366726465', '9F11': '01' });
    expect(tlv(input('C077')).fields).toMatchObject({
      '70': { '61': { '4F': 'A0000000031010', '50': '56495341204445424954', '87': '01' } },
    });
    for (const id of ['C076', 'C077', 'C081', 'C082']) {
      const bytes = bytesOf(input(id));
      expect(Buffer.from(writeTlv(readTlv(bytes).objects)).equals(bytes), id).toBe(true);
    }
  });

  test('C079: a primitive answer of format 1', () => {
    const afl = ['08020200', '10010400', '18010201'];
    expect(tlv(input('C079')).fields).toEqual({
      '80': '78000802020010010400180102' + '01',
      aip: '7800',
      afl,
    });
    expect(tlv('940C080202001001040018010201').fields).toMatchObject({ afl });
    // An answer to GENERATE AC: cryptogram information, counter, cryptogram, issuer's data.
    expect(tlv('80128000018877665544332211060A0A03A0A0000000').fields.afl).toBeUndefined();
  });

  test('C080: a list of tags and lengths, 29 bytes of data', () => {
    expect(tlv(input('C080'))).toMatchObject({ ok: true, fields: { length: 29 } });
    expect(readDol(bytesOf(input('C080')))?.map(({ tag }) => tag)).toEqual([
      '9F02',
      '9F03',
      '9F1A',
      '95',
      '5F2A',
      '9A',
      '9C',
      '9F37',
    ]);
  });

  test('C081: the number of a test card is shown', () => {
    expect(tlv(input('C081')).fields).toEqual({
      '5A': '4761739001010119',
      '5F24': '251231',
      '5F34': '00',
    });
  });

  test('C082: a tag of three bytes', () => {
    expect(tlv(input('C082')).fields).toEqual({ '9F8101': '81AA', '82': '03' });
  });
});

describe('emv-tlv', () => {
  test('masks the number of any other card, in 5A and in 57', () => {
    const masked = tlv('5A084000009990000015' + '57114000009990000015D25122011143804400').fields;
    expect(masked['5A']).toBe('400000******0015');
    expect(masked['57']).toMatch(/^400000\*{6}0015D2512[*0]+$/);
    expect(JSON.stringify(masked)).not.toContain('4000009990000015');
  });

  test.each([
    ['a length beyond the bytes', '5A0847'],
    ['81 without the byte after it', '5A81'],
    ['a tag that is cut off', '9F'],
    ['an indefinite length', '6F808400'],
    ['an object that reaches over the end of its template', '6F0384055069'],
    ['no bytes', ''],
  ])('is not ok with %s', (_what, hex) => {
    expect(tlv(hex)).toMatchObject({ ok: false });
  });

  test('passes over zeros between objects', () => {
    expect(tlv('0000820203040000950101').fields).toEqual({ '82': '0304', '95': '01' });
  });

  test('shows a 5A that holds no number as it is', () => {
    expect(tlv('5A02AABB').fields).toEqual({ '5A': 'AABB' });
  });

  test('finds an object however deep', () => {
    const { objects } = readTlv(bytesOf('70049F110101'));
    expect(findTlv(objects, '9F11')?.value).toEqual(Uint8Array.of(1));
    expect(findTlv(objects, '9F12')).toBeNull();
  });
});

describe.skipIf(rows === null)('track, crypto.md §7', () => {
  test('C084: track 1', () => {
    expect(track(input('C084'))).toMatchObject({
      ok: true,
      fields: {
        track: 1,
        format: 'iso7813-track1',
        pan: '5452300551227189',
        name: 'HOGAN/PAUL',
        expiry: '0804',
        expires: '2008-04',
        serviceCode: '321',
        luhn: false,
      },
    });
  });

  test('C085: track 2', () => {
    expect(track(input('C085')).fields).toMatchObject({
      track: 2,
      pan: '5452300551227189',
      expiry: '0804',
      serviceCode: '321',
      discretionary: '00000007250',
    });
  });

  test('C086: an expiry that names no month is kept as it stands', () => {
    expect(track(input('C086'))).toMatchObject({
      ok: true,
      fields: { pan: '5163499080020445', expiry: '0000', expires: null, luhn: true },
    });
  });

  test('C087: the LRC after the end sentinel', () => {
    expect(track(input('C087')).fields).toMatchObject({ pan: '4266841088889999', lrc: '!' });
  });

  test('C089, C090: as chip cards and terminals hold it, packed or as text', () => {
    for (const read of [decode('track', bytesOf(input('C089'))), track(input('C089'))]) {
      expect(read).toMatchObject({
        ok: true,
        fields: { format: 'emv-57', pan: '4761739001010119', expiry: '2512', serviceCode: '201' },
      });
    }
    expect(decode('track', bytesOf(input('C090'))).fields).toMatchObject({
      pan: '6725904411001000',
      expiry: '2412',
      serviceCode: '201',
      luhn: false,
    });
  });

  test('C091: the marker of a track that could not be read', () => {
    expect(track(input('C091'))).toMatchObject({ ok: false, fields: { track: 1, state: 'error' } });
  });
});

describe('track', () => {
  test('shows every track of a stripe, track 2 first of all', () => {
    const { ok, fields } = track(
      '%B4012345678909^TEST/CARD^29122010000000000000?;4012345678909=29122010000000000000?;015163=0?',
    );
    expect(ok).toBe(true);
    expect(fields).toMatchObject({ track: 2, pan: '4012345678909' });
    expect(fields.tracks).toMatchObject([{ track: 1 }, { track: 2 }, { track: 3 }]);
  });

  test('masks the number and the discretionary data of any other card', () => {
    const read = track(';4000009990000015=25122011143804400?');
    expect(read.fields).toMatchObject({
      pan: '400000******0015',
      testCard: false,
      luhn: false,
      discretionary: '**********',
    });
    expect(JSON.stringify(read)).not.toMatch(/9990000|1143804400/);
  });

  test('knows a driving licence by its issuer and by its track 3', () => {
    const read = track(
      '%CASACRAMENTO^SMITH$JOHN^1 MAIN ST?;636014012345678=251219800101?%"95814  C?',
    );
    expect(read.fields.tracks).toMatchObject([
      { track: 1, format: 'aamva' },
      { track: 2, format: 'aamva' },
      { track: 3, format: 'aamva' },
    ]);
    expect(JSON.stringify(read)).not.toMatch(/SMITH|012345678/);
  });

  test('reads track 1 and track 2 without their sentinels', () => {
    const card = { pan: '4012345678909', expiry: '2912', serviceCode: '201' };
    for (const text of ['B4012345678909^TEST/CARD^2912201000', '4012345678909=2912201000']) {
      expect(track(text)).toMatchObject({ ok: true, fields: card });
    }
  });

  test('a track whose end sentinel did not come is read as far as it goes', () => {
    expect(track(';4012345678909=2912201000')).toMatchObject({
      ok: false,
      fields: { pan: '4012345678909', expiry: '2912' },
      errors: ['a track without end sentinel'],
    });
  });

  test.each(['', 'hello', ';4012345678909=2912201', '%B12?', ';40123=99?'])(
    '%j is not ok',
    (text) => {
      expect(track(text).ok).toBe(false);
    },
  );
});

describe('what may be shown of a card', () => {
  test('is a test card, or its ends', () => {
    expect(shownPan('4111111111111111')).toBe('4111111111111111');
    expect(shownPan('4000009990000015')).toBe('400000******0015');
    expect(shownPan('40000')).toBe('*****');
  });

  test('is what a reader masked, as it masked it', () => {
    for (const text of [
      '%B5452000000007189^HOGAN/PAUL      ^08040000000000000000000?',
      ';5452000000007189=080400000000000000?',
      ';5163000050000445=000000000000?',
      ';4266********9999=***************?*',
    ]) {
      expect(readersMask(text)).toBe(text);
    }
  });

  test('is masked again where a reader did not', () => {
    expect(readersMask(';5452300551227189=080432100000007250?')).toBe(
      ';545230******7189=0804***0000000**' + '*0?',
    );
    expect(maskedTrack(';4111111111111111=29121010000?')).toBe(';411111******1111=2912*0*0000?');
  });
});
