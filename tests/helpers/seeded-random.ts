/** The same bytes for the same seed (SHA-256 in counter mode). */
import { createHash } from 'node:crypto';
import type { Random } from '../../domain/basics/random.ts';

export function seededRandom(seed: string): Random {
  let block = 0;
  return {
    bytes: (count) => {
      const blocks: Buffer[] = [];
      for (let made = 0; made < count; made += 32) {
        blocks.push(createHash('sha256').update(`${seed}/${block}`).digest());
        block += 1;
      }
      return Uint8Array.from(Buffer.concat(blocks).subarray(0, count));
    },
  };
}
