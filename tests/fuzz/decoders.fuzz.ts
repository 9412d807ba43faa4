/** `devices -- decode` of any bytes: an object that says why whenever it says that they are not good. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decoders } from '../../drivers/decode/index.ts';

const runs = { numRuns: 1_500 };

/** Bytes that begin frames, lead commands, count and end, so that some inputs get far. */
const telling = fc.constantFrom(
  ...[0x00, 0x01, 0x02, 0x03, 0x04, 0x06, 0x0a, 0x0d, 0x0e, 0x0f, 0x10, 0x15, 0x1b, 0x1c, 0x1d],
  ...[0x20, 0x25, 0x28, 0x30, 0x31, 0x3b, 0x3d, 0x3f, 0x41, 0x5a, 0x5e, 0x60, 0x70, 0x80, 0xff],
);
const noise = fc.uint8Array({ maxLength: 80 });
const nearlyFrames = fc.array(telling, { maxLength: 40 }).map((bytes) => Uint8Array.from(bytes));
/** A report or a block that nothing was written into, of any length, its first bytes aside. */
const mostlyZeros = fc
  .tuple(fc.array(telling, { maxLength: 6 }), fc.integer({ min: 0, max: 900 }))
  .map(([head, length]) => Uint8Array.from([...head, ...new Uint8Array(length)]));

test.each(Object.keys(decoders))('%s: not ok always says why, ok never complains', (name) => {
  const decoder = decoders[name];
  if (!decoder) throw new Error(name);
  const judge = (bytes: Uint8Array): void => {
    const { ok, errors } = decoder(bytes);
    expect([ok, errors]).toEqual([errors.length === 0, errors]);
    for (const error of errors) expect(error.trim()).not.toBe('');
  };
  // Every first byte, and nothing written after it: a report of length 0 in any protocol.
  for (let first = 0; first < 256; first += 1) {
    for (const length of [0, 1, 4, 5, 61, 63, 336, 855])
      judge(Uint8Array.of(first, ...new Uint8Array(length)));
  }
  fc.assert(fc.property(fc.oneof(noise, nearlyFrames, mostlyZeros), judge), runs);
  const empty = decoder(new Uint8Array());
  expect([empty.ok, empty.errors.length > 0]).toEqual([false, true]);
});
