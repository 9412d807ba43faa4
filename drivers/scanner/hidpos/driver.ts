/** HID POS scanner: out of keyboard mode where needed, then reports in, codes out. */
import type { DeviceHealth } from '../../../domain/devices/verbs.ts';
import type { Driven } from '../../driver.ts';
import type { Scan, Scanner } from '../port.ts';
import { ScanDesk, type ScannerPorts } from '../scan-desk.ts';
import { isSecret } from '../scan-text.ts';
import {
  joinPart,
  layoutOf,
  readReport,
  type ScannerLayout,
  type ScanState,
  scanStart,
} from './codec.ts';
import { continuedWaitMs, type HidposOptions, leaveKeyboard, startsAsKeyboard } from './spec.ts';

export function createHidposScanner(ports: ScannerPorts, options: HidposOptions): Driven<Scanner> {
  return new HidposScanner(ports, options);
}

/** Owns the till's end of a scanner's line. */
class HidposScanner implements Driven<Scanner> {
  readonly gone: Promise<void>;
  readonly #ports: ScannerPorts;
  readonly #options: HidposOptions;
  readonly #desk: ScanDesk;
  readonly #layout: ScannerLayout | null;
  #state: ScanState = scanStart;
  #stopClock: () => void = () => {};

  constructor(ports: ScannerPorts, options: HidposOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#desk = new ScanDesk(ports);
    this.#layout = layoutOf(ports.transport.hid?.reportDescriptor ?? null);
    const lose = (): void => {
      this.#stopClock();
      this.#desk.lose();
    };
    void this.#leaveKeyboard();
    this.gone = this.#read().then(lose, lose);
  }

  /** The protocol has no question for it; the list of ports names the model. */
  async identify(): ReturnType<Scanner['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  health(...[level, signal]: Parameters<Scanner['health']>): Promise<DeviceHealth> {
    return this.#desk.health(level, signal, {
      layout: this.#layout ? 'report descriptor' : 'as most scanners: no descriptor to be had',
    });
  }

  onScan(...[listener]: Parameters<Scanner['onScan']>): () => void {
    return this.#desk.onScan(listener);
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  async #leaveKeyboard(): Promise<void> {
    const { transport, tap } = this.#ports;
    if (!transport.hid || !startsAsKeyboard(transport.hid)) return;
    const meaning = 'feature report: leave keyboard mode';
    try {
      await transport.hid.sendFeature(leaveKeyboard);
      tap.note({ direction: 'out', bytes: leaveKeyboard, meaning, hidden: [] });
    } catch {
      // One that knows no such report is in HID POS mode already, or says so by never sending a code.
      tap.note({ direction: 'out', bytes: leaveKeyboard, meaning, hidden: [], faulty: true });
    }
  }

  async #read(): Promise<void> {
    for await (const report of this.#ports.transport.bytes) this.#hear(report);
  }

  #hear(report: Uint8Array): void {
    const { tap } = this.#ports;
    const { meaning, faulty, scan } = this.#take(report);
    // Until a code is whole nobody knows whether it is a card.
    const open = scan !== null && !isSecret(scan);
    tap.count(faulty ? 'badFrames' : 'goodFrames');
    tap.note({
      direction: 'in',
      bytes: report,
      meaning,
      faulty,
      hidden: open ? [] : [[0, report.length]],
    });
    if (scan) this.#desk.deliver(scan);
  }

  #take(report: Uint8Array): Readonly<{ meaning: string; faulty: boolean; scan: Scan | null }> {
    const read = readReport(this.#layout, report);
    if (read.kind === 'other') return { meaning: 'another report', faulty: false, scan: null };
    if (read.kind === 'bad') return { meaning: read.why, faulty: true, scan: null };
    this.#stopClock();
    const { state, scan, tooLong } = joinPart(this.#state, read, this.#options.charset);
    this.#state = state;
    if (tooLong) return { meaning: 'longer than any code: dropped', faulty: true, scan };
    if (read.continued) this.#stopClock = this.#waitForMore();
    const continued = read.continued ? ', continued' : '';
    const meaning = `${read.data.length} bytes, ${read.symbology ?? 'no symbology'}${continued}`;
    return { meaning, faulty: false, scan };
  }

  #waitForMore(): () => void {
    return this.#ports.clock.after(continuedWaitMs, () => {
      this.#state = scanStart;
      this.#ports.tap.timedOut('continued');
    });
  }
}
