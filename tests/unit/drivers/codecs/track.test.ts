import { describe, expect, test } from 'vitest';
import { isLuhn } from '../../../../domain/basics/check-digit.ts';
import { packTrack2 } from '../../../../drivers/acquirer/track.ts';
import { judgeStripe } from '../../../../drivers/card-reader/stripe.ts';
import {
  formatTrack2,
  isMonth,
  parseTrack2,
  readTrack,
  splitTracks,
  type TrackReading,
} from '../../../../drivers/codecs/track.ts';
import { decodeTrack } from '../../../../drivers/decode/track.ts';
import { quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const readTracks = (line: string): TrackReading[] => splitTracks(line).map(readTrack);
const rows = vectorRows('crypto.md');
const input = (id: string): string => quoted(rows?.find((row) => row.id === id)?.cells[0]);

describe.skipIf(rows === null)('tracks of crypto.md §7', () => {
  test('C084: track 1', () => {
    expect(readTracks(input('C084'))).toMatchObject([
      {
        track: 1,
        kind: 'read',
        value: { pan: '5452300551227189', name: 'HOGAN/PAUL', expiry: '0804', service: '321' },
      },
    ]);
  });

  test('C085: track 2, both ways', () => {
    const [reading] = readTracks(input('C085'));
    expect(reading).toEqual({
      track: 2,
      kind: 'read',
      value: {
        pan: '5452300551227189',
        expiry: '0804',
        service: '321',
        discretionary: '00000007250',
        raw: '5452300551227189=080432100000007250',
      },
    });
    if (reading?.kind === 'read' && reading.track === 2) {
      expect(formatTrack2(reading.value)).toBe(input('C085'));
    }
  });

  test('C086: an expiry that names no month is kept as it stands', () => {
    const [reading] = readTracks(input('C086'));
    expect(reading).toMatchObject({ kind: 'read', value: { expiry: '0000' } });
    expect(isMonth('0000')).toBe(false);
  });

  test('C087: the LRC character after the end sentinel is passed over', () => {
    expect(readTracks(input('C087'))).toMatchObject([
      { track: 1, kind: 'read', value: { pan: '4266841088889999', name: 'BUSH JR/GEORGE W.MR' } },
    ]);
  });

  test('C089, C090: as chip cards hold it', () => {
    expect(parseTrack2(input('C089'))).toMatchObject({
      pan: '4761739001010119',
      expiry: '2512',
      service: '201',
    });
    expect(parseTrack2(input('C090'))).toMatchObject({ pan: '6725904411001000', expiry: '2412' });
  });

  test('C091: a track that could not be read', () => {
    expect(readTracks(`${input('C091')};E?`)).toEqual([
      { track: 1, kind: 'unreadable' },
      { track: 2, kind: 'unreadable' },
    ]);
  });

  const luhn = (rows ?? []).filter(({ cells }) => /Luhn (valid|INVALID)/.test(cells[1] ?? ''));
  test.each(luhn)('$id: Luhn of $cells.0 is $cells.1', ({ cells }) => {
    expect(isLuhn(quoted(cells[0]))).toBe(!cells[1]?.includes('INVALID'));
  });
  test('all Luhn rows were found', () => expect(luhn.length).toBeGreaterThanOrEqual(12));
});

describe('ISO/IEC 7813: a separator stands in place of an expiry date or a service code', () => {
  const pan = '4111111111111111';
  test.each([
    [`;${pan}=2512=1234?`, { expiry: '2512', service: null, discretionary: '1234' }],
    [`;${pan}==2011234?`, { expiry: null, service: '201', discretionary: '1234' }],
    [`;${pan}===1234?`, { expiry: null, service: null, discretionary: '1234' }],
    [`;${pan}===?`, { expiry: null, service: null, discretionary: '' }],
    [`;${pan}==?`, { expiry: null, service: null, discretionary: '' }],
    [`%B${pan}^DOE/JANE^^^1234?`, { expiry: null, service: null, discretionary: '1234' }],
    [`%B${pan}^DOE/JANE^2512^1234?`, { expiry: '2512', service: null, discretionary: '1234' }],
    [`%B${pan}^DOE/JANE^^2011234?`, { expiry: null, service: '201', discretionary: '1234' }],
  ])('%s', (line, fields) => {
    expect(readTracks(line)).toMatchObject([{ kind: 'read', value: { pan, ...fields } }]);
    const [reading] = readTracks(line);
    if (reading?.kind === 'read' && reading.track === 2) {
      expect(formatTrack2(reading.value)).toBe(line.replace(/1==\?/, '1===?'));
      // As a chip holds the same (EMV tag 57).
      const chip = `${reading.value.raw.replaceAll('=', 'D')}F`;
      expect(parseTrack2(chip)).toEqual(reading.value);
    }
    const decoded = decodeTrack(Buffer.from(line, 'latin1'));
    expect(decoded).toMatchObject({ ok: true, errors: [], fields: { pan } });
  });

  test('a reader knows the bank card in it, and takes it', () => {
    for (const content of [`${pan}=2512=1234`, `${pan}==`]) {
      const { swipe, clear } = judgeStripe([{ track: 2, content }], ['4111']);
      expect(swipe.card).toEqual({ kind: 'bank', maskedPan: '411111******1111' });
      expect(clear).toMatchObject({ pan, track2: content });
      expect(packTrack2(content)).toBe(content.replaceAll('=', 'D'));
    }
    const track1 = judgeStripe([{ track: 1, content: `B${pan}^DOE/JANE^^` }], ['4111']);
    expect(track1.swipe.card).toEqual({ kind: 'bank', maskedPan: '411111******1111' });
  });
});

describe('a line of a reader', () => {
  test('may hold both tracks', () => {
    const tracks = readTracks('%B6200000000000013^A/B^3012201000?;6200000000000013=30122010000?');
    expect(tracks.map(({ track, kind }) => [track, kind])).toEqual([
      [1, 'read'],
      [2, 'read'],
    ]);
  });

  test.each([
    ['letters in track 2', ';62000000000000A3=3012201?'],
    ['no separator', ';62000000000000133012201?'],
    ['a track longer than a stripe', `;6200000000000013=3012201${'0'.repeat(40)}?`],
    ['no name in track 1', '%B6200000000000013^^3012201?'],
  ])('with %s is unreadable', (_what, line) => {
    expect(readTracks(line)).toMatchObject([{ kind: 'unreadable' }]);
  });

  test('may hold track 3, by its own sentinel or as the second of `;`', () => {
    const track2 = ';6200000000000013=30122010000?';
    expect(splitTracks(`${track2}+5163=0000?`).map(({ track }) => track)).toEqual([2, 3]);
    expect(splitTracks(`${track2};5163=0000?`).map(({ track }) => track)).toEqual([2, 3]);
    expect(readTracks('+5163000050000445=0000?')).toEqual([{ track: 3, kind: 'unreadable' }]);
  });

  test.each(['hello', '', ';6200000000000013=3012201', '?'])('%j holds no track', (line) => {
    expect(readTracks(line)).toEqual([]);
  });
});
