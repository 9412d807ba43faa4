/** Scanners, scales, printers and displays under any input: nothing throws, nothing is kept without a bound. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCode } from '../../domain/goods/code.ts';
import { formatWeight, weightSchema, weightUnits, wholeGrams } from '../../domain/goods/weight.ts';
import { parseReportDescriptor, readElement } from '../../drivers/codecs/hid-report-descriptor.ts';
import { encodeLines } from '../../drivers/customer-display/cd5220/codec.ts';
import { createCd5220Emulator } from '../../drivers/customer-display/cd5220/emulator.ts';
import { answersStart, foldAnswers } from '../../drivers/printer/escpos/answers.ts';
import { decodeEscpos } from '../../drivers/printer/escpos/decode.ts';
import { encodeRaster } from '../../drivers/printer/escpos/graphics.ts';
import { decodeReport, encodeReport, readingOf } from '../../drivers/scale/hid/codec.ts';
import { decodeHidScale } from '../../drivers/scale/hid/decode.ts';
import {
  answerStart,
  decodeAnswer,
  foldAnswers as foldScale,
} from '../../drivers/scale/toledo/codec.ts';
import {
  encodeReports,
  joinPart,
  layoutOf,
  readReport,
  scanStart,
} from '../../drivers/scanner/hidpos/codec.ts';
import { decodeHidpos } from '../../drivers/scanner/hidpos/decode.ts';
import { plainDescriptor } from '../../drivers/scanner/hidpos/spec.ts';
import { codeBytesMax, wholeScan } from '../../drivers/scanner/scan-text.ts';
import { encodeLine, foldLines, lineStart, readLine } from '../../drivers/scanner/serial/codec.ts';
import { optionsSchema } from '../../drivers/scanner/serial/spec.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import { until } from '../helpers/until.ts';

const runs = { numRuns: 600 };
const any = fc.uint8Array({ maxLength: 300 });
const plain = layoutOf(plainDescriptor);
const codes = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 300 })
  .filter((text) => !/[\p{Cc}\ufffd\ufeff]|^\]/u.test(text));

/** The pieces of `bytes` between the cuts. */
const cutAt = (bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] => {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)];
  return edges.map((edge, index) => bytes.subarray(edge, edges[index + 1] ?? bytes.length));
};
const cuts = fc.array(fc.nat(), { maxLength: 5 });

test('any descriptor is read or refused, and any report can be looked at through it', () => {
  // Items rather than bytes, so that many are whole.
  const items = fc.array(
    fc.constantFrom(
      ...['058C', '0501', '7508', '7501', '9501', '9538', '09FE', '093B', '19FB', '29FD', 'A101'],
      ...['C0', '8102', '8103', '820201', '8502', '8503', 'A4', 'B4', '0B3B000100', '97FFFFFF0F'],
    ),
    { maxLength: 40 },
  );
  const descriptors = fc.oneof(
    any,
    items.map((list) => Uint8Array.from(Buffer.from(list.join(''), 'hex'))),
  );
  fc.assert(
    fc.property(descriptors, any, (descriptor, report) => {
      const layout = parseReportDescriptor(descriptor);
      expect(layout?.fields.length ?? 0).toBeLessThanOrEqual(1_024);
      for (const field of layout?.fields.slice(0, 20) ?? []) {
        const value = readElement(report, field);
        expect(value === null || (value >= 0 && value < 2 ** 32)).toBe(true);
      }
      readReport(layoutOf(descriptor), report);
    }),
    runs,
  );
});

test('any code comes back from its reports and from its line', () => {
  const options = optionsSchema.parse({});
  fc.assert(
    fc.property(codes, cuts, (text, at) => {
      let state = scanStart;
      let scan: unknown = null;
      for (const report of encodeReports({ text, symbology: ']Q1' })) {
        const read = readReport(plain, report);
        if (read.kind !== 'part') throw new Error(read.kind);
        ({ state, scan } = joinPart(state, read, 'utf-8'));
      }
      expect(scan).toEqual({ text, symbology: ']Q1' });
      let folded = lineStart;
      const lines = [];
      for (const chunk of cutAt(encodeLine({ text, symbology: ']Q1' }), at)) {
        const next = foldLines(folded, chunk);
        folded = next.state;
        lines.push(...next.lines);
      }
      expect(lines.map((line) => readLine(line, options))).toEqual([{ text, symbology: ']Q1' }]);
    }),
    { numRuns: 200 },
  );
});

test('any reports and any lines end within bounds', () => {
  const options = optionsSchema.parse({});
  fc.assert(
    fc.property(fc.array(any, { maxLength: 20 }), (chunks) => {
      let state = scanStart;
      let line = lineStart;
      for (const chunk of chunks) {
        for (const layout of [plain, null]) {
          const read = readReport(layout, chunk);
          if (read.kind === 'part') ({ state } = joinPart(state, read, 'utf-8'));
        }
        expect(state.data.length).toBeLessThanOrEqual(codeBytesMax);
        const folded = foldLines(line, chunk);
        line = folded.state;
        for (const each of folded.lines) readLine(each, options);
        expect(line.bytes.length).toBeLessThanOrEqual(codeBytesMax);
      }
      expect(Array.isArray(decodeHidpos(Buffer.concat(chunks)).errors)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('any scan has a meaning', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(null, ']E0', ']d2', ']C1'), (text, symbology) => {
      const kinds = ['goods', 'payment-card', 'payment-code', 'badge', 'unreadable'];
      expect(kinds).toContain(readCode(wholeScan({ text, symbology })).kind);
    }),
    runs,
  );
});

test('any report of a scale is decoded, and what was decoded comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), fc.nat(8), (bytes, status) => {
      if (bytes.length > 1) bytes.set([3, status]);
      const report = decodeReport(bytes);
      const decoded = decodeHidScale(bytes);
      expect(decoded.ok && !report).toBe(false);
      if (!report) return;
      readingOf(report);
      if (report.weight) expect(decodeReport(encodeReport(report))).toEqual(report);
    }),
    runs,
  );
});

