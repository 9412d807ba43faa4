/** Framers without check bytes: by length, by silence, by HID report. */
import { describe, expect, test } from 'vitest';
import { apduHeadBytesMax, apduLength } from '../../../../drivers/codecs/apdu-length.ts';
import {
  foldReport,
  type ReportUnit,
  reportsStart,
  splitIntoReports,
} from '../../../../drivers/codecs/hid-reports.ts';
import {
  foldLengthPrefixed,
  type LengthPrefixedUnit,
  lengthPrefixedStart,
} from '../../../../drivers/codecs/length-prefixed.ts';
import {
  endAfterSilence,
  foldSilence,
  type SilenceUnit,
  silenceStart,
} from '../../../../drivers/codecs/silence.ts';
import { bytesOf } from '../../../helpers/vector-tables.ts';

describe('APDUs over TCP', () => {
  const format = { headBytesMax: apduHeadBytesMax, frameBytesMax: 1_000, lengthOf: apduLength };
  const fold = (...chunks: Uint8Array[]): LengthPrefixedUnit[] => {
    let state = lengthPrefixedStart;
    return chunks.flatMap((chunk) => {
      const folded = foldLengthPrefixed(state, chunk, format);
      state = folded.state;
      return folded.units;
    });
  };
  /** Lengths of one byte, none, `FF lo hi` below and above 255. */
  const apdus = [
    bytesOf('04 0F 01 6C'),
    bytesOf('80 00 00'),
    bytesOf('04 0F FF 01 00 6C'),
    Uint8Array.from([0x06, 0xd3, 0xff, 0x2c, 0x01, ...new Uint8Array(300).fill(0x20)]),
  ];
  const line = Uint8Array.from(Buffer.concat(apdus));
  const whole = apdus.map((raw) => ({ kind: 'frame', raw }));

  test('are the same in one piece, byte by byte and split anywhere', () => {
    expect(fold(line)).toEqual(whole);
    expect(fold(...Array.from(line, (byte) => Uint8Array.of(byte)))).toEqual(whole);
    for (let at = 1; at < line.length; at += 1) {
      expect(fold(line.subarray(0, at), line.subarray(at))).toEqual(whole);
    }
  });

  test('one that is too long is told once, and nothing after it is believed', () => {
    const endless = bytesOf('04 0F FF FF FF 6C');
    const units = fold(apdus[0] ?? line, endless.subarray(0, 4), endless.subarray(4), line);
    expect(units.map(({ kind }) => kind)).toEqual(['frame', 'bad-frame', 'noise']);
  });

  test('a length that is not known yet waits for its bytes', () => {
    expect(apduLength(bytesOf('04 0F'))).toBeNull();
    expect(apduLength(bytesOf('1E 01 FF'))).toBeNull();
    expect(apduLength(bytesOf('06 01 FF 0A'))).toBeNull();
    expect(fold(bytesOf('06 01 0A 01 02 03'))).toEqual([]);
  });
});

describe('messages that end with silence', () => {
  const limits = { silenceMs: 20, messageBytesMax: 8 };
  const fold = (...chunks: readonly [atMs: number, text: string][]) => {
    let state = silenceStart;
    const units: SilenceUnit[] = [];
    for (const [atMs, text] of chunks) {
      const folded = foldSilence(state, Buffer.from(text), atMs, limits);
      state = folded.state;
      if (folded.unit) units.push(folded.unit);
    }
    return { state, units };
  };
  const textOf = ({ kind, raw }: SilenceUnit) => [kind, Buffer.from(raw).toString()];

  test('are put together for as long as bytes keep coming', () => {
    const { state, units } = fold([0, 'a'], [20, 'b'], [40, 'c'], [61, 'd']);
    expect(units.map(textOf)).toEqual([['message', 'abc']]);
    expect(endAfterSilence(state, 81, limits).unit).toBeNull();
    const ended = endAfterSilence(state, 82, limits);
    expect(ended.unit && textOf(ended.unit)).toEqual(['message', 'd']);
    expect(endAfterSilence(ended.state, 500, limits).unit).toBeNull();
  });

  test('one without an end is cut at the limit', () => {
    const { state, units } = fold([0, '12345'], [10, '6789'], [20, '0'], [100, 'x']);
    expect(units.map(textOf)).toEqual([['too-long', '12345678']]);
    expect(state.kept.length).toBe(1);
  });
});

describe('messages in HID reports', () => {
  const limits = { messageBytesMax: 256 };
  const fold = (reports: readonly Uint8Array[]): ReportUnit[] => {
    let state = reportsStart;
    return reports.flatMap((report) => {
      const folded = foldReport(state, report, limits);
      state = folded.state;
      return folded.units;
    });
  };
  const message = (length: number) => Uint8Array.from({ length }, (_, index) => index % 251);

  test.each([
    [1, [1]],
    [63, [1]],
    [64, [2, 4]],
    [126, [2, 4]],
    [127, [2, 3, 4]],
  ])('%i bytes go in reports %j and come back with their fill', (length, ids) => {
    const reports = splitIntoReports(message(length), 64);
    expect(reports.map((report) => report[0])).toEqual(ids);
    expect(reports.every((report) => report.length === 64)).toBe(true);
    const filled = new Uint8Array(ids.length * 63);
    filled.set(message(length));
    expect(fold(reports)).toEqual([{ kind: 'message', payload: filled }]);
  });

  test('the ping of ../shared/vectors/hid.md is one report', () => {
    const ping = bytesOf('56 69 56 4F 74 65 63 68 32 00 18 01 00 00 B3 CD');
    const [report] = splitIntoReports(ping, 64);
    expect(Buffer.from(report ?? []).toString('hex')).toMatch(
      /^015669564f74656368320018010000b3cd0+$/,
    );
  });

  test('parts out of order, unknown parts and endless messages are told, and the next is read', () => {
    const [first, between, last] = splitIntoReports(message(150), 64);
    if (!first || !between || !last) throw new Error('three parts were expected');
    const only = splitIntoReports(message(5), 64);
    const reasons = (reports: readonly Uint8Array[]) =>
      fold(reports).map((unit) => (unit.kind === 'message' ? 'message' : unit.reason));
    expect(reasons([between, ...only])).toEqual(['order', 'message']);
    expect(reasons([first, ...only])).toEqual(['order', 'message']);
    expect(reasons([first, first, between, last])).toEqual(['order', 'message']);
    expect(reasons([Uint8Array.of(9, 9), first, between, last])).toEqual(['id', 'message']);
    expect(reasons([first, between, between, between, between, last, ...only])).toEqual([
      'too-long',
      'order',
      'message',
    ]);
  });
});
