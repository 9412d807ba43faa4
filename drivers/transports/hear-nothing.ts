/** The ear of somebody who only speaks: a scanner, or a till that talks to a display. */
import type { Transport } from './transport.ts';

/** Reads and forgets until the line goes, so that it does not fill up. */
export async function hearNothing(line: Transport): Promise<void> {
  try {
    for await (const _heard of line.bytes);
  } catch {
    // The cable went.
  }
}
