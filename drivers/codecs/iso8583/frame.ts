/**
 * The frame a message travels in over TCP.
 *
 *   length (2 bytes, big-endian, counts the rest) | TPDU (5 packed bytes) | head (6 packed bytes) | message
 *
 * acquirer-iso8583-cups.md section 3.
 */
import { Iso8583Error } from './error.ts';

export type Frame = Readonly<{
  /** Ten digits: `60`, destination, source. */
  tpdu: string;
  /** Twelve digits: class, version, terminal state, processing request, sub-version. */
  head: string;
  message: Buffer;
}>;

const lengthBytes = 2;
const tpduBytes = 5;
const headBytes = 6;
/** The longest message the table allows is below 3 KB; a longer frame is not ours. */
const frameBytesMax = 4_096;

/** With the length in front. */
export function encodeFrame(frame: Frame): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16BE(tpduBytes + headBytes + frame.message.length);
  return Buffer.concat([
    length,
    Buffer.from(frame.tpdu, 'hex'),
    Buffer.from(frame.head, 'hex'),
    frame.message,
  ]);
}

/** `packet` is what follows the length. Throws `Iso8583Error`. */
export function decodeFrame(packet: Uint8Array): Frame {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.byteLength);
  const messageAt = tpduBytes + headBytes;
  if (bytes.length < messageAt) throw new Iso8583Error('frame', 0, 'ends inside TPDU or head');
  const digits = bytes.subarray(0, messageAt).toString('hex');
  if (!/^\d+$/.test(digits)) throw new Iso8583Error('frame', 0, 'TPDU or head not packed digits');
  return {
    tpdu: digits.slice(0, tpduBytes * 2),
    head: digits.slice(tpduBytes * 2),
    message: bytes.subarray(messageAt),
  };
}

/**
 * Packets (without their length) as they complete, whatever the pieces they came in. Ends with `bytes`; a packet that
 * was not complete by then is dropped. Throws `Iso8583Error` when a length cannot be right: nothing after it can be
 * found any more.
 */
export async function* packetsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending = Buffer.alloc(0);
  for await (const piece of bytes) {
    pending = Buffer.concat([pending, piece]);
    while (pending.length >= lengthBytes) {
      const length = pending.readUInt16BE(0);
      if (length < tpduBytes + headBytes || length > frameBytesMax) {
        throw new Iso8583Error('frame.length', 0, `says ${length}`);
      }
      const end = lengthBytes + length;
      if (pending.length < end) break;
      yield pending.subarray(lengthBytes, end);
      pending = pending.subarray(end);
    }
  }
}

/** Answers swap destination and source: `6000030000` → `6000000003`. */
export function swapTpdu(tpdu: string): string {
  return tpdu.slice(0, 2) + tpdu.slice(6) + tpdu.slice(2, 6);
}

/** Head digit 6, the processing request of an answer; `3` asks for a new sign-on. */
export function processingRequestOf(head: string): string {
  return head.charAt(5);
}
