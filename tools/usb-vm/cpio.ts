/** Archives as the kernel unpacks them into memory at boot: cpio, "new ASCII" (Linux, early-userspace/buffer-format). */
import { closeSync, openSync, writeSync } from 'node:fs';

export type CpioEntry =
  | Readonly<{ kind: 'folder'; path: string }>
  | Readonly<{ kind: 'link'; path: string; target: string }>
  | Readonly<{ kind: 'file'; path: string; data: Uint8Array; executable?: boolean }>;

const modes = { folder: 0o040755, link: 0o120777, file: 0o100644, program: 0o100755 } as const;
const lastName = 'TRAILER!!!';

/** Writes one archive to `file`. Folders come before what is in them, as given. */
export function writeCpio(file: string, entries: readonly CpioEntry[]): void {
  const fd = openSync(file, 'w');
  try {
    let inode = 1;
    for (const entry of entries) {
      writeSync(fd, header(entry.path, modeOf(entry), inode, bodyOf(entry).length));
      writePadded(fd, bodyOf(entry));
      inode += 1;
    }
    writeSync(fd, header(lastName, 0, 0, 0));
  } finally {
    closeSync(fd);
  }
}

function modeOf(entry: CpioEntry): number {
  if (entry.kind !== 'file') return modes[entry.kind];
  return entry.executable ? modes.program : modes.file;
}

function bodyOf(entry: CpioEntry): Uint8Array {
  switch (entry.kind) {
    case 'folder':
      return new Uint8Array();
    case 'link':
      return Buffer.from(entry.target);
    case 'file':
      return entry.data;
  }
}

/** Thirteen fields of eight hex digits after the magic, then the name with its NUL, to a multiple of four bytes. */
function header(path: string, mode: number, inode: number, size: number): Buffer {
  const nameBytes = Buffer.byteLength(path) + 1;
  const links = 1;
  const fields = [inode, mode, 0, 0, links, 0, size, 0, 0, 0, 0, nameBytes, 0];
  const text = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return padded(Buffer.from(`${text}${path}\0`));
}

/** In pieces: a program of a hundred megabytes is not copied to be padded. */
function writePadded(fd: number, data: Uint8Array): void {
  for (let at = 0; at < data.length; ) at += writeSync(fd, data, at, data.length - at);
  if (data.length % 4 > 0) writeSync(fd, Buffer.alloc(4 - (data.length % 4)));
}

const padded = (bytes: Buffer): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