test('weights are exact: grams times a thousandth is what is written', () => {
  const weights = fc.record({
    value: fc.integer({ min: 0, max: 65_535 }),
    exponent: fc.integer({ min: -6, max: 3 }),
    unit: fc.constantFrom(...weightUnits),
  });
  fc.assert(
    fc.property(weights, (weight) => {
      expect(weightSchema.safeParse(weight).success).toBe(true);
      expect(formatWeight(weight)).toMatch(/^\d+(\.\d+)? [a-z-]+$/);
      const grams = wholeGrams(weight);
      if (grams !== null && weight.unit === 'kg') {
        const [whole = '', part = ''] = formatWeight(weight).replace(' kg', '').split('.');
        expect(BigInt(whole + part.padEnd(3, '0').slice(0, 3))).toBe(BigInt(grams));
        expect(part.slice(3)).toMatch(/^0*$/);
      }
    }),
    runs,
  );
});

test('a serial scale and a printer are heard the same however their bytes are cut', () => {
  const scale = fc.array(fc.constantFrom(0x02, 0x0d, 0x30, 0x2e, 0x3f, 0x41, 0x82, 0xff), {
    maxLength: 60,
  });
  const printer = fc.array(fc.constantFrom(0x12, 0x10, 0x14, 0x00, 0x0f, 0x5f, 0x41, 0x7e, 0xff), {
    maxLength: 120,
  });
  fc.assert(
    fc.property(scale, printer, any, cuts, (said, told, noise, at) => {
      const answers = (chunks: readonly Uint8Array[]) => {
        let state = answerStart;
        return chunks.flatMap((chunk) => {
          const folded = foldScale(state, chunk);
          state = folded.state;
          return folded.answers.map((answer) => decodeAnswer(answer, 'kg'));
        });
      };
      const units = (chunks: readonly Uint8Array[]) => {
        let state = answersStart;
        return chunks.flatMap((chunk) => {
          const folded = foldAnswers(state, chunk);
          state = folded.state;
          expect(state.held.length).toBeLessThan(100);
          return folded.units;
        });
      };
      for (const bytes of [Uint8Array.from(said), noise])
        expect(answers(cutAt(bytes, at))).toEqual(answers([bytes]));
      for (const bytes of [Uint8Array.from(told), noise])
        expect(units(cutAt(bytes, at))).toEqual(units([bytes]));
    }),
    runs,
  );
});

test('anything sent to a printer can be decoded, and its pieces are all of it', () => {
  const escapes = fc.array(
    fc.oneof(
      any,
      fc
        .constantFrom(...['1b40', '1c26', '1d7630', '1d286b', '1d6b', '1b2a', '1004'])
        .map((hex) => Uint8Array.from(Buffer.from(hex, 'hex'))),
    ),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(escapes, (parts) => {
      const bytes = Buffer.concat(parts);
      const { fields, errors } = decodeEscpos(bytes);
      const commands = fields.commands as readonly { hex: string }[];
      const length = commands.reduce((sum, { hex }) => {
        const whole = /\((\d+) bytes\)/.exec(hex)?.[1];
        return sum + (whole === undefined ? hex.length / 2 : Number(whole));
      }, 0);
      expect(length).toBe(bytes.length);
      expect(errors.length <= commands.length + 1).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('any picture has a bit for each of its dots', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 16 }),
      (width, height) => {
        const bytes = encodeRaster({ width, height, dot: (x, y) => (x + y) % 3 === 0 });
        expect(bytes.length).toBe(8 + Math.ceil(width / 8) * height);
      },
    ),
  );
});

test('a display shows any text as far as it fits and survives any bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ maxLength: 30 }), any, async (text, noise) => {
      for (const charset of ['ascii', 'gb18030'] as const) {
        const bytes = encodeLines(['x', text], charset);
        expect([1, 48]).toContain(bytes.length);
      }
      const emulator = createCd5220Emulator();
      const network = createMemoryNetwork();
      network.listen('display', (line) => emulator.attach(line));
      const line = await network.open('memory://display', new AbortController().signal);
      await line.write(noise);
      // CR ends whatever line may still be open, CLR puts the glass in order.
      await line.write(Uint8Array.of(0x0d, ...new Uint8Array(70), 0x0d, 0x0c));
      await line.write(encodeLines(['ok'], 'ascii'));
      await until(() => emulator.look().display?.[0]?.trimEnd() === 'ok', 'it still shows');
    }),
    { numRuns: 200 },
  );
});
