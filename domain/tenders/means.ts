/** By which way an attempt moves money; chosen once, when it is prepared. */
import { growing } from '../basics/growing.ts';

export const means = [
  /** PIN pad and reader on the till, ISO 8583 to the acquirer. */
  'card-at-host',
  /** A payment terminal, which talks to its acquirer by itself. */
  'card-at-terminal',
  /** A code that the customer's phone shows, and an acquirer who asks its wallet. */
  'wallet',
] as const;
export type Means = (typeof means)[number];

export const meansSchema = growing(means);

/** A payment terminal keeps its batches to itself, and a wallet has none. */
export const terminalBatch = '000000';

/** Of an attempt as it was prepared; those of older tills say it by their batch. Null: of a later version. */
export function meansOf(
  prepared: Readonly<{ means?: string | undefined; batch: string }>,
): Means | null {
  const older = prepared.batch === terminalBatch ? 'card-at-terminal' : 'card-at-host';
  const said: string = prepared.means ?? older;
  return means.find((known) => known === said) ?? null;
}
