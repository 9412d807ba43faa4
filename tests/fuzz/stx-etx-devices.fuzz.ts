/** PIN pad and POS Integrado under any input: decoders say something of everything, drivers end, emulators live. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeFrame, foldFrames, framerStart } from '../../drivers/codecs/stx-etx-lrc.ts';
import { decoders } from '../../drivers/decode/index.ts';
import {
  decodeAnswer,
  decodeMessage,
  describeUnit,
  encodeMessage,
} from '../../drivers/payment-terminal/transbank/codec.ts';
import { createEmulatedTransbank } from '../../drivers/payment-terminal/transbank/emulator.ts';
import { createEmulatedPad } from '../../drivers/pin-pad/visa/emulated.ts';
import { createMemoryNetwork } from '../../drivers/transports/memory.ts';
import { handClock } from '../helpers/hand-clock.ts';

const runs = { numRuns: 600 };
const { signal } = new AbortController();
const body = fc.string({
  unit: fc.constantFrom(...'0123456789ABCDEF|. MZ\x1c\x1a'),
  maxLength: 90,
});
const pan = '4761739001010119';

/** Frames whose heads mean something, frames of anything, and bytes of anything. */
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .tuple(fc.constantFrom('transaction' as const, 'administration' as const), body)
    .map(([wrapper, text]) => encodeFrame(wrapper, text)),
  fc
    .tuple(
      fc.constantFrom('70.', '70', '71', '73.', 'Z60.', 'Z62.', 'Z63.', 'Z66', 'Z51', '0210|00|'),
      body,
    )
    .map(([head, text]) => encodeFrame('transaction', head + text)),
  fc
    .tuple(fc.constantFrom('02', '04', '06', '13', '18', 'M04', '90'), body)
    .map(([head, text]) => encodeFrame('administration', head + text)),
);

test.each(['visa-pinpad', 'transbank'])('%s: any bytes get an answer', (protocol) => {
  fc.assert(
    fc.property(bytes, (raw) => {
      const decoded = decoders[protocol]?.(raw);
      expect(decoded?.ok).toBe(decoded?.errors.length === 0);
      expect(() => JSON.stringify(decoded)).not.toThrow();
    }),
    runs,
  );
});

test('no account of a PIN request leaves the decoder, however the rest is broken', () => {
  const heads = fc.constantFrom('70.', '70', 'Z60.', 'Z62.', 'Z63.');
  fc.assert(
    fc.property(heads, body, (head, rest) => {
      const decoded = decoders['visa-pinpad']?.(
        encodeFrame('transaction', `${head}${pan}\x1c${rest}`),
      );
      expect(JSON.stringify(decoded)).not.toContain(pan);
    }),
    runs,
  );
});

test('any body of POS Integrado is taken apart and put together again', () => {
  fc.assert(
    fc.property(body, (text) => {
      const message = decodeMessage(text);
      const answer = decodeAnswer(text);
      for (const each of [message, answer]) {
        if (each) expect(encodeMessage(each)).toEqual(encodeFrame('transaction', text));
      }
      const [unit] = foldFrames(framerStart, encodeFrame('transaction', text), {
        frameBytesMax: 512,
      }).units;
      for (const [start, end] of (unit && describeUnit(unit).hidden) ?? []) {
        expect(start).toBeLessThan(end);
        expect(end).toBeLessThanOrEqual(unit?.raw.length ?? 0);
      }
    }),
    runs,
  );
});

test.each([
  ['pad', createEmulatedPad],
  ['terminal', createEmulatedTransbank],
])('an emulated %s survives any bytes', async (_name, create) => {
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { maxLength: 5 }), async (chunks) => {
      const emulator = create({
        clock: handClock(),
        random: { bytes: (count) => new Uint8Array(count) },
        fault: () => 'none',
      });
      const network = createMemoryNetwork();
      network.listen('device', (line) => emulator.attach(line));
      const line = await network.open('memory://device', signal);
      for (const chunk of chunks) await line.write(chunk);
      await line.close();
      expect(emulator.look()).toBeTypeOf('object');
    }),
    { numRuns: 300 },
  );
});
