/**
 * Bytes between a source that pushes and one reader that pulls, with a bound: above it the source is told to pause,
 * and told to go on once the reader has caught up.
 */

export type ByteQueue = Readonly<{
  push(chunk: Uint8Array): void;
  /** Ends the reader after what is queued; with `failure`, by throwing it. Harmless when called again. */
  end(failure?: Error): void;
  bytes: AsyncIterable<Uint8Array>;
}>;

export type Source = Readonly<{ pause(): void; resume(): void }>;

/** A receipt is 8 KiB, a frame under 1 KiB: a reader this far behind has stopped reading. */
export const queuedBytesMax = 64 * 1024;

export function createByteQueue(source: Source): ByteQueue {
  const chunks: Uint8Array[] = [];
  let queuedBytes = 0;
  let paused = false;
  let ended = false;
  let failure: Error | null = null;
  let wake: (() => void) | null = null;

  const wakeReader = (): void => {
    wake?.();
    wake = null;
  };

  const next = async (): Promise<IteratorResult<Uint8Array>> => {
    while (chunks.length === 0 && !ended) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    const chunk = chunks.shift();
    if (chunk) {
      queuedBytes -= chunk.length;
      if (paused && queuedBytes <= queuedBytesMax / 2) {
        paused = false;
        source.resume();
      }
      return { done: false, value: chunk };
    }
    if (failure) {
      const thrown = failure;
      failure = null;
      throw thrown;
    }
    return { done: true, value: undefined };
  };

  return {
    push: (chunk) => {
      if (ended || chunk.length === 0) return;
      chunks.push(chunk);
      queuedBytes += chunk.length;
      if (!paused && queuedBytes > queuedBytesMax) {
        paused = true;
        source.pause();
      }
      wakeReader();
    },
    end: (reason) => {
      if (ended) return;
      ended = true;
      failure = reason ?? null;
      wakeReader();
    },
    bytes: { [Symbol.asyncIterator]: () => ({ next }) },
  };
}
