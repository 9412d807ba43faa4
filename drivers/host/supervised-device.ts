/**
 * One configured device, kept open: opened, watched, opened again with back-off for as long as it is configured.
 *
 * A cable that is out for a few seconds is nobody's business: verbs wait for it to come back, and only then is the
 * device told to be offline.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { Driven } from '../driver.ts';
import type { AnyPort } from '../protocol.ts';
import type { Tap } from '../tap.ts';
import type { OpenTransport, Transport } from '../transports/transport.ts';

export type SupervisedDeviceOptions = Readonly<{
  device: string;
  address: string;
  clock: Clock;
  open: OpenTransport;
  tap: Tap;
  make(transport: Transport): Driven<AnyPort>;
  onStatus(online: boolean, problem: Problem | null): void;
}>;

/** Milliseconds. */
const backOff = { first: 200, max: 1_000 } as const;
/** Longer than somebody needs to push a plug back in. */
const graceMs = 6_000;
/** A device that left sooner than this is not well: the back-off goes on growing. */
const livedMs = 1_000;
/** A port is lent as soon as the verbs under way have ended; nobody waits longer than this for a customer. */
const lendWaitMs = 5_000;
/** A verb is begun again this often when its device leaves in the middle. */
const startsMax = 3;

export class SupervisedDevice {
  /** Resolves when the device has been opened, or has once failed to. */
  readonly settled: Promise<void>;
  readonly #options: SupervisedDeviceOptions;
  readonly #closing = new AbortController();
  readonly #waiters = new Set<() => void>();
  #driver: Driven<AnyPort> | null = null;
  /** As last told; null before the first opening has ended. */
  #online: boolean | null = null;
  #problem: Problem | null = null;
  #stopGrace: (() => void) | null = null;
  #endPause: (() => void) | null = null;
  #ended: Promise<void> = Promise.resolve();
  #opening: Promise<unknown> = Promise.resolve();
  /** Openings that have ended, well or not. */
  #openings = 0;
  /** Verbs under way on the driver. */
  #using = 0;
  #lent = false;

  constructor(options: SupervisedDeviceOptions) {
    this.#options = options;
    this.settled = new Promise((resolve) => {
      this.#ended = this.#keepOpen(resolve);
    });
  }

