/**
 * ESC/POS printer: look, print, wait until it says that it has printed, look again.
 *
 * A problem seen before the first byte leaves nothing behind in the printer; one seen later may leave a part of the
 * receipt that comes out once the cause is gone.
 */
import type { DeviceHealth, HealthLevel } from '../../../domain/contract/devices.ts';
import { Problem, toProblem } from '../../../domain/problems.ts';
import type { Paper } from '../../../domain/receipt.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { Printer } from '../port.ts';
import { classify, decodeStatus, encodePaper, type PrinterStatus } from './codec.ts';
import { drawerPulse, realTimePulse, type StatusKind, statusRequest, timing } from './spec.ts';

/** More unread answers than this are a printer gone mad. */
const heardMax = 64;

const testPaper: Paper = [
  { kind: 'heading', text: 'Rollcall' },
  { kind: 'centre', text: '打印测试 printer test' },
  { kind: 'rule' },
  { kind: 'row', left: '签到', right: '0123456789', strong: true },
];

export function createEscposPrinter(ports: DriverPorts): Driven<Printer> {
  return new EscposPrinter(ports);
}

/** Owns the till's end of a printer's line. */
class EscposPrinter implements Driven<Printer> {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #turn: ReturnType<typeof oneAtATime>;
  readonly #heard: number[] = [];
  #isGone = false;
  #wake: (() => void) | null = null;

