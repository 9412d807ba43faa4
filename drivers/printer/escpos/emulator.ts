/**
 * The printer's side: reads the bytes as a printer would, command by command, and draws what would be on the paper.
 *
 * It knows nothing of receiptline: that both understand the same bytes is what its tests prove.
 */
import iconv from 'iconv-lite';
import type { Clock } from '../../../domain/clock.ts';
import type { Fault, PrintedReceipt, PrinterControl } from '../../emulators/control.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { type Command, readCommand } from './emulator-commands.ts';
import { Page } from './emulator-page.ts';
import { realTimePulse } from './spec.ts';

type Paper = ReturnType<PrinterControl['state']>['paper'];

/** Receipts kept to be looked at. */
const receiptsMax = 300;
/** What a real printer buffers while its cover is open. */
const heldBytesMax = 64 * 1024;
const dle = 0x10;
const eot = 0x04;

/** Owns a printer and, while one is attached, its end of a line. */
export class PrinterEmulator implements PrinterControl {
  readonly #options: Readonly<{ clock: Clock; fault: () => Fault }>;
  readonly #listeners = new Set<(receipt: PrintedReceipt) => void>();
  #printed: PrintedReceipt[] = [];
  #count = 0;
  #paper: Paper = 'ok';
  #coverOpen = false;
  #jammed = false;
  #drawerOpen = false;
  #page = new Page();
  #held: number[] = [];
  #realTime: number[] = [];
  #line: Transport | null = null;

  constructor(options: Readonly<{ clock: Clock; fault: () => Fault }>) {
    this.#options = options;
  }

  attach(transport: Transport): void {
    const line = misbehaving(transport, this.#options.clock, this.#options.fault);
    this.#line = line;
    void this.#read(line);
  }

  setPaper(paper: Paper): void {
    this.#paper = paper;
    this.#work();
  }

  setCoverOpen(open: boolean): void {
    this.#coverOpen = open;
    this.#work();
  }

  setJammed(jammed: boolean): void {
    this.#jammed = jammed;
    this.#work();
  }

  state(): ReturnType<PrinterControl['state']> {
    return {
      paper: this.#paper,
      coverOpen: this.#coverOpen,
      jammed: this.#jammed,
      drawerOpen: this.#drawerOpen,
    };
  }

  shutDrawer(): void {
    this.#drawerOpen = false;
  }

  receipts(): readonly PrintedReceipt[] {
    return this.#printed;
  }

  onReceipt(listener: (receipt: PrintedReceipt) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A job cut off with its line is forgotten, as a printer that is switched off forgets it. */
  async #read(line: Transport): Promise<void> {
    try {
      for await (const chunk of line.bytes) {
        for (const byte of chunk) this.#receive(byte);
        this.#work();
      }
    } catch {
      // The cable went.
    }
    if (this.#line !== line) return;
    this.#line = null;
    this.#held = [];
    this.#realTime = [];
    this.#page = new Page();
  }

  /** DLE EOT n and DLE DC4 1 m t are obeyed at once, printer stopped or not, and never reach the paper. */
  #receive(byte: number): void {
    this.#realTime.push(byte);
    const [first, second, kind] = this.#realTime;
    if (first === dle && second === eot && kind !== undefined) {
      this.#realTime = [];
      this.#answer(this.#statusByte(kind));
    } else if (this.#realTime.length === realTimePulse.length) {
      this.#realTime = [];
      this.#drawerOpen = true;
    } else if (this.#realTime.some((heard, at) => heard !== realTimePulse[at]) && second !== eot) {
      this.#held.push(...this.#realTime);
      this.#realTime = [];
    }
    this.#held.length = Math.min(this.#held.length, heldBytesMax);
  }

  #statusByte(kind: number): number {
    const fixed = 0x12;
    const stopped = this.#isStopped();
    switch (kind) {
      case 1:
        return fixed | (this.#drawerOpen ? 0x04 : 0) | (stopped ? 0x08 : 0);
      case 2:
        return (
          fixed |
          (this.#coverOpen ? 0x04 : 0) |
          (this.#paper === 'out' ? 0x20 : 0) |
          (this.#jammed ? 0x40 : 0)
        );
      case 3:
        return fixed | (this.#jammed ? 0x08 : 0);
      default:
        return fixed | { ok: 0, low: 0x0c, out: 0x6c }[this.#paper];
    }
  }

  #isStopped(): boolean {
    return this.#paper === 'out' || this.#coverOpen || this.#jammed;
  }

  #answer(byte: number): void {
    this.#line?.write(Uint8Array.of(byte)).catch(() => {});
  }

  /** Obeys whole commands for as long as nothing stops the printer. */
  #work(): void {
    while (!this.#isStopped()) {
      const read = readCommand(this.#held);
      if (!read) return;
      this.#held.splice(0, read.length);
      this.#obey(read.command);
    }
  }

  #obey(command: Command): void {
    if (command.kind === 'cut') this.#cut();
    else if (command.kind === 'pulse') this.#drawerOpen = true;
    else if (command.kind === 'report') this.#answer({ ok: 0, low: 0x03, out: 0x0c }[this.#paper]);
    else this.#page.obey(command, (bytes) => iconv.decode(Buffer.from(bytes), 'gb18030'));
  }

  #cut(): void {
    const { lines, svg } = this.#page.finish();
    this.#page = new Page();
    if (lines.length === 0) return;
    this.#count += 1;
    const receipt: PrintedReceipt = { number: this.#count, lines, svg };
    this.#printed = [...this.#printed, receipt].slice(-receiptsMax);
    for (const listener of this.#listeners) listener(receipt);
  }
}
