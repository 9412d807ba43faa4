/**
 * The "CUP ECB" MAC of DE64, made in the pad so that the MAC key never is in the till.
 *
 * The blocks of the message are XORed into one, that block is written as 16 upper-case hex characters, and these are
 * enciphered chained: E1 = E(first 8), E2 = E(E1 xor last 8); DE64 = the first 8 hex characters of E2. With a
 * single-length key that is just the pad's own MAC (ISO 9797-1 algorithm 3) of the 16 characters. With a double-length
 * key the pad would make the first step with half the key, so it is asked twice for one block; between the calls the
 * till handles nothing but ciphertext. acquirer-iso8583-cups.md section 6.
 */
import type { WrappedKeys } from '../../domain/devices/verbs.ts';
import { bytesUnderMac, encodeMessage, type IsoMessage } from '../codecs/iso8583/message.ts';
import { cups } from '../codecs/iso8583/specs/cups.ts';
import type { PinPad } from '../pin-pad/port.ts';
import type { Answer } from './link.ts';

const blockBytes = 8;
const singleLengthDigits = 16;

/** The message with its DE64. Throws `Problem` of the pad. */
export async function withMac(
  pad: PinPad,
  keys: WrappedKeys,
  message: IsoMessage,
  signal: AbortSignal,
): Promise<IsoMessage> {
  // The bitmap under the MAC already says that DE64 is there.
  const unsigned = encodeMessage(cups, {
    mti: message.mti,
    fields: { ...message.fields, 64: '0'.repeat(2 * blockBytes) },
  });
  try {
    const mac = await cupMac(pad, keys.mak, bytesUnderMac(unsigned), signal);
    return { mti: message.mti, fields: { ...message.fields, 64: asField(mac) } };
  } finally {
    unsigned.fill(0);
  }
}

/** What an answer's DE64 is worth. */
export type Seal = 'right' | 'wrong' | 'absent';

/** Asked of every answer before anything else in it is believed, whatever it says. Throws `Problem` of the pad. */
export async function sealOf(
  pad: PinPad,
  wrappedMak: string,
  answer: Answer,
  signal: AbortSignal,
): Promise<Seal> {
  const claimed = answer.message.fields[64];
  if (claimed === undefined) return 'absent';
  const right = asField(await cupMac(pad, wrappedMak, bytesUnderMac(answer.bytes), signal));
  return claimed === right ? 'right' : 'wrong';
}

/** Eight upper-case hex characters. */
export async function cupMac(
  pad: PinPad,
  wrappedMak: string,
  data: Uint8Array,
  signal: AbortSignal,
): Promise<string> {
  // Upper case matters: the characters themselves are enciphered.
  const folded = Buffer.from(foldBlocks(data).toString('hex').toUpperCase(), 'ascii');
  const e2 =
    wrappedMak.length === singleLengthDigits
      ? await pad.mac({ wrappedKey: wrappedMak, data: folded, encoding: 'ascii' }, signal)
      : await twoSteps(pad, wrappedMak, folded, signal);
  return e2.slice(0, 8);
}

async function twoSteps(
  pad: PinPad,
  wrappedKey: string,
  folded: Buffer,
  signal: AbortSignal,
): Promise<string> {
  const first = folded.subarray(0, blockBytes);
  const e1 = await pad.mac({ wrappedKey, data: first, encoding: 'ascii' }, signal);
  const second = Buffer.from(e1, 'hex');
  for (let index = 0; index < blockBytes; index += 1) {
    second[index] = (second[index] ?? 0) ^ (folded[blockBytes + index] ?? 0);
  }
  return pad.mac({ wrappedKey, data: second, encoding: 'binary' }, signal);
}

/** XOR of all 8-byte blocks; the last one is filled with zeros, which change nothing. */
export function foldBlocks(data: Uint8Array): Buffer {
  const folded = Buffer.alloc(blockBytes);
  for (const [index, byte] of data.entries()) {
    const at = index % blockBytes;
    folded[at] = (folded[at] ?? 0) ^ byte;
  }
  return folded;
}

function asField(mac: string): string {
  return Buffer.from(mac, 'ascii').toString('hex').toUpperCase();
}
