/** Where a scanner's codes are handed out, and its check: the part that all scanner drivers share. */
import type { DeviceHealth, HealthLevel } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { deadlineIn } from '../deadline.ts';
import type { DriverPorts } from '../driver.ts';
import type { Scan } from './port.ts';
import { looksLikeCard, shownCode } from './scan-text.ts';

export type ScannerPorts = DriverPorts &
  Readonly<{
    /** A payment card came through the scanner. It is told of nowhere else. */
    onCardDropped: () => void;
  }>;

/** How long a technician has to scan something in the interactive check. */
const checkWaitMs = 30_000;

export class ScanDesk {
  readonly #ports: ScannerPorts;
  readonly #listeners = new Set<(scan: Scan) => void>();
  readonly #lost = new Set<() => void>();
  #isGone = false;

  constructor(ports: ScannerPorts) {
    this.#ports = ports;
  }

  onScan(listener: (scan: Scan) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hands a code out; a payment card is dropped. */
  deliver(scan: Scan): void {
    if (looksLikeCard(scan)) this.#ports.onCardDropped();
    else for (const listener of [...this.#listeners]) listener(scan);
  }

  /** The line is dead. */
  lose(): void {
    this.#isGone = true;
    for (const lost of [...this.#lost]) lost();
  }

  /** A scanner cannot be asked: it is well while it is there, and when it reads a code (interactive). */
  async health(
    level: HealthLevel,
    signal: AbortSignal,
    facts: DeviceHealth['facts'],
  ): Promise<DeviceHealth> {
    const { clock, device } = this.#ports;
    const startedAt = clock.monotonic();
    const scan = level === 'interactive' && !this.#isGone ? await this.#next(signal) : null;
    const problems: Problem[] = [];
    if (this.#isGone) problems.push(new Problem('device-gone', { device }));
    else if (level === 'interactive' && !scan) {
      problems.push(new Problem('device-silent', { device }));
    }
    return {
      device,
      level,
      state: problems.length > 0 ? 'failed' : 'healthy',
      problems: problems.map((problem) => problem.toData()),
      facts: scan ? { ...facts, code: shownCode(scan), symbology: scan.symbology ?? '–' } : facts,
      tookMs: clock.monotonic() - startedAt,
    };
  }

  /** The next code; null when none came in time or the line went. */
  #next(signal: AbortSignal): Promise<Scan | null> {
    const deadline = deadlineIn(this.#ports.clock, checkWaitMs, signal);
    return new Promise((resolve) => {
      const end = (scan: Scan | null): void => {
        stop();
        this.#lost.delete(lost);
        deadline.signal.removeEventListener('abort', lost);
        deadline.done();
        resolve(scan);
      };
      const lost = (): void => end(null);
      const stop = this.onScan(end);
      this.#lost.add(lost);
      deadline.signal.addEventListener('abort', lost, { once: true });
      if (deadline.signal.aborted) end(null);
    });
  }
}
