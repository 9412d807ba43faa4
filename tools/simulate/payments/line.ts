/** A line that loses, delays, doubles, swaps and spoils what is written to it. */
import { type Clock, sleep } from '../../../domain/basics/clock.ts';
import type { Transport } from '../../../drivers/transports/transport.ts';

export const lineFaults = [
  /** What is written never arrives. */
  'drop',
  /** It arrives after `delayMs`, and what follows after it. */
  'delay',
  'duplicate',
  /** It arrives after what is written next; alone when nothing follows. */
  'reorder',
  /** One bit is turned, and no check byte knows of it. */
  'corrupt',
  /** The line breaks instead. */
  'break',
] as const;
export type LineFault = (typeof lineFaults)[number];

/** `near`: what the till writes; `far`: what the other side writes. */
export type Direction = 'near' | 'far';

export type Disturbance = Readonly<{
  /** The disturbed line, seen from the far side. */
  over(far: Transport): Transport;
  /** The write after the next `skip` ones of that direction suffers this. */
  next(direction: Direction, fault: LineFault, skip: number): void;
  behave(): void;
}>;

type Planned = { fault: LineFault; skip: number };

const delayMs = 7_000;
const reorderMs = 1_000;

/** `mend` recomputes a check byte, so that only meaning is spoilt; without it a spoilt frame can be told by its check. */
export function disturbed(
  clock: Clock,
  mend: (data: Uint8Array) => Uint8Array = (data) => data,
): Disturbance {
  const planned: Record<Direction, Planned | null> = { near: null, far: null };
  const take = (direction: Direction): LineFault | null => {
    const plan = planned[direction];
    if (!plan) return null;
    plan.skip -= 1;
    if (plan.skip >= 0) return null;
    planned[direction] = null;
    return plan.fault;
  };

  return {
    next: (direction, fault, skip) => {
      planned[direction] = { fault, skip };
    },
    behave: () => {
      planned.near = null;
      planned.far = null;
    },
    over: (far) => {
      /** One way of the line: hands each write on as the plan of its direction says. */
      const way = (direction: Direction, send: (data: Uint8Array) => Promise<void> | void) => {
        let held: Uint8Array | null = null;
        const release = async (): Promise<void> => {
          const late = held;
          held = null;
          if (late) await send(late);
        };
        return async (data: Uint8Array): Promise<void> => {
          switch (take(direction)) {
            case 'drop':
              return;
            case 'break':
              return far.close();
            case 'delay':
              await sleep(clock, delayMs);
              break;
            case 'duplicate':
              await send(data);
              break;
            case 'reorder':
              held = data;
              // By then the line may be gone.
              clock.after(reorderMs, () => void release().catch(() => undefined));
              return;
            case 'corrupt':
              await send(mend(spoilt(data)));
              return release();
            case null:
              break;
          }
          await send(data);
          await release();
        };
      };
      const toTill = way('far', (data) => far.write(data));
      return {
        bytes: heard(far, (send) => way('near', send)),
        write: toTill,
        close: () => far.close(),
      };
    },
  };
}

/** What comes out of the line's near direction, in the order in which it arrives. */
async function* heard(
  far: Transport,
  through: (send: (data: Uint8Array) => void) => (data: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const arrived: Uint8Array[] = [];
  let wake = (): void => {};
  let over: Readonly<{ failure: unknown }> | null = null;
  const write = through((data) => {
    arrived.push(data);
    wake();
  });
  const pump = async (): Promise<void> => {
    let failure: unknown = null;
    try {
      for await (const chunk of far.bytes) await write(chunk);
    } catch (thrown) {
      failure = thrown;
    }
    over = { failure };
    wake();
  };
  void pump();
  for (;;) {
    const next = arrived.shift();
    if (next) {
      yield next;
      continue;
    }
    const ended = over as Readonly<{ failure: unknown }> | null;
    if (ended?.failure) throw ended.failure;
    if (ended) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  }
}

/** A bit in the middle of it turned. */
function spoilt(data: Uint8Array): Uint8Array {
  const at = data.length >> 1;
  return data.with(at, (data[at] ?? 0) ^ 0x04);
}
