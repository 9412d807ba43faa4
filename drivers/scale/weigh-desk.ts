/** Where readings arrive, whoever made them: listeners, the wait for a stable one, and the check of a scale. */
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import { formatWeight, type Weight } from '../../domain/goods/weight.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { DriverPorts } from '../driver.ts';
import type { ScaleReading } from './port.ts';

export class WeighDesk {
  readonly #ports: DriverPorts;
  readonly #listeners = new Set<(reading: ScaleReading) => void>();
  readonly #lost = new Set<() => void>();
  #last: Readonly<{ reading: ScaleReading; at: number }> | null = null;
  #isGone = false;

  constructor(ports: DriverPorts) {
    this.#ports = ports;
  }

  onReading(listener: (reading: ScaleReading) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  deliver(reading: ScaleReading): void {
    this.#last = { reading, at: this.#ports.clock.monotonic() };
    for (const listener of [...this.#listeners]) listener(reading);
  }

  /** The line is dead. */
  lose(): void {
    this.#isGone = true;
    for (const lost of [...this.#lost]) lost();
  }

  isGone(): boolean {
    return this.#isGone;
  }

  /** The last reading, unless it is older than `ageMsMax`. */
  last(ageMsMax: number): ScaleReading | null {
    if (!this.#last) return null;
    const age = this.#ports.clock.monotonic() - this.#last.at;
    return age <= ageMsMax ? this.#last.reading : null;
  }

  /**
   * The first weight above zero that lies still, `first` included. Throws `Problem`: `scale-not-steady` when none came
   * within `waitMs`, `device-silent` when nothing came at all, `scale-over-limit`, `scale-fault`, `device-gone`;
   * `card-cancelled` on abort.
   */
  stable(first: ScaleReading | null, waitMs: number, signal: AbortSignal): Promise<Weight> {
    const { device, clock } = this.#ports;
    const deadline = deadlineIn(clock, waitMs, signal);
    let heard = first !== null;
    return new Promise((resolve, reject) => {
      const end = (run: () => void): void => {
        stop();
        this.#lost.delete(lost);
        deadline.signal.removeEventListener('abort', timeUp);
        deadline.done();
        run();
      };
      const fail = (problem: Problem): void => end(() => reject(problem));
      const lost = (): void => fail(new Problem('device-gone', { device }));
      const timeUp = (): void => {
        if (signal.aborted) fail(new Problem('card-cancelled', { device }));
        else fail(new Problem(heard ? 'scale-not-steady' : 'device-silent', { device }));
      };
      const take = (reading: ScaleReading): void => {
        heard = true;
        const judged = judge(reading, device);
        if (judged instanceof Problem) fail(judged);
        else if (judged) end(() => resolve(judged));
      };
      const stop = this.onReading(take);
      this.#lost.add(lost);
      deadline.signal.addEventListener('abort', timeUp, { once: true });
      if (this.#isGone) lost();
      else if (deadline.signal.aborted) timeUp();
      else if (first) take(first);
    });
  }

  /** `read` asks the scale, or waits for what it says by itself; `weigh` is the person's part. */
  async health(
    level: HealthLevel,
    signal: AbortSignal,
    does: Readonly<{ read(): Promise<ScaleReading>; weigh(): Promise<Weight> }>,
  ): Promise<DeviceHealth> {
    const { clock, device } = this.#ports;
    const startedAt = clock.monotonic();
    const problems: Problem[] = [];
    let facts: DeviceHealth['facts'] = {};
    try {
      const reading = await does.read();
      facts = { state: reading.state };
      if ('weight' in reading && reading.weight)
        facts = { ...facts, weight: formatWeight(reading.weight) };
      const judged = judge(reading, device);
      if (judged instanceof Problem) problems.push(judged);
      else if (level === 'interactive') {
        facts = { ...facts, weighed: formatWeight(await does.weigh()) };
      }
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      problems.push(toProblem(thrown));
    }
    const failed = problems.some(({ kind }) => kind !== 'scale-over-limit');
    return {
      device,
      level,
      state: problems.length === 0 ? 'healthy' : failed ? 'failed' : 'needs-look',
      problems: problems.map((problem) => problem.toData()),
      facts,
      tookMs: clock.monotonic() - startedAt,
    };
  }
}

/** A weight to sell by, what keeps the scale from telling one, or null while it may still come. */
function judge(reading: ScaleReading, device: string): Weight | Problem | null {
  switch (reading.state) {
    case 'stable':
      return reading.weight.value > 0 ? reading.weight : null;
    case 'over-limit':
      return new Problem('scale-over-limit', { device });
    case 'fault':
    case 'needs-zero':
      return new Problem('scale-fault', { device });
    default:
      return null;
  }
}
