/** The paper under the print head: commands become lines of text and a picture. */
import { isWide } from './codec.ts';
import type { Command } from './commands.ts';
import { drawBarcode, drawQr, drawRaster, type Picture } from './emulator-pictures.ts';
import { characterDots } from './spec.ts';

type Run = Readonly<{
  x: number;
  text: string;
  scaleX: number;
  scaleY: number;
  bold: boolean;
  invert: boolean;
}>;
type Line = Readonly<{ runs: readonly Run[]; y: number; height: number }>;
type Placed = Readonly<{ picture: Picture; x: number; y: number }>;

const paperDots = 576;
const lineDots = 24;
const lineGapDots = 6;
const marginDots = 24;

/** Code page 1 of ESC/POS draws boxes here; of these, receipts use the two lines. */
const boxes: Readonly<Record<number, string>> = { 149: '─', 150: '│' };

/** Owns nothing but its state: one receipt, from initialise to cut. */
export class Page {
  #lines: (Line | Placed)[] = [];
  #runs: Run[] = [];
  #x = 0;
  #y = marginDots;
  #scaleX = 1;
  #scaleY = 1;
  #bold = false;
  #invert = false;
  #chinese = false;
  #align = 0;
  /** GS W: what is written beyond it goes on in the next line (Epson, GS W). */
  #width = paperDots;
  #qr: Readonly<{ text: string; moduleDots: number }> = { text: '', moduleDots: 3 };

  obey(command: Command, decodeChinese: (bytes: readonly number[]) => string): void {
    switch (command.kind) {
      case 'text':
        this.#write(this.#chinese ? decodeChinese(command.bytes) : plainText(command.bytes));
        break;
      case 'line-feed':
        this.#feed();
        break;
      case 'align':
        this.#align = command.value;
        break;
      case 'size':
        this.#scaleX = 1 + (command.value >> 4);
        this.#scaleY = 1 + (command.value & 0x0f);
        break;
      case 'bold':
        this.#bold = command.on;
        break;
      case 'invert':
        this.#invert = command.on;
        break;
      case 'chinese':
        this.#chinese = command.on;
        break;
      case 'go-to':
        this.#x = command.dots;
        break;
      case 'go-by':
        // Sixteen bits, the upper half counts backwards.
        this.#x += command.dots >= 0x8000 ? command.dots - 0x10000 : command.dots;
        break;
      case 'width':
        this.#width = Math.min(command.dots, paperDots);
        break;
      case 'raster':
        this.#place(drawRaster(command));
        break;
      case 'barcode':
        this.#place(drawBarcode(command.bytes));
        break;
      case 'qr-size':
        this.#qr = { ...this.#qr, moduleDots: command.value };
        break;
      case 'qr-store':
        this.#qr = { ...this.#qr, text: Buffer.from(command.bytes).toString('utf8') };
        break;
      case 'qr-print':
        this.#place(drawQr(this.#qr.text, this.#qr.moduleDots));
        break;
      default:
        break;
    }
  }

