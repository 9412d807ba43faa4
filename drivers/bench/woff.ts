/**
 * A WOFF 1.0 font as the plain font it was made from. PDF libraries read WOFF too, but unpack a whole table for every
 * single glyph: seconds instead of milliseconds with a Chinese font.
 *
 * W3C Recommendation "WOFF File Format 1.0", sections 3 to 5; big-endian throughout.
 */
import { inflateSync } from 'node:zlib';
import { assert } from '../../domain/basics/assert.ts';

const signature = 0x774f4646;
const headerBytes = 44;
const entryBytes = 20;
const plainHeaderBytes = 12;
const plainEntryBytes = 16;

/** Throws an Error for bytes that are no WOFF 1.0 font. */
export function plainFont(woff: Uint8Array): Buffer {
  const bytes = Buffer.from(woff.buffer, woff.byteOffset, woff.byteLength);
  assert(bytes.length > headerBytes && bytes.readUInt32BE(0) === signature, 'no WOFF 1.0 font');
  const count = bytes.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, index) =>
    readTable(bytes, headerBytes + index * entryBytes),
  );
  const directory = Buffer.alloc(plainHeaderBytes + count * plainEntryBytes);
  bytes.copy(directory, 0, 4, 8);
  const powerOfTwo = 2 ** Math.floor(Math.log2(count));
  directory.writeUInt16BE(count, 4);
  directory.writeUInt16BE(powerOfTwo * plainEntryBytes, 6);
  directory.writeUInt16BE(Math.log2(powerOfTwo), 8);
  directory.writeUInt16BE((count - powerOfTwo) * plainEntryBytes, 10);
  let end = directory.length;
  const contents = tables.map(({ tag, checksum, content }, index) => {
    const at = plainHeaderBytes + index * plainEntryBytes;
    tag.copy(directory, at);
    directory.writeUInt32BE(checksum, at + 4);
    directory.writeUInt32BE(end, at + 8);
    directory.writeUInt32BE(content.length, at + 12);
    const padded = Buffer.concat([content, Buffer.alloc(-content.length & 3)]);
    end += padded.length;
    return padded;
  });
  return Buffer.concat([directory, ...contents]);
}

type Table = Readonly<{ tag: Buffer; checksum: number; content: Buffer }>;

function readTable(bytes: Buffer, at: number): Table {
  const offset = bytes.readUInt32BE(at + 4);
  const packedBytes = bytes.readUInt32BE(at + 8);
  const plainBytes = bytes.readUInt32BE(at + 12);
  const packed = bytes.subarray(offset, offset + packedBytes);
  // A table that would not get smaller is stored as it is.
  const content = packedBytes < plainBytes ? inflateSync(packed) : packed;
  assert(content.length === plainBytes, 'a table of the font is damaged');
  return { tag: bytes.subarray(at, at + 4), checksum: bytes.readUInt32BE(at + 16), content };
}
