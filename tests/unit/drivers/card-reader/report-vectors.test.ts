/** hid.md A, B and C through the decoders, the emulators' encoders and the test keys. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { idTechKey, magTekKey } from '../../../../drivers/card-reader/emulated-swipe.ts';
import { decodeAnswer, encodeCommand } from '../../../../drivers/card-reader/feature-commands.ts';
import { encodeNeo2, toReports } from '../../../../drivers/card-reader/idtech-neo2/codec.ts';
import {
  decodeCardData,
  encodeCardData,
} from '../../../../drivers/card-reader/idtech-securemag/codec.ts';
import {
  encodeSecureFrame,
  foldReport,
  framerStart,
} from '../../../../drivers/card-reader/idtech-securemag/framer.ts';
import {
  decodeReport,
  encodeReport,
} from '../../../../drivers/card-reader/magtek-magnesafe/codec.ts';
import { encodeTrackReport } from '../../../../drivers/card-reader/track-report.ts';
import { decoders } from '../../../../drivers/decode/index.ts';
import { initialKeys, testBaseKey, transactionKey } from '../../../../drivers/emulators/dukpt.ts';
import { decryptCbc, encryptCbc } from '../../../../drivers/emulators/keys.ts';
import { root } from '../../../../tools/paths.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

const file = `${root}/../shared/vectors/hid.md`;
const text = existsSync(file) ? readFileSync(file, 'utf8') : null;
const section = (id: string): string => text?.split(`### ${id}`)[1]?.split('\n###')[0] ?? '';
/** The `index`th text in back-ticks of a vector. */
const quoted = (id: string, index = 0): string =>
  [...section(id).matchAll(/`([^`]+)`/g)][index]?.[1] ?? '';
const decode = (name: string, bytes: Uint8Array) => {
  const decoder = decoders[name];
  if (!decoder) throw new Error(`no decoder ${name}`);
  return decoder(bytes);
};
const keyOf = (ksn: string): string =>
  transactionKey(initialKeys(testBaseKey, ksn).initialKey, ksn);
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

/** H006: its non-zero runs laid into a report. */
function h006(): Uint8Array {
  const report = new Uint8Array(856);
  for (const [, at, run] of section('H006').matchAll(/(\d+): `([0-9A-F]+)`/g)) {
    report.set(bytesOf(run ?? ''), Number(at));
  }
  return report;
}

describe.skipIf(text === null)('MagneSafe V5, hid.md A', () => {
  const ksn = 'FFFF9876543210E00008';
  const key = magTekKey(keyOf(ksn));

  test.each(['H001', 'H002'])('%s: the published swipe deciphers to its tracks, and back', (id) => {
    const clear = Buffer.from(quoted(id, 1), 'latin1');
    const cipher = bytesOf(quoted(id));
    const read = Buffer.from(decryptCbc(key, cipher));
    expect(read.toString('latin1').replace(/\0+$/, '')).toBe(clear.toString('latin1'));
    expect(hex(encryptCbc(key, clear))).toBe(hex(cipher));
  });

  test('H004, H006: a whole report', () => {
    const { ok, fields } = decode('magtek-magnesafe', h006());
    expect(ok).toBe(true);
    expect(fields).toMatchObject({
      encrypted: true,
      ksn,
      deviceSerial: 'B0000010000000A',
      encodeType: 0,
      encryptionFlags: ['keyInjected', 'encryptionEnabled'],
      magnePrintLength: 56,
      sessionId: '21685F158B5C6BE0',
      tracks: [
        { track: 1, state: 'read', masked: quoted('H004', 0), absoluteLength: 60 },
        { track: 2, state: 'read', masked: quoted('H004', 1), absoluteLength: 37 },
        { track: 3, state: 'read', masked: quoted('H004', 2), absoluteLength: 31 },
      ],
    });
    expect((fields.tracks as { encrypted: string }[])[1]?.encrypted).toBe(quoted('H002'));
  });

  test('H005: MagnePrint and session id decipher', () => {
    const { report } = decodeReport(h006());
    expect(hex(decryptCbc(key, report?.magnePrint ?? new Uint8Array(0)))).toMatch(
      /^010002D4B69C.*0000$/,
    );
    expect(hex(decryptCbc(key, bytesOf(quoted('H005', 3))))).toBe('0'.repeat(16));
  });

  test('H006 is the same report when it is written again', () => {
    const { report } = decodeReport(h006());
    if (!report) throw new Error('not read');
    expect(hex(encodeReport(report))).toBe(hex(h006()));
  });

  test('H008: feature reports', () => {
    expect(hex(encodeCommand(0, Uint8Array.of(0x20))).slice(2, 8)).toBe(
      quoted('H008').replace(/ /g, ''),
    );
    expect(decodeAnswer(Uint8Array.of(0, 0, 1, 0x15))).toEqual({
      result: 0,
      data: Uint8Array.of(0x15),
    });
    expect(decodeAnswer(Uint8Array.of(0, 0, 9, 0x15))).toBeNull();
    expect(decode('magtek-magnesafe', bytesOf('00 01 20'))).toMatchObject({
      ok: true,
      fields: { kind: 'feature', code: '00', asCommand: 'get a property', data: '20' },
    });
    expect(decode('magtek-magnesafe', bytesOf('010520442A09E6'.padEnd(48, '0')))).toMatchObject({
      ok: true,
      fields: { asCommand: 'set a property', data: '20442A09E6' },
    });
    expect(decode('magtek-magnesafe', h006().subarray(0, 20)).ok).toBe(false);
  });

  test('the report id 0 in front of a report is passed over', () => {
    const { fields } = decode('magtek-magnesafe', Buffer.concat([Buffer.alloc(1), h006()]));
    expect(fields).toEqual(decode('magtek-magnesafe', h006()).fields);
  });

  test('an absent track, an error bit and a type that says blank', () => {
    const report = h006();
    report[5] = 0;
    report[507] = 0;
    report[0] = 1;
    report[6] = 3;
    expect(decode('magtek-magnesafe', report)).toMatchObject({
      ok: true,
      fields: {
        encodeTypeName: 'blank',
        tracks: [{ state: 'error' }, { state: 'read' }, { state: 'absent', masked: null }],
      },
    });
  });

  test('a report shorter than its layout, or a length that does not fit, is not ok', () => {
    expect(decode('magtek-magnesafe', h006().subarray(0, 855)).ok).toBe(false);
    const report = h006();
    report[3] = 200;
    expect(decode('magtek-magnesafe', report).ok).toBe(false);
  });

  test.each([
    ['a KSN of all ones', 495, 'FFFFFFFFFFFFFFFFFFFF'],
    ['the status bit', 493, '0007'],
  ])('keys that are exhausted are told by %s', (_what, at, bytes) => {
    const report = h006();
    report.set(bytesOf(bytes), at);
    expect(decode('magtek-magnesafe', report)).toMatchObject({
      ok: false,
      errors: ['the DUKPT keys are exhausted'],
    });
  });

  test('tracks in clear are masked, of a test card too', () => {
    const report = new Uint8Array(856);
    const clear = Buffer.from(';5452300551227189=080432100000007250?', 'latin1');
    report[4] = clear.length;
    report.set(clear, 119);
    const decoded = JSON.stringify(decode('magtek-magnesafe', report));
    expect(decoded).toContain('545230******7189');
    expect(decoded).not.toContain('5452300551227189');
    expect(decoded).not.toContain(hex(clear));
  });
});

describe.skipIf(text === null)('SureSwipe, hid.md A', () => {
  const track1 = '%B4012345678909^TEST/CARD^29122010000000000000?';
  const track2 = ';4012345678909=29122010000000000000?';

  test('H009, H010: two tracks read, the third in error', () => {
    const report = encodeTrackReport([track1, track2, null], 0);
    expect(report.length).toBe(337);
    expect(hex(report.subarray(0, 7))).toBe('0000012F240000');
    const read = decode('magtek-sureswipe', report);
    expect(read).toMatchObject({
      ok: true,
      fields: {
        encodeTypeName: 'ISO/ABA',
        tracks: [
          { state: 'read' },
          { state: 'read', length: 36 },
          { state: 'error', masked: null },
        ],
      },
    });
    expect(JSON.stringify(read)).not.toContain('4012345678909');
  });

  test('partial data under an error bit is not shown', () => {
    const report = encodeTrackReport([null, track2, ''], 0);
    report.set(Buffer.from('%B401234'), 7);
    report[3] = 8;
    expect(decode('magtek-sureswipe', report).fields.tracks).toMatchObject([
      { state: 'error', masked: null },
      { state: 'read' },
      { state: 'absent' },
    ]);
  });

  test('a short report is not ok', () => {
    expect(decode('magtek-sureswipe', new Uint8Array(336)).ok).toBe(false);
  });

  test('the report id 0 in front of a report is passed over', () => {
    const report = encodeTrackReport(['%B4012345678909^A/B^2912201?', '', ''], 0);
    expect(decode('magtek-sureswipe', Buffer.concat([Buffer.alloc(1), report])).fields).toEqual(
      decode('magtek-sureswipe', report).fields,
    );
  });
});

describe.skipIf(text === null)('SecureMag, hid.md B', () => {
  const frame = bytesOf(quoted('H011'));
  const ksn = '62994901190000000001';

  test('H011: a published frame of the original format', () => {
    expect(decode('idtech-securemag', frame)).toMatchObject({
      ok: true,
      fields: {
        format: 'original',
        encrypted: true,
        ksn,
        encodeType: 0,
        trackStatus: 0x3f,
        tracks: [
          {
            track: 1,
            length: 72,
            encryptedLength: 112,
            sha1: '3418AC88F65E1DB7ED4D10973F99DFC8463FF6DF',
          },
          { track: 2, length: 35, masked: ';4266********9999=***************?*' },
          { track: 3, length: 107 },
        ],
      },
    });
  });

  test('H011: its ciphertext is that of its clear tracks, and so are the hashes', () => {
    const unit = foldReport(framerStart, frame).unit;
    const swipe = unit?.kind === 'frame' ? decodeCardData(unit.data).swipe : null;
    const key = idTechKey(keyOf(ksn));
    expect(key).toBe('F82A7A0D7C6746F196189AFB542C65A3');
    const clear = Buffer.from(decryptCbc(key, swipe?.ciphers[0]?.cipher ?? new Uint8Array(0)));
    expect(clear.subarray(0, 72).toString('latin1')).toBe(
      '%B4266841088889999^BUSH JR/GEORGE W.MR^0809101100001100000000046000000?!',
    );
    expect(clear.subarray(72, 107).toString('latin1')).toBe(';4266841088889999=080910110000046?0');
    expect(hex(createHash('sha1').update(clear.subarray(0, 72)).digest())).toBe(
      hex(swipe?.tracks[0]?.hash ?? new Uint8Array(0)),
    );
    if (!swipe) throw new Error('not read');
    expect(hex(encodeSecureFrame(encodeCardData(swipe)))).toBe(hex(frame));
  });

  test('H011 comes in reports of any size, padded to 537 bytes', () => {
    const padded = new Uint8Array(537);
    padded.set(frame);
    for (const size of [8, 63, 64, 337, 537]) {
      let state = framerStart;
      const units = Array.from({ length: Math.ceil(537 / size) }, (_, index) => {
        const folded = foldReport(state, padded.subarray(index * size, (index + 1) * size));
        state = folded.state;
        return folded.unit?.kind ?? null;
      });
      expect(
        units.filter((kind) => kind !== null),
        String(size),
      ).toEqual(['frame']);
    }
    expect(decode('idtech-securemag', padded).ok).toBe(true);
  });

  test('H014: a corrupted copy is refused, and nothing of it is told', () => {
    const bad = Uint8Array.from(frame);
    bad[100] = (bad[100] ?? 0) ^ 1;
    expect(decode('idtech-securemag', bad)).toEqual({
      ok: false,
      fields: { length: 387 },
      errors: ['not a frame: lrc'],
    });
  });

  test('a frame cut short is not ok', () => {
    expect(decode('idtech-securemag', frame.subarray(0, 300)).ok).toBe(false);
  });

  test('H013: the order of the enhanced fields, by a sample that Bluefin publishes', () => {
    // developers.bluefin.com, "IDTech SecuRed", a SREDKey: its keyboard writes the bytes as hex, the masks as text.
    const masked1 = '%*4124********9990^TEST/BLUEFIN^****************?*';
    const masked2 = ';4124********9990=****************?*';
    const rest = bytesOf(
      'C0A0ECE0C2E62E4542D3B823D9C2CDFBB3073350C5BF3D7471A40FF723EF092DD98C8E2E8D4D7C3FC369D5B64E99B1E9' +
        '2CD09168EC61FF081F3806B393B01CC4F440AB941B79AE28152B301FFC24B1CE560EE3F24E80FAF8515CFE9C7CC66DE9' +
        '00'.repeat(40) +
        '54313334303030303634629949960E0000A00072',
    );
    const data = Uint8Array.from([
      ...bytesOf('801F322400839B'),
      ...Buffer.from(masked1 + masked2, 'latin1'),
      ...rest,
    ]);
    const framed = encodeSecureFrame(data);
    expect(decode('idtech-securemag', framed)).toMatchObject({
      ok: true,
      fields: {
        format: 'enhanced',
        ksn: '629949960E0000A00072',
        deviceSerial: 'T134000064',
        tracks: [
          { masked: masked1, encryptedLength: 56 },
          { masked: masked2, encryptedLength: 40 },
          { state: 'absent' },
        ],
      },
    });
    const { swipe } = decodeCardData(data);
    if (!swipe) throw new Error('not read');
    expect(hex(encodeCardData(swipe))).toBe(hex(data));
  });

  test('H015: a plain report', () => {
    const report = encodeTrackReport(
      ['%B4012345678909^A/B^2912201?', ';4012345678909=2912201?', ''],
      0,
    );
    expect(decode('idtech-securemag', report)).toMatchObject({
      ok: true,
      fields: {
        encrypted: false,
        tracks: [{ state: 'read' }, { state: 'read' }, { state: 'absent' }],
      },
    });
  });
});

describe.skipIf(text === null)('NEO2, hid.md C', () => {
  test('H016, H019: commands, both ways, as they are and as a report', () => {
    expect(hex(encodeNeo2('till', 0x18, 0x01))).toBe(quoted('H016'));
    expect(hex(encodeNeo2('till', 0x83, 0x50))).toBe(quoted('H019'));
    const [report] = toReports(bytesOf(quoted('H016')));
    for (const bytes of [bytesOf(quoted('H016')), report ?? new Uint8Array(0)]) {
      expect(decode('idtech-neo2', bytes)).toMatchObject({
        ok: true,
        fields: { kind: 'command', command: '18', subCommand: '01', name: 'ping' },
      });
    }
  });

  test('H017: the answer to a ping, both ways', () => {
    expect(hex(encodeNeo2('reader', 0x18, 0x00))).toBe(quoted('H017'));
    expect(decode('idtech-neo2', bytesOf(quoted('H017')))).toMatchObject({
      ok: true,
      fields: { kind: 'response', command: '18', status: '00', statusName: 'OK' },
    });
  });

  test.each([
    ['H021', 'LCD', '03'],
    ['H022', 'LED', '11'],
    ['H023', 'LED', '10'],
    ['H025', 'LCD', '04'],
  ])('%s: an event of the %s', (id, part, state) => {
    expect(decode('idtech-neo2', bytesOf(quoted(id)))).toMatchObject({
      ok: true,
      fields: { kind: 'event', part, state },
    });
  });

  test('H027: a wrong CRC', () => {
    expect(decode('idtech-neo2', bytesOf(quoted('H027')))).toMatchObject({
      ok: false,
      fields: { command: '18', name: 'ping', crc: { ok: false, found: 'B332' } },
      errors: ['the CRC is wrong'],
    });
  });

  test('the manual’s question for the serial number, and its light value', () => {
    const light = '5669564F74656368320083000002E1010D25';
    expect(decode('idtech-neo2', bytesOf(light))).toMatchObject({
      ok: true,
      fields: { data: 'E101' },
    });
    expect(hex(encodeNeo2('till', 0x12, 0x01)).slice(-4)).toBe('18A5');
  });

  test.each(['', '5669564F', '00', 'FFFF'])('%j is not ok', (bytes) => {
    expect(decode('idtech-neo2', bytesOf(bytes)).ok).toBe(false);
  });
});