  /** Pictures stand on lines of their own. */
  #place(picture: Picture): void {
    if (this.#runs.length > 0) this.#feed();
    const x = Math.max(0, Math.floor(((this.#width - picture.width) * this.#align) / 2));
    this.#lines.push({ picture, x, y: this.#y });
    this.#y += picture.height;
  }

  /** ESC @: what is in the line buffer is thrown away, modes are as after switching on (Epson, ESC @). */
  initialise(): void {
    this.#runs = [];
    this.#x = 0;
    this.#scaleX = 1;
    this.#scaleY = 1;
    this.#bold = false;
    this.#invert = false;
    this.#chinese = false;
    this.#align = 0;
    this.#width = paperDots;
  }

  /** Text without a line end yet: not on the paper, and in front of whatever comes next. */
  lineBuffer(): string {
    return this.#runs.map(({ text }) => text).join('');
  }

  /** A new page that begins with what is in the line buffer. */
  next(): Page {
    const page = new Page();
    page.#runs = this.#runs;
    page.#x = this.#x;
    return page;
  }

  finish(): Readonly<{ lines: readonly string[]; svg: string }> {
    if (this.#runs.length > 0) this.#feed();
    return {
      lines: this.#lines.map((line) => ('runs' in line ? plainLine(line) : line.picture.text)),
      svg: picture(this.#lines, this.#y + marginDots),
    };
  }

  #write(text: string): void {
    let line = '';
    let end = this.#x;
    for (const character of text) {
      const dots = glyphDots(character, this.#scaleX);
      if (end + dots > this.#width && end > 0) {
        this.#put(line);
        this.#feed();
        [line, end] = ['', 0];
      }
      line += character;
      end += dots;
    }
    this.#put(line);
  }

  #put(text: string): void {
    if (text === '') return;
    const { scaleX, scaleY, bold, invert } = {
      scaleX: this.#scaleX,
      scaleY: this.#scaleY,
      bold: this.#bold,
      invert: this.#invert,
    };
    this.#runs.push({ x: this.#x, text, scaleX, scaleY, bold, invert });
    this.#x += runDots({ text, scaleX });
  }

  #feed(): void {
    const height = lineDots * Math.max(1, ...this.#runs.map((run) => run.scaleY));
    const shift = Math.floor(((this.#width - this.#x) * this.#align) / 2);
    const runs = this.#runs.map((run) => ({ ...run, x: run.x + shift }));
    this.#lines.push({ runs, y: this.#y, height });
    this.#y += height + lineGapDots;
    this.#runs = [];
    this.#x = 0;
  }
}

const plainText = (bytes: readonly number[]): string =>
  bytes.map((byte) => boxes[byte] ?? (byte < 0x80 ? String.fromCharCode(byte) : '?')).join('');

const glyphDots = (character: string, scaleX: number): number =>
  characterDots * scaleX * (isWide(character) && !Object.values(boxes).includes(character) ? 2 : 1);

const runDots = ({ text, scaleX }: Pick<Run, 'text' | 'scaleX'>): number =>
  Array.from(text).reduce((sum, character) => sum + glyphDots(character, scaleX), 0);

/** A line as typed: every run at its column, as far as a text of single-size characters can show it. */
function plainLine({ runs }: Line): string {
  let line = '';
  let columns = 0;
  for (const run of [...runs].sort((a, b) => a.x - b.x)) {
    const column = Math.round(run.x / characterDots);
    line += ' '.repeat(Math.max(0, column - columns)) + run.text;
    columns = Math.max(columns, column) + runDots(run) / characterDots;
  }
  return line.trimEnd();
}

function picture(lines: readonly (Line | Placed)[], height: number): string {
  const width = paperDots + 2 * marginDots;
  const drawn = lines
    .flatMap((line) =>
      'runs' in line
        ? line.runs.map((run) => drawRun(run, line))
        : [`<g transform="translate(${marginDots + line.x} ${line.y})">${line.picture.svg}</g>`],
    )
    .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<rect width="${width}" height="${height}" fill="#fff"/>` +
    `<g font-family="'Noto Sans Mono CJK SC','Noto Sans Mono',monospace" font-size="22">` +
    `${drawn}</g></svg>`
  );
}

function drawRun(run: Run, line: Line): string {
  if (run.text.trim() === '' && !run.invert) return '';
  const left = marginDots + run.x;
  const xs: number[] = [];
  let x = 0;
  for (const character of run.text) {
    // A position for every UTF-16 unit, as browsers count them.
    for (const _unit of character.split('')) xs.push(x / run.scaleX);
    x += glyphDots(character, run.scaleX);
  }
  const ground = run.invert
    ? `<rect x="${left}" y="${line.y}" width="${x}" height="${line.height}" fill="#000"/>`
    : '';
  const baseline = line.y + line.height - 5 * run.scaleY;
  return (
    `${ground}<text xml:space="preserve" transform="translate(${left} ${baseline}) scale(${run.scaleX} ${run.scaleY})" ` +
    `x="${xs.join(' ')}" fill="${run.invert ? '#fff' : '#000'}"${run.bold ? ' font-weight="700"' : ''}>` +
    `${escapeXml(run.text)}</text>`
  );
}

const escapeXml = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
