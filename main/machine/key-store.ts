/** The till's private key in a file of its own, readable by this user only, wrapped by the system where it can. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '../../db/file/whole-file.ts';
import { Problem } from '../../domain/words/problem.ts';

export type KeyStore = Readonly<{
  /** PKCS #8, DER; null when there is none. Throws `Problem` `key-missing` when there is one that cannot be read. */
  load(): Uint8Array | null;
  /** Returns when the key is on the disk. */
  save(pkcs8: Uint8Array): void;
}>;

/** What the system's own key chain does to bytes at rest. */
export type Wrapping = Readonly<{
  wrap(plain: Uint8Array): Uint8Array;
  unwrap(wrapped: Uint8Array): Uint8Array;
}>;

/** The first byte of the file says how the rest is kept. */
const plainMark = 0x50;
const wrappedMark = 0x57;

/** `wrapping` is null where the system has no key chain: then the file's mode is all there is. */
export function createKeyStore(dataDirectory: string, wrapping: Wrapping | null): KeyStore {
  const file = join(dataDirectory, 'till.key');
  return {
    load: () => {
      const content = readIfThere(file);
      if (content === null) return null;
      const kept = content.subarray(1);
      if (content[0] === plainMark) return kept;
      if (content[0] !== wrappedMark || !wrapping) throw new Problem('key-missing', { file });
      try {
        return wrapping.unwrap(kept);
      } catch (cause) {
        throw new Problem('key-missing', { file }, cause);
      }
    },
    save: (pkcs8) => {
      const kept = wrapping ? wrapping.wrap(pkcs8) : pkcs8;
      const mark = Uint8Array.of(wrapping ? wrappedMark : plainMark);
      try {
        writeWhole(file, Buffer.concat([mark, kept]));
      } catch (cause) {
        throw new Problem('database-readonly', { file }, cause);
      }
    },
  };
}

function readIfThere(file: string): Uint8Array | null {
  try {
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw new Problem('key-missing', { file }, cause);
  }
}
