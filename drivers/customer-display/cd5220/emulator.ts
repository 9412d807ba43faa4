/** The display's side: obeys what its manual lists and shows two lines. */
import iconv from 'iconv-lite';
import type { DeviceEmulator } from '../../emulators/device-emulator.ts';
import type { Transport } from '../../transports/transport.ts';
import { columns, control, linesMax } from './spec.ts';

const blank = (): number[] => Array.from({ length: columns }, () => 0x20);
/** Longest command: ESC Q A, forty characters of a message that scrolls, CR. */
const heldBytesMax = 64;

/** Owns what the glass shows. */
class Glass {
  lines: number[][] = [blank(), blank()];
  brightness = 4;
  #held: number[] = [];
  #row = 0;
  #column = 0;

  receive(byte: number): void {
    this.#held.push(byte);
    if (this.#held[0] !== control.esc) {
      this.#held = [];
      this.#obeyByte(byte);
      return;
    }
    if (this.#obeyEscape() || this.#held.length > heldBytesMax) this.#held = [];
  }

  #obeyByte(byte: number): void {
    if (byte === control.clear) this.#clear();
    else if (byte === control.cancel) this.lines[this.#row] = blank();
    else if (byte === control.home) [this.#row, this.#column] = [0, 0];
    else if (byte === control.cr) this.#column = 0;
    else if (byte === control.lf) this.#row = (this.#row + 1) % linesMax;
    else if (byte >= 0x20) this.#put(byte);
  }

  /** True once the command in hand is whole. */
  #obeyEscape(): boolean {
    const [, letter, first, second] = this.#held;
    if (letter === undefined) return false;
    switch (String.fromCharCode(letter)) {
      case '@':
        this.#clear();
        return true;
      case 'Q':
        return this.#writeLine();
      case '*':
        if (first !== undefined) this.brightness = first;
        return first !== undefined;
      case 'l':
        if (first === undefined || second === undefined) return false;
        this.#column = Math.min(columns, Math.max(1, first)) - 1;
        this.#row = Math.min(linesMax, Math.max(1, second)) - 1;
        return true;
      case '[':
        return first !== undefined;
      default:
        // ESC and DC1 to DC3 choose a mode; everything else has one parameter.
        return letter < 0x20 || first !== undefined;
    }
  }

  #writeLine(): boolean {
    if (this.#held.at(-1) !== control.cr) return false;
    const row = this.#held[2] === 0x42 ? 1 : 0;
    this.lines[row] = [...this.#held.slice(3, -1), ...blank()].slice(0, columns);
    return true;
  }

  #put(byte: number): void {
    const line = this.lines[this.#row];
    if (line) line[this.#column] = byte;
    this.#column += 1;
    if (this.#column < columns) return;
    this.#column = 0;
    this.#row = (this.#row + 1) % linesMax;
  }

  #clear(): void {
    this.lines = [blank(), blank()];
    [this.#row, this.#column] = [0, 0];
  }
}

export function createCd5220Emulator(): DeviceEmulator {
  const glass = new Glass();
  return {
    attach: (line) => void serve(line, glass),
    acts: {},
    look: () => ({
      display: glass.lines.map((line) => iconv.decode(Buffer.from(line), 'gb18030')),
      brightness: String(glass.brightness),
    }),
  };
}

async function serve(line: Transport, glass: Glass): Promise<void> {
  try {
    for await (const chunk of line.bytes) for (const byte of chunk) glass.receive(byte);
  } catch {
    // The cable went.
  }
}
