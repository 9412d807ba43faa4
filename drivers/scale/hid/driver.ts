/** HID scale: it reports by itself; weighing is waiting for a report that may be sold by. */
import type { DeviceHealth } from '../../../domain/devices/verbs.ts';
import { formatWeight, type Weight } from '../../../domain/goods/weight.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { deadlineIn } from '../../deadline.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import type { Scale, ScaleReading } from '../port.ts';
import { WeighDesk } from '../weigh-desk.ts';
import { decodeReport, readingOf } from './codec.ts';
import { type HidScaleOptions, timing } from './spec.ts';

export function createHidScale(ports: DriverPorts, options: HidScaleOptions): Driven<Scale> {
  return new HidScale(ports, options);
}

/** Owns the till's end of a scale's line. */
class HidScale implements Driven<Scale> {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #options: HidScaleOptions;
  readonly #desk: WeighDesk;

  constructor(ports: DriverPorts, options: HidScaleOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#desk = new WeighDesk(ports);
    const lose = (): void => this.#desk.lose();
    this.gone = this.#read().then(lose, lose);
  }

  /** The protocol has no question for it; the list of ports names the model. */
  async identify(): ReturnType<Scale['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  health(...[level, signal]: Parameters<Scale['health']>): Promise<DeviceHealth> {
    return this.#desk.health(level, signal, {
      read: () => this.#next(signal),
      weigh: () => this.weigh(signal),
    });
  }

  weigh(signal: AbortSignal): Promise<Weight> {
    return this.#desk.stable(this.#known(), timing.weighWaitMs, signal);
  }

  /** Zeroing is the key on these scales: the report for it is one that none of the known models takes. */
  async zero(): Promise<void> {
    throw new Problem('device-refused', { device: this.#ports.device, code: 'zero' });
  }

  onReading(...[listener]: Parameters<Scale['onReading']>): () => void {
    return this.#desk.onReading(listener);
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  /** A weight of a minute ago may be the last customer's. */
  #known(): ScaleReading | null {
    return this.#desk.last(this.#options.reportsOnChange ? Infinity : timing.freshMs);
  }

  async #next(signal: AbortSignal): Promise<ScaleReading> {
    const { clock, device } = this.#ports;
    const known = this.#known();
    if (this.#desk.isGone()) throw new Problem('device-gone', { device });
    if (known) return known;
    const deadline = deadlineIn(clock, timing.freshMs, signal);
    try {
      return await new Promise((resolve, reject) => {
        const stop = this.#desk.onReading((reading) => {
          stop();
          resolve(reading);
        });
        const give = (): void => {
          stop();
          reject(new Problem('device-silent', { device }));
        };
        deadline.signal.addEventListener('abort', give, { once: true });
      });
    } finally {
      deadline.done();
    }
  }

  async #read(): Promise<void> {
    for await (const report of this.#ports.transport.bytes) this.#hear(report);
  }

  #hear(report: Uint8Array): void {
    const { tap } = this.#ports;
    const decoded = decodeReport(report);
    tap.count(decoded ? 'goodFrames' : 'badFrames');
    tap.note({
      direction: 'in',
      bytes: report,
      meaning: decoded
        ? `${decoded.status}${decoded.weight ? ` ${formatWeight(decoded.weight)}` : ''}`
        : 'no report of a scale',
      faulty: decoded === null,
      hidden: [],
    });
    if (decoded) this.#desk.deliver(readingOf(decoded));
  }
}
