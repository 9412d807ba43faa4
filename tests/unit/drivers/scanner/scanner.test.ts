/** Scanners: vectors H028–H031 of ../shared/vectors/hid.md, and the drivers with the clock moved by hand. */
import { beforeEach, describe, expect, test } from 'vitest';
import { canonicalGtin } from '../../../../domain/goods/code.ts';
import {
  parseReportDescriptor,
  readElement,
} from '../../../../drivers/codecs/hid-report-descriptor.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import {
  encodeReports,
  joinPart,
  layoutOf,
  type ReadReport,
  readReport,
  scanStart,
} from '../../../../drivers/scanner/hidpos/codec.ts';
import { decodeHidpos } from '../../../../drivers/scanner/hidpos/decode.ts';
import { createHidposScanner } from '../../../../drivers/scanner/hidpos/driver.ts';
import { createHidposEmulator } from '../../../../drivers/scanner/hidpos/emulator.ts';
import { optionsSchema, plainDescriptor } from '../../../../drivers/scanner/hidpos/spec.ts';
import type { Scan, Scanner } from '../../../../drivers/scanner/port.ts';
import {
  isSecret,
  looksLikeCard,
  shownCode,
  wholeScan,
} from '../../../../drivers/scanner/scan-text.ts';
import { createSerialScanner } from '../../../../drivers/scanner/serial/driver.ts';
import { optionsSchema as serialOptions } from '../../../../drivers/scanner/serial/spec.ts';
import { createTap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../helpers/scripted-device.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { until } from '../../../helpers/until.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

const { signal } = new AbortController();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();

const h028 =
  '05 8C 09 02 A1 01 85 02 09 12 A1 02 15 00 26 FF 00 75 08 95 01 05 01 09 3B 81 02 95 03 05 8C 09 FB 09 FC 09 FD 81 02 95 38 09 FE 82 02 01 25 01 75 01 95 01 09 FF 81 02 75 07 81 03 C0 C0';
const h029 = `020D5D4530353930313233343132333435 37${'00'.repeat(44)}`.replace(' ', '');
const h030 = [
  '02385D643230313039353036303030313334333532313732333132333131304142433132331D323153455249414C303030311D3832303068747470733A01',
  `020F5D64322F2F6578616D706C652E6F72672F78${'00'.repeat(42)}`,
] as const;
const gs1Text = '01095060001343521723123110ABC123\x1d21SERIAL0001\x1d8200https://example.org/x';

describe('H028: the report descriptor', () => {
  test('says where everything stands', () => {
    expect(hex(plainDescriptor)).toBe(h028.replace(/ /g, ''));
    const layout = parseReportDescriptor(bytesOf(h028));
    expect(layout?.collections).toEqual([{ usagePage: 0x8c, usage: 2 }]);
    const shown = layout?.fields.map(({ usage, bitOffset, bitSize, count, constant }) =>
      [usage, bitOffset / 8, bitSize, count, constant].join(' '),
    );
    expect(shown).toEqual([
      '59 0 8 1 false',
      '251 1 8 1 false',
      '252 2 8 1 false',
      '253 3 8 1 false',
      '254 4 8 56 false',
      '255 60 1 1 false',
      '0 60.125 7 1 true',
    ]);
    expect(layout?.fields.every(({ kind, reportId }) => kind === 'input' && reportId === 2)).toBe(
      true,
    );
  });

  test.each([
    ['an item cut off', '05'],
    ['a collection that is never closed', '05 8C 09 02 A1 01'],
    ['an end without a collection', 'C0'],
    ['a report without end', '05 8C 75 FF 97 FF FF FF 7F 09 01 81 02'],
    ['a pop without a push', 'B4'],
    ['report id 0', '85 00'],
  ])('with %s is refused', (_what, bytes) => {
    expect(parseReportDescriptor(bytesOf(bytes))).toBeNull();
  });

  test('pushed items come back, usage ranges count up, long items are passed over', () => {
    // Page 01; push; page 8C; usages FB to FD, three bytes; pop; long item; usage 3B.
    const layout = parseReportDescriptor(
      bytesOf('0501 7508 9503 A4 058C 19FB 29FD 8102 B4 FE0210AABB 9501 093B 8102'),
    );
    expect(layout?.fields.map(({ usagePage, usage }) => [usagePage, usage])).toEqual([
      [0x8c, 0xfb],
      [0x8c, 0xfc],
      [0x8c, 0xfd],
      [0x01, 0x3b],
    ]);
  });

  test('bits are read from the lowest up, across bytes', () => {
    const layout = parseReportDescriptor(bytesOf('058C 7503 9501 0901 8102 750A 0902 8102'));
    const [first, second] = layout?.fields ?? [];
    if (!first || !second) throw new Error('two fields');
    expect(readElement(bytesOf('ED 0F'), first)).toBe(5);
    expect(readElement(bytesOf('ED 0F'), second)).toBe(0x1fd);
    expect(readElement(bytesOf('ED'), second), 'a report too short').toBeNull();
  });
});

const part = (read: ReadReport) => {
  if (read.kind !== 'part') throw new Error(read.kind);
  return read;
};

describe('reports', () => {
  const layout = layoutOf(bytesOf(h028));

  test.each([
    ['by the descriptor', layout],
    ['without a descriptor', null],
  ])('H029 %s: an EAN-13 with its symbology', (_how, by) => {
    const { data, symbology, continued } = part(readReport(by, bytesOf(h029)));
    expect([Buffer.from(data).toString(), symbology, continued]).toEqual([
      '5901234123457',
      ']E0',
      false,
    ]);
    expect(encodeReports({ text: '5901234123457', symbology: ']E0' }).map(hex)).toEqual([h029]);
  });

  test('H030: a code in two reports is one code', () => {
    const first = joinPart(scanStart, part(readReport(layout, bytesOf(h030[0]))), 'utf-8');
    expect(first.scan).toBeNull();
    const second = joinPart(first.state, part(readReport(layout, bytesOf(h030[1]))), 'utf-8');
    expect(second.scan).toEqual({ text: gs1Text, symbology: ']d2' });
    expect(gs1Text).toHaveLength(71);
    expect(encodeReports({ text: gs1Text, symbology: ']d2' }).map(hex)).toEqual([...h030]);
  });

  test('H031: two bytes of Honeywell between data and flag, with and without its descriptor', () => {
    const ours = plainDescriptor;
    // Two bytes of a page of Honeywell's own before the flag.
    const honeywell = Buffer.from(
      hex(ours).replace(
        '250175019501',
        '9502 06 66FF 0904 8102 058C 250175019501'.replace(/ /g, ''),
      ),
      'hex',
    );
    const report = Buffer.concat([
      bytesOf(h030[0]).subarray(0, 61),
      Uint8Array.of(0x77, 0x2d, 0x01),
    ]);
    expect(report).toHaveLength(64);
    const described = layoutOf(honeywell);
    expect(described?.continued?.bitOffset).toBe(62 * 8);
    for (const by of [described, null]) {
      const { data, continued } = part(readReport(by, report));
      expect([data.length, continued]).toEqual([56, true]);
    }
  });

  test('H031: an AIM identifier one byte later moves the data too', () => {
    const report = new Uint8Array(64);
    report.set([2, 4, 0, ...Buffer.from(']E4'), ...Buffer.from('1234')]);
    const { data, symbology } = part(readReport(null, report));
    expect([Buffer.from(data).toString(), symbology]).toEqual(['1234', ']E4']);
  });

  test('a count beyond the data, another report and a short one are told apart', () => {
    const bad = bytesOf(h029);
    bad[1] = 57;
    expect(readReport(layout, bad)).toMatchObject({ kind: 'bad' });
    expect(readReport(null, bad)).toMatchObject({ kind: 'bad' });
    expect(readReport(layout, bytesOf('03 00'))).toEqual({ kind: 'other' });
    expect(readReport(layout, bytesOf('02'))).toMatchObject({ kind: 'bad' });
    expect(readReport(null, bytesOf('02 01'))).toMatchObject({ kind: 'bad' });
  });

  test('a Chinese code cut in the middle of a character comes out whole, in either charset', () => {
    const text = '农夫山泉'.repeat(8);
    let state = scanStart;
    let scan: Scan | null = null;
    for (const report of encodeReports({ text, symbology: null })) {
      ({ state, scan } = joinPart(state, part(readReport(layout, report)), 'utf-8'));
    }
    expect(scan).toEqual({ text, symbology: null });
    const gb = { data: bytesOf('C5A9 B7F2'), symbology: null, continued: false };
    expect(joinPart(scanStart, gb, 'gb18030').scan?.text).toBe('农夫');
    expect(joinPart(scanStart, gb, 'utf-8').scan?.text).toBe('Å©·ò');
  });
});

describe('decode', () => {
  test('one report, two reports, and what is wrong with them', () => {
    expect(decodeHidpos(bytesOf(h029))).toMatchObject({
      ok: true,
      fields: { text: '5901234123457', symbology: ']E0', count: 13, continued: false },
      errors: [],
    });
    expect(decodeHidpos(bytesOf(h030.join('')))).toMatchObject({
      ok: true,
      fields: { text: gs1Text, symbology: ']d2', count: 71, continued: true },
    });
    expect(decodeHidpos(bytesOf(h030[0]))).toMatchObject({
      ok: false,
      fields: { text: gs1Text.slice(0, 56), count: 56, continued: true },
    });
    expect(decodeHidpos(bytesOf(h029 + h029))).toMatchObject({
      ok: true,
      fields: { continued: false, codes: [{ text: '5901234123457' }, { text: '5901234123457' }] },
    });
    expect(decodeHidpos(bytesOf(h029).subarray(0, 10))).toMatchObject({
      ok: false,
      errors: ['byte 0: the report is cut short by 8 bytes'],
    });
    expect(decodeHidpos(bytesOf('0102'))).toMatchObject({ ok: false });
    expect(decodeHidpos(new Uint8Array())).toMatchObject({ ok: false });
  });

  test('a payment card is not shown', () => {
    const [report] = encodeReports({
      text: ';6200000000000013=30122010000000000?',
      symbology: null,
    });
    expect(JSON.stringify(decodeHidpos(report ?? new Uint8Array()))).not.toContain('620000');
  });
});

test('what a phone may be showing is handed out, and shown by its end alone', () => {
  for (const text of ['134567890123456789', '6212345678901234569']) {
    const scan = { text, symbology: ']C0' };
    expect([looksLikeCard(scan), isSecret(scan)]).toEqual([false, true]);
    expect(shownCode(scan)).toBe(`************${text.slice(-4)}`);
  }
});

test('cards are dropped, GS1 codes that look like one are not', () => {
  const is = (text: string, symbology: string | null = null) => looksLikeCard({ text, symbology });
  expect(is('6200000000000013')).toBe(true);
  expect(is('%B4012345678909^TEST/CARD^29122010000000000000?')).toBe(true);
  expect(is('1;4012345678909=29122010000000000000?')).toBe(true);
  expect(is('0106901234567892')).toBe(false);
  // No card begins with 0.
  expect(is('0109506000130019')).toBe(false);
  expect(is('0109506000130019', ']C1')).toBe(false);
  expect(is('5901234123457', ']E0')).toBe(false);
});

let clock: HandClock;
beforeEach(() => {
  clock = handClock();
});

describe('a HID POS scanner', () => {
  let scanner: Driven<Scanner>;
  let scans: Scan[];
  let dropped: number;

  async function plugIn(vendorId?: number) {
    const ports = { clock, random: seededRandom('scanner'), fault: () => 'none' as const };
    const emulator = createHidposEmulator(ports, vendorId ? { vendorId, productId: 1 } : undefined);
    const network = createMemoryNetwork();
    const unplug = network.listen('scanner', (line) => emulator.attach(line), emulator.hid);
    const transport = await network.open('memory://scanner', signal);
    const tap = createTap(clock);
    scans = [];
    dropped = 0;
    const onCardDropped = () => {
      dropped += 1;
    };
    scanner = createHidposScanner(
      { device: 'scanner', transport, clock, tap, onCardDropped },
      optionsSchema.parse({}),
    );
    scanner.onScan((scan) => scans.push(scan));
    const act = emulator.acts.scan;
    const scan = async (text: string, symbology: string | null = null) =>
      act?.run(act.input.parse({ text, symbology }) as never);
    return { emulator, unplug, tap, scan };
  }

  test('tells codes, long ones too, and forgets cards without a trace', async () => {
    const { scan, tap } = await plugIn();
    await scan('5901234123457', ']E0');
    await scan(gs1Text, ']d2');
    await scan('6200000000000013');
    await until(() => dropped === 1, 'the card is dropped');
    expect(scans).toEqual([
      { text: '5901234123457', symbology: ']E0' },
      { text: gs1Text, symbology: ']d2' },
    ]);
    const trace = JSON.stringify(tap.lines(-1));
    expect(trace).not.toContain('36 32 30 30 30 30');
    expect(trace).toContain('35 39 30 31');
  });

  test('of Honeywell leaves keyboard mode first', async () => {
    const { emulator, scan } = await plugIn(0x0c2e);
    await until(() => emulator.look().mode === 'hid-pos', 'it has left keyboard mode');
    await scan('5901234123457', ']E0');
    await until(() => scans.length === 1, 'the code is there');
  });

  test('a code whose end never comes is given up, and does not spoil the next', async () => {
    const device = await scriptedDevice(clock, 'scanner');
    const { tap } = device.ports;
    scanner = createHidposScanner(
      { ...device.ports, onCardDropped: () => {} },
      optionsSchema.parse({}),
    );
    const heard: Scan[] = [];
    scanner.onScan((scan) => heard.push(scan));
    await device.say(h030[0]);
    await until(() => tap.lines(-1).length === 1, 'the first part is there');
    clock.advance(1_000);
    await device.say(h029);
    await until(() => heard.length === 1, 'the next code is there');
    expect(heard).toEqual([{ text: '5901234123457', symbology: ']E0' }]);
    expect(tap.statistics().timeouts).toEqual({ continued: 1 });
  });

  test('is checked by a code, fails without one, and is gone when its cable is', async () => {
    const { scan, unplug } = await plugIn();
    expect(await scanner.health('internal', signal)).toMatchObject({ state: 'healthy' });
    const checked = scanner.health('interactive', signal);
    await scan('5901234123457', ']E0');
    expect(await checked).toMatchObject({
      state: 'healthy',
      facts: { code: '5901234123457', symbology: ']E0', layout: 'report descriptor' },
    });
    const unchecked = scanner.health('interactive', signal);
    clock.advance(30_000);
    expect(await unchecked).toMatchObject({
      state: 'failed',
      problems: [{ kind: 'device-silent', params: { device: 'scanner' } }],
    });
    unplug();
    await scanner.gone;
    expect(await scanner.health('internal', signal)).toMatchObject({
      problems: [{ kind: 'device-gone' }],
    });
  });
});

describe('a serial scanner', () => {
  let device: ScriptedDevice;
  let scans: Scan[];
  let dropped: number;
  let scanner: Driven<Scanner>;

  async function plugIn(options: object = {}) {
    device = await scriptedDevice(clock, 'scanner');
    scans = [];
    dropped = 0;
    scanner = createSerialScanner(
      {
        ...device.ports,
        onCardDropped: () => {
          dropped += 1;
        },
      },
      serialOptions.parse(options),
    );
    scanner.onScan((scan) => scans.push(scan));
  }
  const say = (text: string) => device.say(Buffer.from(text, 'latin1').toString('hex'));
  const texts = () => scans.map(({ text }) => text);

  test('ends codes with CR, LF, CR LF and ETX, and begins them with STX or nothing', async () => {
    await plugIn();
    await say('11111111\r22222222\n33333333\r\n\x0244444444\x03');
    await until(() => scans.length === 4, 'four codes');
    expect(texts()).toEqual(['11111111', '22222222', '33333333', '44444444']);
  });

  test('ends codes with Tab, two of them in one chunk, B03', async () => {
    await plugIn({ suffix: '\t' });
    await device.say('36393031303235303030303033 09 36393031303235303030303033 09');
    await device.say('5D4530 303336303030323931343532 09');
    await until(() => scans.length === 3, 'three codes');
    expect(scans.map((scan) => canonicalGtin(wholeScan(scan)))).toEqual([
      '6901025000003',
      '6901025000003',
      '0036000291452',
    ]);
  });

  test('hears a code byte by byte as it hears it at once', async () => {
    await plugIn();
    for (const character of ']E05901234123457\r\n') await say(character);
    await until(() => scans.length === 1, 'the code');
    expect(scans).toEqual([{ text: '5901234123457', symbology: ']E0' }]);
  });

  test('without a terminator a code ends with silence', async () => {
    await plugIn();
    await say('59012341');
    await say('23457');
    await until(() => device.ports.tap.lines(-1).length === 0, 'nothing is a code yet');
    await until(() => {
      clock.advance(50);
      return scans.length > 0;
    }, 'silence ends it');
    expect(texts()).toEqual(['5901234123457']);
  });

  test('takes off prefix, suffix and identifier as it was set up, and refuses another prefix', async () => {
    await plugIn({ prefix: 'S>', suffix: '<', aim: false });
    await say('S>]E05901234123457<\r');
    await say('5901234123457\r');
    await until(() => device.ports.tap.lines(-1).length === 2, 'both lines are heard');
    expect(texts()).toEqual([']E05901234123457']);
    expect(device.ports.tap.statistics()).toMatchObject({ goodFrames: 1, badFrames: 1 });
  });

  test('reads Chinese of a QR code in GB18030 where it was set up so', async () => {
    await plugIn({ charset: 'gb18030' });
    await device.say('C5A9B7F2 0D');
    await until(() => scans.length === 1, 'the code');
    expect(texts()).toEqual(['农夫']);
  });

  test('forgets a card, and a line longer than any code', async () => {
    await plugIn();
    await say(';6200000000000013=30122010000000000?\r');
    await until(() => dropped === 1, 'the card is dropped');
    await say(`${'9'.repeat(5_000)}\r12345670\r`);
    await until(() => scans.length === 1, 'the next code');
    expect(texts()).toEqual(['12345670']);
    expect(JSON.stringify(device.ports.tap.lines(-1))).not.toContain('36 32 30');
  });
});

test('a report without a byte of data is told as empty', () => {
  const empty = Buffer.alloc(62);
  empty[0] = 2;
  expect(decodeHidpos(empty)).toMatchObject({
    ok: false,
    errors: ['byte 0: an empty report, no code is in it'],
    fields: { text: null },
  });
  expect(decodeHidpos(Buffer.concat([empty, bytesOf(h029)]))).toMatchObject({
    ok: false,
    fields: { text: '5901234123457' },
  });
});
