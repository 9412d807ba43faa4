/** Decoders of card readers and of card data under any input: nothing throws, no card number comes out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLuhn } from '../../domain/basics/check-digit.ts';
import {
  foldNeo2,
  frameStart,
  fromReport,
  toReports,
} from '../../drivers/card-reader/idtech-neo2/codec.ts';
import { foldReport, framerStart } from '../../drivers/card-reader/idtech-securemag/framer.ts';
import { judgeStripe } from '../../drivers/card-reader/stripe.ts';
import { encodeTrackReport } from '../../drivers/card-reader/track-report.ts';
import { readTlv, writeTlv } from '../../drivers/codecs/emv-tlv.ts';
import { parseTrack2, readTrack, splitTracks } from '../../drivers/codecs/track.ts';
import { decoders } from '../../drivers/decode/index.ts';

const runs = { numRuns: 400 };
const names = [
  'magtek-magnesafe',
  'magtek-sureswipe',
  'idtech-securemag',
  'idtech-neo2',
  'emv-tlv',
  'track',
] as const;
const pans = fc
  .stringMatching(/^4[1-9]{14}$/)
  .map((body) => body + [...'0123456789'].find((check) => isLuhn(body + check)));

test('any bytes decode to an answer, long or short, with the lengths anywhere', () => {
  const openings = ['', '02', '5669564F7465636832000200', '4500', '70', '3B', '25', '00'].map(
    (hex) => Uint8Array.from(Buffer.from(hex, 'hex')),
  );
  const bytes = fc
    .tuple(fc.constantFrom(...openings), fc.uint8Array({ maxLength: 900 }))
    .map(([opening, rest]) => Uint8Array.from([...opening, ...rest]));
  fc.assert(
    fc.property(fc.constantFrom(...names), bytes, (name, input) => {
      const decoded = decoders[name]?.(input);
      expect(decoded?.ok).toBe(decoded?.errors.length === 0);
      JSON.stringify(decoded);
    }),
    runs,
  );
});

test('no clear card number comes out of any decoder', () => {
  fc.assert(
    fc.property(pans, fc.constantFrom(0, 3, 4, 6), (pan, type) => {
      const track1 = `%B${pan}^A/B^2912101123?`;
      const track2 = `;${pan}=2912101123?`;
      const report = encodeTrackReport([track1, track2, track2], type);
      const magneSafe = new Uint8Array(856);
      magneSafe.set([track1.length, track2.length], 3);
      magneSafe.set(Buffer.from(track1), 7);
      magneSafe.set(Buffer.from(track2), 119);
      magneSafe.set([track1.length, track2.length], 505);
      magneSafe.set(Buffer.from(track1), 508);
      magneSafe.set(Buffer.from(track2), 620);
      const told = [
        decoders['magtek-sureswipe']?.(report),
        decoders['idtech-securemag']?.(report),
        decoders['magtek-magnesafe']?.(magneSafe),
        decoders.track?.(Buffer.from(track1 + track2)),
        decoders['emv-tlv']?.(Buffer.from(`5A08${pan}57${'0C'}${pan}D2912101`, 'hex')),
      ];
      const text = JSON.stringify(told);
      expect(text).not.toContain(pan);
      expect(text).not.toContain(Buffer.from(pan).toString('hex').toUpperCase());
    }),
    { numRuns: 300 },
  );
});

test('a bank card is never one of the store’s, whatever the store’s cards begin with', () => {
  fc.assert(
    fc.property(pans, fc.integer({ min: 1, max: 12 }), (pan, length) => {
      const judged = judgeStripe(
        [{ track: 2, content: `${pan}=2912101123` }],
        [pan.slice(0, Math.max(2, length))],
      );
      expect(judged.swipe.card.kind).toBe('bank');
      expect(JSON.stringify(judged.swipe)).not.toContain(pan);
    }),
    runs,
  );
});

test('reports are the same frames however they are cut, and keep no more than a frame', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 600 }), { maxLength: 8 }),
      (reports) => {
        let state = framerStart;
        for (const report of reports) {
          state = foldReport(state, report).state;
          expect(state.length).toBeLessThan(1_024 + 6 + 600);
        }
      },
    ),
    runs,
  );
});

test('NEO2 frames survive their reports, and noise keeps no more than a frame', () => {
  const frames = fc.uint8Array({ minLength: 16, maxLength: 700 });
  fc.assert(
    fc.property(frames, (frame) => {
      const data = toReports(frame).flatMap((report) => [...(fromReport(report)?.data ?? [])]);
      expect(Uint8Array.from(data).subarray(0, frame.length)).toEqual(frame);
      const header = Buffer.from('ViVOtech2\0', 'latin1');
      const { state } = foldNeo2(frameStart, Uint8Array.from([...header, ...frame]));
      expect(state.length).toBeLessThanOrEqual(4_096 + 16);
    }),
    runs,
  );
});

test('data objects that are read can be written again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const { objects, errors } = readTlv(bytes);
      if (errors.length > 0) return;
      expect(readTlv(writeTlv(objects)).errors).toEqual([]);
    }),
    runs,
  );
});

test('any line is split into tracks or not, and a track that is read can be read again', () => {
  const lines = fc.string({ unit: fc.constantFrom(...'0123456789=^%;?+BED/ '), maxLength: 120 });
  fc.assert(
    fc.property(lines, (line) => {
      for (const reading of splitTracks(line).map(readTrack)) {
        if (reading.kind === 'read' && reading.track === 2) {
          expect(parseTrack2(reading.value.raw)).toEqual(reading.value);
        }
      }
    }),
    runs,
  );
});
