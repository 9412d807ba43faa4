/**
 * ESC/POS printer: look, print, wait until it says that it has printed, look again.
 *
 * A problem seen before the first byte leaves nothing behind in the printer; one seen later may leave a part of the
 * receipt that comes out once the cause is gone. One that answers DLE EOT and never GS r is taken at its word that nothing
 * stands in its way; one that says nothing at all is the option `silent`.
 */
import type { DeviceHealth, HealthLevel } from '../../../domain/devices/verbs.ts';
import type { Paper } from '../../../domain/paper/paper.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { type Deadline, deadlineIn } from '../../deadline.ts';
import type { Driven, DriverPorts } from '../../driver.ts';
import { oneAtATime } from '../../one-at-a-time.ts';
import type { Printed, Printer } from '../port.ts';
import { answersStart, foldAnswers, type PrinterUnit } from './answers.ts';
import { decodeAsb, decodeStatus, describeUnit, encodePaper, type PrinterStatus } from './codec.ts';
import {
  drawerPulse,
  type EscposOptions,
  nameRequest,
  realTimePulse,
  type StatusKind,
  statusRequest,
  timing,
} from './spec.ts';
import { encodeTestPage } from './test-page.ts';

/** More unread answers than this are a printer gone mad. */
const heardMax = 64;

const testPaper: Paper = [
  { kind: 'heading', text: 'Rollcall' },
  { kind: 'centre', text: '打印测试 printer test' },
  { kind: 'rule' },
  { kind: 'row', left: '签到', right: '0123456789', strong: true },
];

/** As long as a slow printer needs for so many lines. */
const unconfirmedWaitMs = (job: Uint8Array): number =>
  Math.min(
    timing.printWaitMs,
    timing.unconfirmedMs + timing.unconfirmedLineMs * job.filter((byte) => byte === 0x0a).length,
  );

export function createEscposPrinter(ports: DriverPorts, options: EscposOptions): Driven<Printer> {
  return new EscposPrinter(ports, options);
}

/** Owns the till's end of a printer's line. */
class EscposPrinter implements Driven<Printer> {
  readonly gone: Promise<void>;
  readonly #ports: DriverPorts;
  readonly #options: EscposOptions;
  readonly #turn: ReturnType<typeof oneAtATime>;
  readonly #heard: PrinterUnit[] = [];
  #isGone = false;
  /** It has said once that a job was done: from then on it is waited for. */
  #confirms = false;
  #wake: (() => void) | null = null;

