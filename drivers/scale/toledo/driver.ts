/** Mettler-Toledo 8217: asks for the weight until the scale tells one instead of a status. */
import { sleep } from '../../../domain/basics/clock.ts';
import type { DeviceHealth } from '../../../domain/devices/verbs.ts';
import { formatWeight, type Weight } from '../../../domain/goods/weight.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { deadlineIn } from '../../deadline.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { Scale, ScaleReading } from '../port.ts';
import { WeighDesk } from '../weigh-desk.ts';
import {
  type Answer,
  type AnswerState,
  answerStart,
  decodeAnswer,
  describeAnswer,
  foldAnswers,
  readingOf,
} from './codec.ts';
import { commands, statusBits, type ToledoOptions, timing } from './spec.ts';

export function createToledoScale(ports: DriverPorts, options: ToledoOptions): Driven<Scale> {
  return new ToledoScale(ports, options);
}

/** Owns the till's end of a scale's line. */
class ToledoScale implements Driven<Scale> {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #options: ToledoOptions;
  readonly #desk: WeighDesk;
  readonly #turn: ReturnType<typeof oneAtATime>;
  #state: AnswerState = answerStart;
  #onAnswer: ((answer: Answer) => void) | null = null;

  constructor(ports: DriverPorts, options: ToledoOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#desk = new WeighDesk(ports);
    this.#turn = oneAtATime(ports.device);
    const lose = (): void => this.#desk.lose();
    this.gone = this.#read().then(lose, lose);
  }

  /** The dialogue has no question for it. */
  async identify(): ReturnType<Scale['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  health(...[level, signal]: Parameters<Scale['health']>): Promise<DeviceHealth> {
    return this.#desk.health(level, signal, {
      read: () => this.#readOnce(signal),
      weigh: () => this.weigh(signal),
    });
  }

  async weigh(signal: AbortSignal): Promise<Weight> {
    const polling = new AbortController();
    const end = (): void => polling.abort();
    signal.addEventListener('abort', end, { once: true });
    const weighed = this.#desk.stable(null, timing.weighWaitMs, signal);
    try {
      return await Promise.race([weighed, this.#poll(polling.signal)]);
    } finally {
      end();
      signal.removeEventListener('abort', end);
      weighed.catch(() => {});
    }
  }

  async zero(signal: AbortSignal): Promise<void> {
    const { device } = this.#ports;
    const answer = await this.#turn(() => this.#ask(commands.zero, 'zero', signal));
    const done = answer.kind === 'status' && (answer.bits & statusBits.outsideZeroRange) === 0;
    if (!done) throw new Problem('device-refused', { device, code: describeAnswer(answer) });
  }

  /** The scale says nothing by itself: it is asked for as long as somebody listens. */
  onReading(...[listener]: Parameters<Scale['onReading']>): () => void {
    const stop = this.#desk.onReading(listener);
    const polling = new AbortController();
    // A scale that is silent has no readings; whoever wants to know why asks for its health.
    this.#poll(polling.signal).catch(() => {});
    return () => {
      stop();
      polling.abort();
    };
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  /** Asks again and again. Ends only by throwing, or never once `signal` has aborted. */
  async #poll(signal: AbortSignal): Promise<never> {
    for (let misses = 0; !signal.aborted; ) {
      try {
        await this.#readOnce(signal);
        misses = 0;
      } catch (thrown) {
        misses += 1;
        const silent = thrown instanceof Problem && thrown.kind === 'device-silent';
        if (!silent || misses >= timing.missesMax) throw thrown;
      }
      await sleep(this.#ports.clock, timing.betweenMs);
    }
    return new Promise(() => {});
  }

  async #readOnce(signal: AbortSignal): Promise<ScaleReading> {
    const { device } = this.#ports;
    const answer = await this.#turn(() => this.#ask(commands.weight, 'weight?', signal));
    const reading = readingOf(answer);
    if (!reading) throw new Problem('device-garbage', { device });
    this.#desk.deliver(reading);
    return reading;
  }

  async #ask(command: Uint8Array, meaning: string, signal: AbortSignal): Promise<Answer> {
    const { clock, device, tap, transport } = this.#ports;
    const gone = (cause?: unknown): Problem => new Problem('device-gone', { device }, cause);
    if (this.#desk.isGone()) throw gone();
    const deadline = deadlineIn(clock, timing.answerWaitMs, signal);
    const askedAt = clock.monotonic();
    this.#state = answerStart;
    const answered = new Promise<Answer | null>((resolve) => {
      this.#onAnswer = resolve;
      deadline.signal.addEventListener('abort', () => resolve(null), { once: true });
      void this.gone.then(() => resolve(null));
    });
    try {
      tap.note({ direction: 'out', bytes: command, meaning, hidden: [] });
      await transport.write(command).catch((error: unknown) => {
        throw gone(error);
      });
      const answer = await answered;
      if (answer) {
        tap.roundTrip(clock.monotonic() - askedAt);
        return answer;
      }
      if (this.#desk.isGone()) throw gone();
      tap.timedOut('answer');
      throw new Problem('device-silent', { device });
    } finally {
      this.#onAnswer = null;
      deadline.done();
    }
  }

  async #read(): Promise<void> {
    for await (const chunk of this.#ports.transport.bytes) {
      const { state, answers } = foldAnswers(this.#state, chunk);
      this.#state = state;
      for (const answer of answers) this.#hear(answer);
    }
  }

  #hear(bytes: Uint8Array): void {
    const { tap } = this.#ports;
    const answer = decodeAnswer(bytes, this.#options.unit);
    const faulty = answer.kind === 'unknown';
    tap.count(faulty ? 'badFrames' : 'goodFrames');
    const meaning = answer.kind === 'weight' ? formatWeight(answer.weight) : describeAnswer(answer);
    tap.note({ direction: 'in', bytes, meaning, faulty, hidden: [] });
    this.#onAnswer?.(answer);
  }
}
