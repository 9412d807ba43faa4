/**
 * What a terminal, or the device server before it, says on a TCP connection before it says anything of ZVT: a banner with its
 * name, a status line. There is nothing of it in the specification; it is passed over up to the first control field that a
 * terminal may say, and never again after that: a stream of APDUs has no other mark by which a lost beginning could be found.
 */
import { hexOf } from './apdu.ts';
import { commands } from './spec.ts';

/** A banner is a line or a few. */
export const greetingBytesMax = 1_024;

export type Greeting = Readonly<{
  /** Passed over in this chunk, to be told. */
  passed: Uint8Array;
  /** From the first control field on; null while it has not come. */
  rest: Uint8Array | null;
  /** The last byte, where it may be half of a control field. */
  kept: Uint8Array;
}>;

/** `kept` is what the chunk before has left. */
export function passGreeting(kept: Uint8Array, chunk: Uint8Array): Greeting {
  const bytes = Uint8Array.from([...kept, ...chunk]);
  for (let at = 0; at + 1 < bytes.length; at += 1) {
    if (isOfTerminal(bytes.subarray(at, at + 2))) {
      return { passed: bytes.subarray(0, at), rest: bytes.subarray(at), kept: new Uint8Array() };
    }
  }
  const end = firstBytes.has(bytes.at(-1) ?? 0) ? bytes.length - 1 : bytes.length;
  return { passed: bytes.subarray(0, end), rest: null, kept: bytes.subarray(end) };
}

/** 80 00, 84 xx, and what the table lets a terminal say. */
function isOfTerminal(control: Uint8Array): boolean {
  const hex = hexOf(control);
  return hex === '8000' || hex.startsWith('84') || commands[hex]?.said !== undefined;
}

const firstBytes = new Set([0x80, 0x84, 0x04, 0x06]);
