/**
 * The bench's verbs: what is plugged in, what it is, and tests under way that somebody may end.
 *
 * A port that a configured device holds is lent for as long as a question takes; nobody is told that it was away.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import type { PortInfo } from '../../domain/devices/bench.ts';
import type {
  DeviceConfig,
  DeviceEvent,
  VerbInput,
  VerbOutput,
} from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { runBench } from '../bench/run.ts';
import { detect } from '../detection/detect.ts';
import { watchPorts } from '../ports/watch.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport } from '../transports/transport.ts';
import type { SupervisedDevice } from './supervised-device.ts';

export type Slot = Readonly<{ config: DeviceConfig; tap: Tap; supervised: SupervisedDevice }>;

export type BenchDeskPorts = Readonly<{
  clock: Clock;
  open: OpenTransport;
  list: () => Promise<PortInfo[]>;
  slots: ReadonlyMap<string, Slot>;
  emit(event: DeviceEvent): void;
}>;

/** A person who plugs something in looks up within a second. */
const watchEveryMs = 1_000;

export class BenchDesk {
  readonly #ports: BenchDeskPorts;
  /** By what the caller named them. */
  readonly #runs = new Map<string, AbortController>();
  readonly #closing = new AbortController();
  #stopWatch: (() => void) | null = null;

  constructor(ports: BenchDeskPorts) {
    this.#ports = ports;
  }

  /** From the first time on, `ports-changed` tells of every plug. */
  async ports(): Promise<VerbOutput<'ports'>> {
    const { clock, list, emit } = this.#ports;
    this.#stopWatch ??= watchPorts({
      clock,
      everyMs: watchEveryMs,
      list,
      onChange: ({ ports }) => emit({ kind: 'ports-changed', ports: [...ports] }),
    });
    return { ports: await list() };
  }

  /** Throws `Problem`: `device-busy` while a customer is at the device, `port-…`, `config-unreadable`. */
  async detect({ address }: VerbInput<'detect'>): Promise<VerbOutput<'detect'>> {
    const { clock, list, open, slots } = this.#ports;
    const { signal } = this.#closing;
    const listed = await list().catch((): PortInfo[] => []);
    const names = namesOf(address, listed);
    const port = listed.find((each) => names.includes(each.address)) ?? null;
    const ask = (opener: OpenTransport) => detect(address, port, { open: opener, clock, signal });
    for (const { config, supervised } of slots.values()) {
      if (!namesOf(config.address, listed).some((name) => names.includes(name))) continue;
      return { findings: await supervised.lend((opener) => ask(opener), signal) };
    }
    return { findings: await ask(open) };
  }

  /** Throws `Problem`: `test-not-possible`, `device-not-configured`; `bad-request` for a run that is under way. */
  async test({ device, run, test }: VerbInput<'test'>): Promise<VerbOutput<'test'>> {
    const slot = this.#ports.slots.get(device);
    if (!slot) throw new Problem('device-not-configured', { device });
    if (this.#runs.has(run)) throw new Problem('bad-request', { device, field: 'run' });
    const abort = new AbortController();
    this.#runs.set(run, abort);
    const { config, tap, supervised } = slot;
    const { signal } = abort;
    try {
      return await runBench(
        {
          config,
          tap,
          signal,
          clock: this.#ports.clock,
          // A test that was begun again by itself would have tested something else.
          use: (verb) => supervised.use(verb, signal, false),
          lend: (borrower) => supervised.lend(borrower, signal),
          progress: (done, total, facts) =>
            this.#ports.emit({
              kind: 'test-progress',
              run,
              device,
              test: test.test,
              done,
              total,
              facts,
            }),
        },
        test,
      );
    } finally {
      this.#runs.delete(run);
    }
  }

  stopTest({ run }: VerbInput<'stopTest'>): void {
    this.#runs.get(run)?.abort();
  }

  close(): void {
    this.#closing.abort();
    this.#stopWatch?.();
    for (const abort of this.#runs.values()) abort.abort();
  }
}

/** Every way to name the same port, without line settings: by its ids, by its path. */
function namesOf(address: string, listed: readonly PortInfo[]): string[] {
  const bare = address.split('?', 1)[0] ?? address;
  const scheme = bare.split('://', 1)[0];
  const port = listed.find((each) => each.address === bare || `${scheme}://${each.path}` === bare);
  return port ? [port.address, `${scheme}://${port.path}`] : [bare];
}
