/**
 * DE35: track 2 packed, and one block of it enciphered by the pad under the TDK where the acquirer gave one.
 *
 * The block is the 16 digits that end one before the end of a track of odd length, two before the end of one of even
 * length; the separator counts as a digit. acquirer-iso8583-cups.md section 6.
 */
import { Problem } from '../../domain/words/problem.ts';
import type { PinPad } from '../pin-pad/port.ts';

const blockDigits = 16;

/** `6200…=3012…` → `6200…D3012…`. Throws `Problem` `card-unreadable` for what is no track 2. */
export function packTrack2(track2: string): string {
  if (!/^\d{12,19}=[\d=]*$/.test(track2) || track2.length > 37)
    throw new Problem('card-unreadable');
  return track2.replaceAll('=', 'D');
}

/** Throws `Problem`: `card-unreadable` for a track too short for a block; those of the pad. */
export async function encipherTrack2(
  pad: PinPad,
  wrappedTdk: string,
  packed: string,
  signal: AbortSignal,
): Promise<string> {
  const end = packed.length - (packed.length % 2 === 1 ? 1 : 2);
  const start = end - blockDigits;
  if (start < 0) throw new Problem('card-unreadable');
  const block = Buffer.from(packed.slice(start, end), 'hex');
  try {
    // A MAC over one block is that block enciphered, by triple DES as the key is of double length.
    const cipher = await pad.mac(
      { wrappedKey: wrappedTdk, data: block, encoding: 'binary' },
      signal,
    );
    return packed.slice(0, start) + cipher + packed.slice(end);
  } finally {
    block.fill(0);
  }
}
