import { expect, test } from 'vitest';
import { createByteQueue, queuedBytesMax } from '../../../../drivers/transports/byte-queue.ts';

function counted() {
  const calls: string[] = [];
  const queue = createByteQueue({
    pause: () => calls.push('pause'),
    resume: () => calls.push('resume'),
  });
  return { calls, queue };
}

test('a source that is faster than its reader is paused, and resumed when the reader has caught up', async () => {
  const { calls, queue } = counted();
  const chunk = new Uint8Array(queuedBytesMax / 4);
  for (let pushed = 0; pushed < 5; pushed += 1) queue.push(chunk);
  expect(calls).toEqual(['pause']);
  const reader = queue.bytes[Symbol.asyncIterator]();
  for (let read = 0; read < 2; read += 1) await reader.next();
  expect(calls).toEqual(['pause']);
  await reader.next();
  expect(calls).toEqual(['pause', 'resume']);
});

test('what came before the end is read before the end', async () => {
  const { queue } = counted();
  queue.push(Uint8Array.of(1));
  queue.end(new Error('gone'));
  queue.push(Uint8Array.of(2));
  const read: number[] = [];
  await expect(
    (async () => {
      for await (const chunk of queue.bytes) read.push(...chunk);
    })(),
  ).rejects.toThrow('gone');
  expect(read).toEqual([1]);
});
