/** How much of the journal goes into one push. */
import { bodyBytesMax } from '../../../domain/contract/sync.ts';
import type { ExportedEntry } from '../../../domain/journal/chain.ts';

/**
 * As many of the first entries as one body holds: five hundred long receipts are too much, and a batch that is refused
 * for its size would be sent again for ever. At least one.
 */
export function fitting(entries: ExportedEntry[]): ExportedEntry[] {
  let bytes = JSON.stringify({ entries: [] }).length;
  const tooMuch = entries.findIndex((entry) => {
    bytes += Buffer.byteLength(JSON.stringify(entry)) + 1;
    return bytes > bodyBytesMax;
  });
  return tooMuch === -1 ? entries : entries.slice(0, Math.max(1, tooMuch));
}
