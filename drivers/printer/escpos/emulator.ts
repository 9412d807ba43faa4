/**
 * The printer's side: reads the bytes as a printer would, command by command, and draws what would be on the paper.
 *
 * It knows nothing of receiptline: that both understand the same bytes is what its tests prove.
 */
import iconv from 'iconv-lite';
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Fault, PrintedReceipt, PrinterControl } from '../../emulators/control.ts';
import { misbehaving } from '../../emulators/misbehave.ts';
import type { Transport } from '../../transports/transport.ts';
import { type Command, readCommand } from './commands.ts';
import { Page } from './emulator-page.ts';
import { asbBits, bits } from './spec.ts';

type Paper = ReturnType<PrinterControl['state']>['paper'];

/** Receipts kept to be looked at. */
const receiptsMax = 300;
/** What a real printer buffers while its cover is open. */
const heldBytesMax = 64 * 1024;
const dle = 0x10;
const eot = 0x04;
const dc4 = 0x14;

/** What it answers to GS I n. */
const names: Readonly<Record<number, string>> = {
  65: '1.0',
  66: 'ROLLCALL',
  67: 'TM-E80',
  68: 'E80-000042',
  69: 'CHINA GB18030',
};

/** Owns a printer and, while one is attached, its end of a line. */
export class PrinterEmulator implements PrinterControl {
  readonly #options: Readonly<{ clock: Clock; fault: () => Fault }>;
  readonly #listeners = new Set<(receipt: PrintedReceipt) => void>();
  #printed: PrintedReceipt[] = [];
  #count = 0;
  #paper: Paper = 'ok';
  #coverOpen = false;
  #jammed = false;
  #broken = false;
  #drawerOpen = false;
  /** GS a: what it pushes by itself; 0 for nothing. */
  #asb = 0;
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
    this.#push();
    this.#work();
  }

  setCoverOpen(open: boolean): void {
    this.#coverOpen = open;
    this.#push();
    this.#work();
  }

  setJammed(jammed: boolean): void {
    this.#jammed = jammed;
    this.#push();
    this.#work();
  }

  /** An error that no hand mends (head, motor), until it is told otherwise. */
  setBroken(broken: boolean): void {
    this.#broken = broken;
    this.#push();
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
    this.#push();
  }

  receipts(): readonly PrintedReceipt[] {
    return this.#printed;
  }

  /** Text that waits for a line end or for ESC @. */
  lineBuffer(): string {
    return this.#page.lineBuffer();
  }

  onReceipt(listener: (receipt: PrintedReceipt) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A job cut off with its line is forgotten but for its last line, which waits in the printer as it does in a real one. */
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
    this.#asb = 0;
    this.#page = this.#page.next();
  }

  /** DLE EOT n and DLE DC4 1 m t are obeyed at once, printer stopped or not, and never reach the paper. */
  #receive(byte: number): void {
    this.#realTime.push(byte);
    const [first, second, third] = this.#realTime;
    const { length } = this.#realTime;
    const canBe =
      first === dle &&
      (length < 2 || second === eot || (second === dc4 && (length < 3 || third === 1)));
    if (!canBe) {
      this.#held.push(...this.#realTime);
      this.#held.length = Math.min(this.#held.length, heldBytesMax);
      this.#realTime = [];
    } else if (second === eot && third !== undefined) {
      this.#realTime = [];
      this.#answer(this.#statusByte(third));
    } else if (length === 5) {
      this.#realTime = [];
      this.#openDrawer();
    }
  }

  #statusByte(kind: number): number {
    const fixed = 0x12;
    switch (kind) {
      case 1:
        return (
          fixed |
          (this.#drawerOpen ? bits.printer.drawerPin3 : 0) |
          (this.#isStopped() ? bits.printer.offline : 0)
        );
      case 2:
        return (
          fixed |
          (this.#coverOpen ? bits.offline.coverOpen : 0) |
          (this.#paper === 'out' ? bits.offline.paperEnd : 0) |
          (this.#jammed || this.#broken ? bits.offline.error : 0)
        );
      case 3:
        return fixed | this.#errorBits();
      default:
        return fixed | { ok: 0, low: 0x0c, out: 0x6c }[this.#paper];
    }
  }

  #errorBits(): number {
    return (this.#jammed ? bits.error.cutter : 0) | (this.#broken ? bits.error.unrecoverable : 0);
  }

  /** Automatic status, if anybody wants it. */
  #push(): void {
    if (this.#asb === 0) return;
    const { printer } = asbBits;
    const first =
      0x10 |
      (this.#drawerOpen ? printer.drawerPin3 : 0) |
      (this.#isStopped() ? printer.offline : 0) |
      (this.#coverOpen ? printer.coverOpen : 0);
    const paper = { ok: 0, low: 0x03, out: 0x0f }[this.#paper];
    this.#answer(first, this.#errorBits(), paper, 0x0f);
  }

  #openDrawer(): void {
    this.#drawerOpen = true;
    this.#push();
  }

  #isStopped(): boolean {
    return this.#paper === 'out' || this.#coverOpen || this.#jammed || this.#broken;
  }

  #answer(...bytes: number[]): void {
    this.#line?.write(Uint8Array.from(bytes)).catch(() => {});
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
    else if (command.kind === 'pulse') this.#openDrawer();
    else if (command.kind === 'report') this.#answer({ ok: 0, low: 0x03, out: 0x0c }[this.#paper]);
    else if (command.kind === 'identify') this.#tellName(command.value);
    else if (command.kind === 'initialise') {
      this.#asb = 0;
      this.#page.initialise();
    } else if (command.kind === 'asb') {
      this.#asb = command.value;
      this.#push();
    } else this.#page.obey(command, (bytes) => iconv.decode(Buffer.from(bytes), 'gb18030'));
  }

  #tellName(which: number): void {
    const name = names[which];
    if (name !== undefined) this.#answer(0x5f, ...Buffer.from(name, 'latin1'), 0);
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
