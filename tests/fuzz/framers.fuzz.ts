/** Every framer under any bytes in any pieces: nothing throws, is lost, is invented, or is kept beyond its bound. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apduHeadBytesMax, apduLength } from '../../drivers/codecs/apdu-length.ts';
import {
  cutDleFrame,
  type DleUnit,
  dleStart,
  encodeDleFrame,
  foldDleFrames,
} from '../../drivers/codecs/dle-crc16.ts';
import {
  foldReport,
  type ReportUnit,
  reportsStart,
  splitIntoReports,
} from '../../drivers/codecs/hid-reports.ts';
import {
  foldLengthPrefixed,
  type LengthPrefixedUnit,
  lengthPrefixedStart,
} from '../../drivers/codecs/length-prefixed.ts';
import { endAfterSilence, foldSilence, silenceStart } from '../../drivers/codecs/silence.ts';

const runs = { numRuns: 400 };
const frameBytesMax = 64;

/** Bytes among which those that mean something to ZVT are frequent. */
const lineBytes = fc
  .array(
    fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x10, 0x10, 0x02, 0x03, 0x06, 0x15, 0x00)),
    { maxLength: 300 },
  )
  .map((bytes) => Uint8Array.from(bytes));
const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 6 });
const apdus = fc
  .tuple(fc.nat({ max: 255 }), fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 20 }))
  .map(([first, second, data]) => Uint8Array.from([first, second, data.length, ...data]));

function chunksOf(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const edges = [
    0,
    ...at.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
    bytes.length,
  ];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index] ?? 0, end));
}

function foldDle(chunks: readonly Uint8Array[]): DleUnit[] {
  let state = dleStart;
  const units = chunks.flatMap((chunk) => {
    const folded = foldDleFrames(state, chunk, { frameBytesMax });
    state = folded.state;
    expect(state.kept.length).toBeLessThanOrEqual(frameBytesMax);
    return folded.units;
  });
  const cut = cutDleFrame(state);
  return cut ? [...units, cut] : units;
}

const told = (units: readonly DleUnit[]): DleUnit[] => units.filter(({ kind }) => kind !== 'noise');

test('ZVT on a serial line: the same units however the bytes arrive, and every byte in one of them', () => {
  fc.assert(
    fc.property(lineBytes, cuts, (bytes, at) => {
      const units = foldDle(chunksOf(bytes, at));
      expect(told(units)).toEqual(told(foldDle([bytes])));
      expect(Buffer.concat(units.map(({ raw }) => raw)).equals(bytes)).toBe(true);
    }),
    runs,
  );
});

test('ZVT on a serial line: every APDU comes back, with acknowledgements between, in any pieces', () => {
  fc.assert(
    fc.property(fc.array(apdus, { maxLength: 6 }), cuts, (sent, at) => {
      const line = sent.flatMap((apdu) => [0x06, ...encodeDleFrame(apdu), 0x15]);
      const units = foldDle(chunksOf(Uint8Array.from(line), at));
      expect(units.flatMap((unit) => (unit.kind === 'frame' ? [unit.apdu] : []))).toEqual(sent);
      expect(units).toHaveLength(sent.length * 3);
    }),
    runs,
  );
});

test('ZVT on a serial line: one wrong bit never passes as another APDU', () => {
  fc.assert(
    fc.property(apdus, fc.nat(), fc.nat({ max: 7 }), (apdu, at, bit) => {
      const raw = encodeDleFrame(apdu);
      const index = at % raw.length;
      raw[index] = (raw[index] ?? 0) ^ (1 << bit);
      for (const unit of foldDle([raw])) expect(unit.kind).not.toBe('frame');
    }),
    runs,
  );
});

const format = { headBytesMax: apduHeadBytesMax, frameBytesMax, lengthOf: apduLength };

