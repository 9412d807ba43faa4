/** The codecs of the devices under any input: nothing throws, nothing is kept without a bound, bytes come back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLuhn } from '../../domain/basics/check-digit.ts';
import {
  encodeFrame,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../drivers/codecs/stx-etx-lrc.ts';
import {
  foldTextLines,
  type TextLinesState,
  textLinesStart,
} from '../../drivers/codecs/text-lines.ts';
import { decodePad, encodePad } from '../../drivers/pin-pad/visa/codec-pad.ts';
import { decodeTill, encodeTill } from '../../drivers/pin-pad/visa/codec-till.ts';
import { describeUnit } from '../../drivers/pin-pad/visa/describe.ts';
import { encodePaper } from '../../drivers/printer/escpos/codec.ts';
import { PrinterEmulator } from '../../drivers/printer/escpos/emulator.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import { handClock } from '../helpers/hand-clock.ts';
import { until } from '../helpers/until.ts';

const runs = { numRuns: 600 };
const limits = { frameBytesMax: 64 };

/** Bytes among which those that mean something are frequent. */
const lineBytes = fc.uint8Array({ maxLength: 300 }).chain((bytes) =>
  fc
    .array(fc.constantFrom(0x02, 0x03, 0x0e, 0x0f, 0x04, 0x06, 0x15, 0x0d, 0x0a), {
      maxLength: 40,
    })
    .chain((controls) => fc.shuffledSubarray([...bytes, ...controls]))
    .map((mixed) => Uint8Array.from(mixed)),
);
const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 6 });

function chunksOf(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const edges = [
    0,
    ...at.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
    bytes.length,
  ];
  return edges.slice(1).map((end, index) => bytes.subarray(edges[index] ?? 0, end));
}

function fold(chunks: readonly Uint8Array[]): LinkUnit[] {
  let state: FramerState = framerStart;
  const units: LinkUnit[] = [];
  for (const chunk of chunks) {
    const folded = foldFrames(state, chunk, limits);
    state = folded.state;
    units.push(...folded.units);
  }
  return units;
}

test('frames are the same however the bytes arrive, and no byte is lost or invented', () => {
  fc.assert(
    fc.property(lineBytes, cuts, (bytes, at) => {
      const framesOf = (units: LinkUnit[]) => units.filter(({ kind }) => kind !== 'noise');
      const units = fold(chunksOf(bytes, at));
      expect(framesOf(units)).toEqual(framesOf(fold([bytes])));
      const seen = Buffer.concat(units.map(({ raw }) => raw));
      expect(Buffer.from(bytes.subarray(0, seen.length)).equals(seen)).toBe(true);
      expect(bytes.length - seen.length).toBeLessThanOrEqual(limits.frameBytesMax + 1);
    }),
    runs,
  );
});

test('a whole frame after any noise that starts none is found', () => {
  const noise = lineBytes.map((bytes) => bytes.filter((byte) => byte !== 0x02 && byte !== 0x0f));
  fc.assert(
    fc.property(noise, fc.string({ unit: 'grapheme-ascii', maxLength: 40 }), (before, body) => {
      const raw = encodeFrame('transaction', body);
      const last = fold([before, raw]).at(-1);
      expect(last).toMatchObject({ kind: 'frame', body });
    }),
    runs,
  );
});

test('any body is understood or refused, never thrown at; what is understood can be said again', () => {
  const bodies = fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 80 }),
    fc
      .tuple(
        fc.constantFrom(
          '70.',
          '71.',
          '04',
          '06',
          '08',
          'M04',
          'Z2',
          'Z3',
          'Z42',
          'Z43',
          'Z66',
          'Z67',
        ),
        fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF\x1c\x1a.'), maxLength: 80 }),
      )
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(bodies, (body) => {
      const unit: LinkUnit = {
        kind: 'frame',
        wrapper: 'transaction',
        body,
        raw: encodeFrame('transaction', body),
      };
      const asked = decodeTill(body);
      const answered = decodePad(body);
      if (asked) expect(decodeTill(bodyOf(encodeTill(asked)))).toEqual(asked);
      if (answered) expect(decodePad(bodyOf(encodePad(answered)))).toEqual(answered);
      for (const from of ['till', 'pad'] as const) {
        for (const [start, end] of describeUnit(unit, from).hidden ?? []) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(unit.raw.length);
        }
      }
    }),
    runs,
  );
});

function bodyOf(raw: Uint8Array): string {
  const [unit] = foldFrames(framerStart, raw, { frameBytesMax: 512 }).units;
  return unit?.kind === 'frame' ? unit.body : '';
}

test('lines are the same however the bytes arrive, and never longer than the limit', () => {
  fc.assert(
    fc.property(lineBytes, cuts, (bytes, at) => {
      const read = (chunks: readonly Uint8Array[]) => {
        let state: TextLinesState = textLinesStart;
        return chunks.flatMap((chunk) => {
          const folded = foldTextLines(state, chunk, { lineBytesMax: 32 });
          state = folded.state;
          expect(state.bytes.length).toBeLessThanOrEqual(32);
          return folded.lines;
        });
      };
      expect(read(chunksOf(bytes, at))).toEqual(read([bytes]));
    }),
    runs,
  );
});

test('one wrong digit never passes Luhn', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 12, maxLength: 19 }),
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      (pan, at, by) => {
        fc.pre(isLuhn(pan));
        const index = at % pan.length;
        const wrong = String((Number(pan[index]) + by) % 10);
        expect(isLuhn(pan.slice(0, index) + wrong + pan.slice(index + 1))).toBe(false);
      },
    ),
    runs,
  );
});

test('any text is printed as it stands, on its own lines, within the paper', async () => {
  const texts = fc.string({
    unit: fc.constantFrom(...'a|{}~_"`^\\-= x1签到·€\n\x1b\x10'),
    maxLength: 20,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(texts, { minLength: 1, maxLength: 4 }), async (lines) => {
      const clock = handClock();
      const emulator = new PrinterEmulator({ clock, fault: () => 'none' });
      const network = createMemoryNetwork();
      network.listen('printer', (line) => emulator.attach(line));
      const line = await network.open('memory://printer', new AbortController().signal);
      await line.write(encodePaper(lines.map((text) => ({ kind: 'text', text }))));
      await until(() => emulator.receipts().length === 1, 'the receipt is cut');
      const printed = emulator.receipts()[0]?.lines ?? [];
      expect(printed).toEqual(lines.map((text) => text.replace(/\p{Cc}/gu, ' ').trimEnd()));
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('a printer survives any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      const emulator = new PrinterEmulator({ clock: handClock(), fault: () => 'none' });
      const network = createMemoryNetwork();
      network.listen('printer', (line) => emulator.attach(line));
      const line = await network.open('memory://printer', new AbortController().signal);
      await line.write(bytes);
      await line.close();
      expect(emulator.state().paper).toBe('ok');
    }),
    { numRuns: 200 },
  );
});
