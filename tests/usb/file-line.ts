/** The device's own side of a gadget, a character device of the kernel, as a line for an emulator. */
import { closeSync, constants, openSync, read, writeSync } from 'node:fs';
import { createByteQueue } from '../../drivers/transports/byte-queue.ts';
import type { Transport } from '../../drivers/transports/transport.ts';

/** Often enough for a PIN pad, seldom enough for an emulated processor. */
const lookMs = 6;
const chunkBytes = 4_096;

/** Never waits in the kernel: whoever pulls the plug wants to close the file. */
export function openFileLine(path: string): Transport {
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const queue = createByteQueue({ pause: () => {}, resume: () => {} });
  let closed = false;
  const look = (): void => {
    if (closed) return;
    read(fd, Buffer.alloc(chunkBytes), 0, chunkBytes, null, (error, count, chunk) => {
      if (closed) return;
      if (error && error.code !== 'EAGAIN') queue.end(undefined);
      else if (count > 0) queue.push(chunk.subarray(0, count));
      setTimeout(look, error || count === 0 ? lookMs : 0);
    });
  };
  look();
  return {
    bytes: queue.bytes,
    write: async (data) => {
      for (let at = 0; at < data.length; ) {
        if (closed) return;
        at += await writeSome(fd, data.subarray(at));
      }
    },
    close: async () => {
      if (closed) return;
      closed = true;
      queue.end();
      closeSync(fd);
    },
  };
}

/** A full pipe takes nothing for a moment; a cable that is out takes nothing at all. */
async function writeSome(fd: number, data: Uint8Array): Promise<number> {
  try {
    return writeSync(fd, data);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
    return 0;
  }
}