test('frames by length: the same however the bytes arrive, every byte in order, bounded', () => {
  const fold = (chunks: readonly Uint8Array[]) => {
    let state = lengthPrefixedStart;
    const units = chunks.flatMap((chunk): LengthPrefixedUnit[] => {
      const folded = foldLengthPrefixed(state, chunk, format);
      state = folded.state;
      expect(state.kept.length).toBeLessThan(frameBytesMax);
      return folded.units;
    });
    return { units, left: state.kept.length };
  };
  const framesOf = (units: readonly LengthPrefixedUnit[]) =>
    units.filter(({ kind }) => kind === 'frame');
  fc.assert(
    fc.property(lineBytes, cuts, (bytes, at) => {
      const { units, left } = fold(chunksOf(bytes, at));
      expect(framesOf(units)).toEqual(framesOf(fold([bytes]).units));
      const seen = Buffer.concat(units.map(({ raw }) => raw));
      expect(seen.equals(bytes.subarray(0, bytes.length - left))).toBe(true);
    }),
    runs,
  );
});

test('messages by silence: nothing but the pauses decides, and none is longer than the limit', () => {
  const limits = { silenceMs: 20, messageBytesMax: 32 };
  const timed = fc.array(
    fc.tuple(fc.nat({ max: 40 }), fc.uint8Array({ minLength: 1, maxLength: 12 })),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(timed, (chunks) => {
      let state = silenceStart;
      let atMs = 0;
      const messages: Uint8Array[] = [];
      for (const [pauseMs, chunk] of chunks) {
        atMs += pauseMs;
        const folded = foldSilence(state, chunk, atMs, limits);
        state = folded.state;
        if (folded.unit) messages.push(folded.unit.raw);
      }
      const ended = endAfterSilence(state, atMs + 21, limits).unit;
      if (ended) messages.push(ended.raw);
      const pauses = chunks.slice(1).filter(([pauseMs]) => pauseMs > 20).length;
      expect(messages).toHaveLength(chunks.length === 0 ? 0 : pauses + 1);
      for (const raw of messages) expect(raw.length).toBeLessThanOrEqual(32);
    }),
    runs,
  );
});

test('messages in HID reports: what is split comes back, and any reports do no harm', () => {
  const fold = (reports: readonly Uint8Array[]): ReportUnit[] => {
    let state = reportsStart;
    return reports.flatMap((report) => {
      const folded = foldReport(state, report, { messageBytesMax: 400 });
      state = folded.state;
      expect(state?.length ?? 0).toBeLessThanOrEqual(400);
      return folded.units;
    });
  };
  const report = fc
    .tuple(fc.nat({ max: 5 }), fc.uint8Array({ maxLength: 63 }))
    .map(([id, rest]) => Uint8Array.from([id, ...rest]));
  fc.assert(
    fc.property(
      fc.array(report, { maxLength: 12 }),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
      (before, message) => {
        const last = fold([...before, ...splitIntoReports(message, 64)]).at(-1);
        expect(last?.kind).toBe('message');
        if (last?.kind !== 'message') return;
        expect(last.payload.subarray(0, message.length)).toEqual(message);
        expect(last.payload.subarray(message.length).every((byte) => byte === 0)).toBe(true);
      },
    ),
    runs,
  );
});

test('a frame that comes byte by byte costs as much per byte as a short one', () => {
  const long = encodeDleFrame(
    Uint8Array.from([6, 0xd3, 0xff, 0xff, 0xff, ...Buffer.alloc(65_535)]),
  );
  let state = dleStart;
  const units: DleUnit[] = [];
  const begun = process.cpuUsage();
  for (const byte of long) {
    const folded = foldDleFrames(state, Uint8Array.of(byte), { frameBytesMax: 140_000 });
    state = folded.state;
    units.push(...folded.units);
  }
  expect(units.map(({ kind }) => kind)).toEqual(['frame']);
  // Copied anew for every byte these would be two gigabytes. Of the processor, not of the wall: others may be at work.
  expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(2_000);
});
