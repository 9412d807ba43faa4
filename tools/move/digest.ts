/** A number for the contents of a table, the same in every database and in every order of rows. */
import { createHash } from 'node:crypto';
import type { Row } from './snapshot.ts';

const modulus = 2n ** 256n;

export type Digest = Readonly<{ add(row: Row): void; count(): number; hex(): string }>;

/** The sum of SHA-256 over each row's values in the order of `columns`. */
export function newDigest(columns: readonly string[]): Digest {
  let sum = 0n;
  let count = 0;
  return {
    add: (row) => {
      const text = JSON.stringify(columns.map((column) => row[column]));
      sum = (sum + BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)) % modulus;
      count += 1;
    },
    count: () => count,
    hex: () => sum.toString(16).padStart(64, '0'),
  };
}
