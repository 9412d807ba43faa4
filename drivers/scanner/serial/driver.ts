/** Serial scanner: lines in, codes out. */
import type { DeviceHealth } from '../../../domain/devices/verbs.ts';
import type { Driven } from '../../driver.ts';
import type { Scanner } from '../port.ts';
import { ScanDesk, type ScannerPorts } from '../scan-desk.ts';
import { isSecret } from '../scan-text.ts';
import {
  endLine,
  foldLines,
  type LineState,
  lineStart,
  readLine,
  type ScannedLine,
} from './codec.ts';
import type { SerialScannerOptions } from './spec.ts';

export function createSerialScanner(
  ports: ScannerPorts,
  options: SerialScannerOptions,
): Driven<Scanner> {
  return new SerialScanner(ports, options);
}

/** Owns the till's end of a scanner's line. */
class SerialScanner implements Driven<Scanner> {
  readonly gone: Promise<void>;
  readonly #ports: ScannerPorts;
  readonly #options: SerialScannerOptions;
  readonly #desk: ScanDesk;
  #state: LineState = lineStart;
  #stopClock: () => void = () => {};

  constructor(ports: ScannerPorts, options: SerialScannerOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#desk = new ScanDesk(ports);
    const lose = (): void => {
      this.#stopClock();
      this.#desk.lose();
    };
    this.gone = this.#read().then(lose, lose);
  }

  /** These scanners cannot tell who they are. */
  async identify(): ReturnType<Scanner['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  health(...[level, signal]: Parameters<Scanner['health']>): Promise<DeviceHealth> {
    return this.#desk.health(level, signal, {});
  }

  onScan(...[listener]: Parameters<Scanner['onScan']>): () => void {
    return this.#desk.onScan(listener);
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  async #read(): Promise<void> {
    const { clock, transport } = this.#ports;
    const { silenceMs } = this.#options;
    for await (const chunk of transport.bytes) {
      this.#stopClock();
      const { state, lines } = foldLines(this.#state, chunk);
      this.#state = state;
      for (const line of lines) this.#hear(line);
      if (silenceMs > 0) this.#stopClock = clock.after(silenceMs, () => this.#flush());
    }
  }

  #flush(): void {
    const line = endLine(this.#state);
    this.#state = lineStart;
    if (line) this.#hear(line);
  }

  #hear(line: ScannedLine): void {
    const { tap } = this.#ports;
    const scan = readLine(line, this.#options);
    const open = scan !== null && !isSecret(scan);
    tap.count(scan ? 'goodFrames' : 'badFrames');
    tap.note({
      direction: 'in',
      bytes: line.raw,
      meaning: scan ? `a code, ${scan.symbology ?? 'no symbology'}` : 'no code',
      faulty: scan === null,
      hidden: open ? [] : [[0, line.raw.length]],
    });
    if (scan) this.#desk.deliver(scan);
  }
}
