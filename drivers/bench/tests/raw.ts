/** Bytes as typed, and what comes back. The device is closed meanwhile and knows nothing of it. */
import { deadlineIn } from '../../deadline.ts';
import type { Transport } from '../../transports/transport.ts';
import type { BenchPorts, Found } from '../bench-test.ts';

/** More is a device gone mad, or a file: its head tells which. */
const heardMax = 4_096;

export function testRaw(ports: BenchPorts, hex: string, waitMs: number): Promise<Found> {
  const { clock, signal, tap } = ports;
  const bytes = Buffer.from(hex.replace(/\s/g, ''), 'hex');
  return ports.lend(async (open, address): Promise<Found> => {
    const line = await open(address, signal);
    const deadline = deadlineIn(clock, waitMs, signal);
    try {
      const heard = collect(line);
      tap.note({ direction: 'out', bytes, meaning: 'raw' });
      await line.write(bytes);
      if (!deadline.signal.aborted) {
        await new Promise<void>((resolve) => {
          deadline.signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      const answer = heard();
      const received = answer.length === 0 ? 'nothing' : noted(ports, answer);
      const facts = {
        sent: `${bytes.length} bytes`,
        received,
        'received bytes': String(answer.length),
      };
      return { outcome: answer.length === 0 ? 'needs-look' : 'passed', facts };
    } finally {
      deadline.done();
      await line.close();
    }
  });
}

/** Through the tap, which masks what looks like a card or a key. */
function noted({ tap }: BenchPorts, bytes: Uint8Array): string {
  tap.note({ direction: 'in', bytes, meaning: 'raw' });
  return tap.lines(-1).at(-1)?.hex ?? '';
}

/** Reads until the line is closed; the returned function tells what came so far. */
export function collect(line: Transport): () => Uint8Array {
  let heard = Buffer.alloc(0);
  const read = async (): Promise<void> => {
    for await (const chunk of line.bytes) {
      heard = Buffer.concat([heard, chunk]).subarray(0, heardMax);
    }
  };
  // A line that breaks has said what it had to say.
  read().catch(() => {});
  return () => heard;
}