  /**
   * Runs a verb once the device is there. `again`: the verb may be begun anew when the device leaves in the middle.
   * Throws what the verb throws; while the device stays away, the `Problem` that keeps it away.
   */
  async use<T>(
    run: (driver: Driven<AnyPort>) => Promise<T>,
    signal: AbortSignal,
    again: boolean,
  ): Promise<T> {
    for (let starts = 1; ; starts += 1) {
      const driver = await this.#whenOnline(signal);
      this.#using += 1;
      try {
        return await run(driver);
      } catch (thrown) {
        const problem = toProblem(thrown);
        if (problem.kind !== 'device-gone' || !again || starts >= startsMax) throw thrown;
        // Seen by a write, perhaps, and not yet by the reader.
        await driver.close();
        await driver.gone;
        this.#lose(driver);
      } finally {
        this.#using -= 1;
        if (this.#lent) this.#change();
      }
    }
  }

  /** Says once more what it said last; nothing before the first opening has ended. */
  tellAgain(): void {
    if (this.#online !== null) this.#options.onStatus(this.#online, this.#problem);
  }

  /**
   * Closes the device and gives its bare address to `run`, then opens it again, and ends when that is done or has
   * failed: what the device says from then on is heard. Nobody is told: verbs wait meanwhile.
   * Throws `device-busy` when another borrower has it or a verb does not end, and what `run` throws.
   */
  async lend<T>(
    run: (open: OpenTransport, address: string) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { device, address, open } = this.#options;
    if (this.#lent) throw new Problem('device-busy', { device });
    this.#lent = true;
    try {
      await this.#whenIdle(signal);
      await this.#opening;
      await this.#driver?.close();
      await this.#driver?.gone;
      if (this.#closing.signal.aborted) throw new Problem('device-not-configured', { device });
      return await run(open, address);
    } finally {
      this.#lent = false;
      if (this.#online === true && !this.#driver) this.#startGrace();
      this.#endPause?.();
      this.#change();
      await this.#whenOpenedAgain();
    }
  }

  async #whenOpenedAgain(): Promise<void> {
    const { signal } = this.#closing;
    const before = this.#openings;
    while (!this.#driver && this.#openings === before && !signal.aborted) {
      await this.#nextChange(signal);
    }
  }

  async #whenIdle(signal: AbortSignal): Promise<void> {
    const { clock, device } = this.#options;
    const deadline = deadlineIn(clock, lendWaitMs, signal);
    try {
      while (this.#using > 0) {
        if (deadline.signal.aborted) throw new Problem('device-busy', { device });
        await this.#nextChange(deadline.signal);
      }
    } finally {
      deadline.done();
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#stopGrace?.();
    await this.#driver?.close();
    this.#change();
    await this.#ended;
  }

  async #keepOpen(firstSettled: () => void): Promise<void> {
    const { clock } = this.#options;
    let waitMs: number = backOff.first;
    while (!this.#closing.signal.aborted) {
      const opening = this.#open();
      this.#opening = opening;
      const driver = await opening;
      firstSettled();
      const openedAt = clock.monotonic();
      await driver?.gone;
      // Closed for a borrower: opened again as soon as they are done.
      const isForBorrower = driver !== null && this.#lent;
      if (driver) {
        this.#lose(driver);
        // Frees the port on our side too: a pulled plug leaves the file open.
        await driver.close();
      }
      const lived = driver !== null && clock.monotonic() - openedAt >= livedMs;
      waitMs = lived ? backOff.first : Math.min(backOff.max, waitMs * 2);
      if (!isForBorrower) await this.#pause(waitMs);
      const { signal } = this.#closing;
      while (this.#lent && !signal.aborted) await this.#nextChange(signal);
    }
  }

  async #open(): Promise<Driven<AnyPort> | null> {
    const { address, open, tap } = this.#options;
    try {
      const transport = await open(address, this.#closing.signal);
      if (this.#closing.signal.aborted) {
        await transport.close();
        return null;
      }
      const driver = await this.#makeOn(transport);
      if (this.#online !== null) tap.count('reopened');
      this.#driver = driver;
      this.#openings += 1;
      this.#tell(true, null);
      return driver;
    } catch (thrown) {
      this.#failToOpen(thrown);
      return null;
    }
  }

  /** Options that no driver takes leave nothing open behind. */
  async #makeOn(transport: Transport): Promise<Driven<AnyPort>> {
    try {
      return this.#options.make(transport);
    } catch (thrown) {
      await transport.close();
      throw thrown;
    }
  }

  /** Every problem names its device, whoever found it. */
  #failToOpen(thrown: unknown): void {
    const { kind, params } = toProblem(thrown);
    const problem = new Problem(kind, { device: this.#options.device, ...params }, thrown);
    const isNews = this.#problem?.kind !== kind;
    this.#openings += 1;
    this.#problem = problem;
    if (this.#online !== true && (this.#online === null || isNews)) this.#tell(false, problem);
    this.#change();
  }

  #lose(driver: Driven<AnyPort>): void {
    if (this.#driver !== driver) return;
    this.#driver = null;
    if (this.#closing.signal.aborted) return;
    this.#problem = new Problem('device-gone', { device: this.#options.device });
    if (!this.#lent) this.#startGrace();
  }

  #startGrace(): void {
    if (this.#closing.signal.aborted) return;
    this.#stopGrace?.();
    this.#stopGrace = this.#options.clock.after(graceMs, () => this.#tell(false, this.#problem));
  }

  #tell(online: boolean, problem: Problem | null): void {
    const isNews = this.#online !== online || !online;
    this.#stopGrace?.();
    this.#stopGrace = null;
    this.#online = online;
    this.#problem = problem;
    if (isNews) this.#options.onStatus(online, problem);
    this.#change();
  }

  async #whenOnline(signal: AbortSignal): Promise<Driven<AnyPort>> {
    const { device } = this.#options;
    let triedNow = false;
    for (;;) {
      if (this.#closing.signal.aborted) throw new Problem('device-not-configured', { device });
      if (signal.aborted) throw new Problem('card-cancelled', { device });
      if (this.#driver && !this.#lent) return this.#driver;
      if (this.#online === false && triedNow && !this.#lent) {
        throw this.#problem ?? new Problem('device-gone', { device });
      }
      // Somebody asks: perhaps the plug is in again, and the answer should not be a second old.
      triedNow = this.#online === false;
      if (triedNow) this.#endPause?.();
      await this.#nextChange(signal);
    }
  }

  #nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#waiters.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiters.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }

  #change(): void {
    for (const done of [...this.#waiters]) done();
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        stopClock();
        signal.removeEventListener('abort', end);
        this.#endPause = null;
        resolve();
      };
      const stopClock = this.#options.clock.after(ms, end);
      this.#endPause = end;
      signal.addEventListener('abort', end, { once: true });
    });
  }
}