  constructor(ports: DriverPorts, options: EscposOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#turn = oneAtATime(ports.device);
    this.gone = this.#read().then(
      () => this.#lose(),
      () => this.#lose(),
    );
  }

  /** GS I: printers that do not know it say nothing, and neither does one that has stopped. */
  identify(signal: AbortSignal): ReturnType<Printer['identify']> {
    if (this.#options.silent) {
      return Promise.resolve({ model: null, serialNumber: null, firmware: null });
    }
    return this.#freshTurn(async () => {
      const model = await this.#askName('model', signal);
      if (model === null) return { model, serialNumber: null, firmware: null };
      const maker = await this.#askName('maker', signal);
      return {
        model: maker === null ? model : `${maker} ${model}`,
        serialNumber: await this.#askName('serialNumber', signal),
        firmware: await this.#askName('firmware', signal),
      };
    });
  }

  health(...[level, signal]: Parameters<Printer['health']>): Promise<DeviceHealth> {
    return this.#freshTurn(() => this.#checkHealth(level, signal));
  }

  print(...[job, signal]: Parameters<Printer['print']>): Promise<Printed> {
    return this.#freshTurn(async () => {
      const status = await this.#status(signal);
      // First of all: without paper the customer still gets change.
      if (job.openDrawer) await this.#pulse(status);
      this.#refuse(status);
      return this.#printPaper(job.paper, signal);
    });
  }

  printTestPage(signal: AbortSignal): Promise<Printed> {
    return this.#freshTurn(async () => {
      this.#refuse(await this.#status(signal));
      const { asb, columns } = this.#options;
      return this.#printAndWait(encodeTestPage(asb, columns), 'print test page', signal);
    });
  }

  openDrawer(...[signal, pulseMs]: Parameters<Printer['openDrawer']>): Promise<void> {
    return this.#freshTurn(async () => {
      await this.#pulse(await this.#status(signal), pulseMs);
    });
  }

  close(): Promise<void> {
    return this.#ports.transport.close();
  }

  #pulse(status: PrinterStatus | null, pulseMs?: number): Promise<void> {
    const { drawerPin } = this.#options;
    const pulse = status?.offline
      ? realTimePulse(drawerPin, pulseMs)
      : drawerPulse(drawerPin, pulseMs);
    return this.#write(pulse, 'open drawer');
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
      const facts = this.#factsOf(status);
      this.#refuse(status);
      if (level !== 'internal') {
        const { confirmed } = await this.#printPaper(testPaper, signal);
        Object.assign(facts, { confirmed: confirmed ? 'yes' : 'no' });
      }
      if (level === 'interactive') {
        await this.#pulse(status);
        Object.assign(facts, { drawerAfterPulse: this.#drawerOf(await this.#status(signal)) });
      }
      return status?.paperLow
        ? finish('needs-look', [new Problem('printer-paper-low', { device })], facts)
        : finish('healthy', [], facts);
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      return finish('failed', [toProblem(thrown)], {});
    }
  }

  #factsOf(known: PrinterStatus | null): DeviceHealth['facts'] {
    if (!known) return { answers: 'no' };
    const { drawerPin3: _pin, ...status } = known;
    const said = Object.entries(status).map(([name, value]) => [name, value ? 'yes' : 'no']);
    return { ...Object.fromEntries(said), drawer: this.#drawerOf({ drawerPin3: _pin }) };
  }

  /** Without a sensor the pin says the same whatever the drawer does. */
  #drawerOf(status: Pick<PrinterStatus, 'drawerPin3'> | null): string {
    if (!status) return 'unknown';
    return status.drawerPin3 === (this.#options.drawerOpenWhen === 'high') ? 'open' : 'shut';
  }

  #printPaper(paper: Paper, signal: AbortSignal): Promise<Printed> {
    const { asb, columns } = this.#options;
    const job = encodePaper(paper, asb, columns);
    return this.#printAndWait(job, `print ${paper.length} blocks, cut`, signal);
  }

  async #printAndWait(job: Uint8Array, meaning: string, signal: AbortSignal): Promise<Printed> {
    const { clock, device, tap } = this.#ports;
    const startedAt = clock.monotonic();
    await this.#write(job, meaning);
    if (this.#options.silent) return { confirmed: false };
    const waitMs = this.#confirms ? timing.printWaitMs : unconfirmedWaitMs(job);
    while (clock.monotonic() - startedAt < waitMs) {
      const unit = await this.#nextOf(['printed', 'asb'], timing.pollMs, signal);
      if (unit?.kind === 'asb') {
        this.#refuse(decodeAsb(unit.bytes));
        continue;
      }
      this.#refuse(await this.#status(signal));
      if (unit) {
        this.#confirms = true;
        tap.roundTrip(clock.monotonic() - startedAt);
        return { confirmed: true };
      }
    }
    if (this.#confirms) throw new Problem('device-silent', { device });
    tap.timedOut('printed');
    return { confirmed: false };
  }

  /** Throws the first thing that keeps the printer from printing. */
  #refuse(status: PrinterStatus | null): void {
    const { device } = this.#ports;
    if (!status) return;
    if (status.coverOpen) throw new Problem('printer-cover-open', { device });
    if (status.paperOut) throw new Problem('printer-paper-out', { device });
    if (status.fault || status.offline) throw new Problem('printer-fault', { device });
  }

  /** Null of a printer that is known not to answer. */
  async #status(signal: AbortSignal): Promise<PrinterStatus | null> {
    if (this.#options.silent) return null;
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
    const answer = await this.#nextOf(['status'], timing.statusWaitMs, signal);
    if (answer?.kind === 'status') return answer.byte;
    tap.timedOut('answer');
    const noise = tap.statistics().badFrames > heardBefore;
    throw new Problem(noise ? 'device-garbage' : 'device-silent', { device });
  }

  async #askName(what: keyof typeof nameRequest, signal: AbortSignal): Promise<string | null> {
    await this.#write(nameRequest[what], `name? ${what}`);
    const answer = await this.#nextOf(['name'], timing.nameWaitMs, signal);
    if (answer?.kind === 'name' && answer.text !== '') return answer.text;
    return null;
  }

  /** The next unit of these kinds; others wait for whoever asks for them. Null when the time is up. */
  async #nextOf(
    kinds: readonly PrinterUnit['kind'][],
    waitMs: number,
    signal: AbortSignal,
  ): Promise<PrinterUnit | null> {
    const deadline = deadlineIn(this.#ports.clock, waitMs, signal);
    try {
      return await this.#take(kinds, deadline);
    } finally {
      deadline.done();
    }
  }

  async #take(
    kinds: readonly PrinterUnit['kind'][],
    deadline: Deadline,
  ): Promise<PrinterUnit | null> {
    for (;;) {
      const index = this.#heard.findIndex(({ kind }) => kinds.includes(kind));
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
    let state = answersStart;
    for await (const chunk of this.#ports.transport.bytes) {
      const folded = foldAnswers(state, chunk);
      state = folded.state;
      for (const unit of folded.units) this.#hear(unit);
      this.#heard.splice(0, Math.max(0, this.#heard.length - heardMax));
      this.#wakeReader();
    }
  }

  #hear(unit: PrinterUnit): void {
    const { tap } = this.#ports;
    const faulty = unit.kind === 'noise';
    tap.count(faulty ? 'badFrames' : 'goodFrames');
    tap.note({ direction: 'in', ...describeUnit(unit), faulty, hidden: [] });
    if (!faulty) this.#heard.push(unit);
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