  constructor(ports: DriverPorts) {
    this.#ports = ports;
    this.#turn = oneAtATime(ports.device);
    this.gone = this.#read().then(
      () => this.#lose(),
      () => this.#lose(),
    );
  }

  /** Model and serial number are not told by every printer, and a printer is no payment device. */
  async identify(): ReturnType<Printer['identify']> {
    return { model: null, serialNumber: null, firmware: null };
  }

  health(...[level, signal]: Parameters<Printer['health']>): Promise<DeviceHealth> {
    return this.#freshTurn(() => this.#checkHealth(level, signal));
  }

  print(...[job, signal]: Parameters<Printer['print']>): Promise<void> {
    return this.#freshTurn(async () => {
      const status = await this.#status(signal);
      // First of all: without paper the customer still gets change.
      if (job.openDrawer) await this.#pulse(status);
      this.#refuse(status);
      await this.#printAndWait(job.paper, signal);
    });
  }

  openDrawer(signal: AbortSignal): Promise<void> {
    return this.#freshTurn(async () => {
      await this.#pulse(await this.#status(signal));
    });
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  #pulse({ offline }: PrinterStatus): Promise<void> {
    return this.#write(offline ? realTimePulse : drawerPulse, 'open drawer');
  }

  /** What a dialogue that was given up left unread is not ours. */
  #freshTurn<T>(run: () => Promise<T>): Promise<T> {
    return this.#turn(() => {
      this.#heard.length = 0;
      return run();
    });
  }

  async #checkHealth(level: HealthLevel, signal: AbortSignal): Promise<DeviceHealth> {
    const { device, clock } = this.#ports;
    const startedAt = clock.monotonic();
    const finish = (
      state: DeviceHealth['state'],
      problems: Problem[],
      facts: DeviceHealth['facts'],
    ): DeviceHealth => ({
      device,
      level,
      state,
      problems: problems.map((problem) => problem.toData()),
      facts,
      tookMs: clock.monotonic() - startedAt,
    });
    try {
      const status = await this.#status(signal);
      const facts = Object.fromEntries(
        Object.entries(status).map(([name, value]) => [name, value ? 'yes' : 'no']),
      );
      this.#refuse(status);
      if (level !== 'internal') await this.#printAndWait(testPaper, signal);
      if (level === 'interactive') await this.#write(drawerPulse, 'open drawer');
      return status.paperLow
        ? finish('needs-look', [new Problem('printer-paper-low', { device })], facts)
        : finish('healthy', [], facts);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      return finish('failed', [toProblem(thrown)], {});
    }
  }

  async #printAndWait(paper: Paper, signal: AbortSignal): Promise<void> {
    const { clock, device, tap } = this.#ports;
    const startedAt = clock.monotonic();
    await this.#write(encodePaper(paper), `print ${paper.length} blocks, cut`);
    while (clock.monotonic() - startedAt < timing.printWaitMs) {
      if ((await this.#nextOf('printed', timing.pollMs, signal)) !== null) {
        tap.roundTrip(clock.monotonic() - startedAt);
        this.#refuse(await this.#status(signal));
        return;
      }
      this.#refuse(await this.#status(signal));
    }
    throw new Problem('device-silent', { device });
  }

  /** Throws the first thing that keeps the printer from printing. */
  #refuse(status: PrinterStatus): void {
    const { device } = this.#ports;
    if (status.coverOpen) throw new Problem('printer-cover-open', { device });
    if (status.paperOut) throw new Problem('printer-paper-out', { device });
    if (status.fault || status.offline) throw new Problem('printer-fault', { device });
  }

  async #status(signal: AbortSignal): Promise<PrinterStatus> {
    return decodeStatus({
      printer: await this.#ask('printer', signal),
      offline: await this.#ask('offline', signal),
      error: await this.#ask('error', signal),
      paper: await this.#ask('paper', signal),
    });
  }

  async #ask(kind: StatusKind, signal: AbortSignal): Promise<number> {
    const { device, tap } = this.#ports;
    await this.#write(statusRequest[kind], `status? ${kind}`);
    const heardBefore = tap.statistics().badFrames;
    const answer = await this.#nextOf('status', timing.statusWaitMs, signal);
    if (answer !== null) return answer;
    tap.timedOut('answer');
    const noise = tap.statistics().badFrames > heardBefore;
    throw new Problem(noise ? 'device-garbage' : 'device-silent', { device });
  }

  /** The next byte of a kind; bytes of the other kind wait for whoever asks for them. Null when the time is up. */
  async #nextOf(
    kind: 'status' | 'printed',
    waitMs: number,
    signal: AbortSignal,
  ): Promise<number | null> {
    const deadline = deadlineIn(this.#ports.clock, waitMs, signal);
    try {
      return await this.#take(kind, deadline);
    } finally {
      deadline.done();
    }
  }

  async #take(kind: 'status' | 'printed', deadline: Deadline): Promise<number | null> {
    for (;;) {
      const index = this.#heard.findIndex((byte) => classify(byte) === kind);
      if (index >= 0) return this.#heard.splice(index, 1)[0] ?? null;
      if (this.#isGone) throw new Problem('device-gone', { device: this.#ports.device });
      if (deadline.signal.aborted) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        deadline.signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  async #read(): Promise<void> {
    const { tap, transport } = this.#ports;
    for await (const chunk of transport.bytes) {
      for (const byte of chunk) {
        const kind = classify(byte);
        tap.count(kind === 'noise' ? 'badFrames' : 'goodFrames');
        tap.note({
          direction: 'in',
          bytes: Uint8Array.of(byte),
          meaning: kind,
          faulty: kind === 'noise',
        });
        if (kind !== 'noise') this.#heard.push(byte);
      }
      this.#heard.splice(0, Math.max(0, this.#heard.length - heardMax));
      this.#wakeReader();
    }
  }

  #lose(): void {
    this.#isGone = true;
    this.#wakeReader();
  }

  #wakeReader(): void {
    this.#wake?.();
    this.#wake = null;
  }

  async #write(bytes: Uint8Array, meaning: string): Promise<void> {
    const { device, transport, tap } = this.#ports;
    tap.note({ direction: 'out', bytes, meaning, hidden: [] });
    await transport.write(bytes).catch((error: unknown) => {
      throw new Problem('device-gone', { device }, error);
    });
  }
}
