import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Iso8583Error } from '../../../../../drivers/codecs/iso8583/error.ts';
import {
  decodeFrame,
  encodeFrame,
  packetsOf,
  processingRequestOf,
  swapTpdu,
} from '../../../../../drivers/codecs/iso8583/frame.ts';

async function* inPieces(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const sorted = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  let from = 0;
  for (const cut of [...sorted, bytes.length]) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer[]> {
  const packets: Buffer[] = [];
  for await (const packet of packetsOf(bytes)) packets.push(Buffer.from(packet));
  return packets;
}

test('frames come out whole however the bytes were cut', async () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(messages, fc.array(fc.nat(), { maxLength: 12 }), async (bodies, cuts) => {
      const wire = Buffer.concat(
        bodies.map((body) =>
          encodeFrame({
            tpdu: '6000030000',
            head: '603100000000',
            message: Buffer.from(body),
          }),
        ),
      );
      const packets = await collect(inPieces(wire, cuts));
      expect(packets.map((packet) => decodeFrame(packet).message.toString('hex'))).toEqual(
        bodies.map((body) => Buffer.from(body).toString('hex')),
      );
    }),
  );
});

test('a frame that was cut off at the end is dropped', async () => {
  const wire = encodeFrame({
    tpdu: '6000030000',
    head: '603100000000',
    message: Buffer.from('0800', 'hex'),
  });
  expect(await collect(inPieces(wire.subarray(0, -1), []))).toEqual([]);
});

test.each(['0000', '000A', '1001', 'FFFF'])(
  'a length of %s is refused before anything is kept for it',
  async (length) => {
    const wire = Buffer.concat([Buffer.from(length, 'hex'), Buffer.alloc(64)]);
    await expect(collect(inPieces(wire, []))).rejects.toBeInstanceOf(Iso8583Error);
  },
);

test('a head that is not packed digits is refused', () => {
  expect(() => decodeFrame(Buffer.from('60000300006031000A0000', 'hex'))).toThrow(Iso8583Error);
  expect(() => decodeFrame(Buffer.from('6000', 'hex'))).toThrow(Iso8583Error);
});

test('an answer swaps the two halves of the TPDU', () => {
  expect(swapTpdu('6000030000')).toBe('6000000003');
  expect(swapTpdu('6005100000')).toBe('6000000510');
});

test('the processing request is the sixth digit of the head', () => {
  expect(processingRequestOf('603103000000')).toBe('3');
});
