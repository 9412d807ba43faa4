/** What came of one command: everything the terminal said between it and its end, and how it ended. */
import type { Problem } from '../../../domain/words/problem.ts';
import type { TerminalReceipt } from '../port.ts';
import type { PrintedLine, ReceiptKind } from './print.ts';
import type { Abort, Completion } from './terminal-codec.ts';
import type { Transaction } from './transaction.ts';

/** Result code of a 04 0F, and of a 06 0F. */
export const succeeded = '00';

export type Ending =
  /** 06 0F. */
  | Readonly<{ kind: 'completed'; completion: Completion }>
  /** 06 1E. */
  | Readonly<{ kind: 'aborted'; abort: Abort }>
  /** The first answer, or a result, was the end of it (`endOf` in spec.ts); `said` is what the answer carried, upper-case hex. */
  | Readonly<{ kind: 'answered'; said: string }>
  /** 84 xx: nothing was begun. */
  | Readonly<{ kind: 'refused'; error: string }>
  /** The command left, and no end of it came. */
  | Readonly<{ kind: 'doubt'; problem: Problem }>;

export type Course = Readonly<{
  ending: Ending;
  /** The last 04 0F, kept even when nothing came after it. */
  result: Transaction | null;
  /** The last 04 0F that was a success, also where another came after it. */
  success: Transaction | null;
  receipts: readonly TerminalReceipt[];
}>;

/** Puts together what comes in pieces. */
export class CourseNotes {
  #result: Transaction | null = null;
  #success: Transaction | null = null;
  readonly #receipts: TerminalReceipt[] = [];
  #lines: string[] = [];
  #kind: ReceiptKind | null = null;

  keepResult(result: Transaction): void {
    this.#result = result;
    if (result.result === succeeded) this.#success = result;
  }

  /** 06 D1: a receipt ends with the line that says so. */
  addLine(line: PrintedLine, receipt: ReceiptKind | null): void {
    this.#kind = receipt ?? this.#kind;
    if (!line.last || line.text !== '') this.#lines.push(layOut(line));
    if (line.last) this.#endReceipt();
  }

  /** 06 D3: lines of a receipt that may go on in the next block. */
  addBlock(lines: readonly PrintedLine[], receipt: ReceiptKind | null): void {
    if (receipt !== null && receipt !== this.#kind) this.#endReceipt();
    for (const line of lines) this.addLine(line, receipt);
  }

  end(ending: Ending): Course {
    this.#endReceipt();
    return {
      ending,
      result: this.#result,
      success: this.#success,
      receipts: [...this.#receipts],
    };
  }

  #endReceipt(): void {
    // Terminals that do not say for whom print the customer's.
    if (this.#lines.length > 0) {
      this.#receipts.push({ for: this.#kind ?? 'customer', lines: this.#lines });
    }
    this.#lines = [];
    this.#kind = null;
  }
}

/** Characters on a ZVT receipt line. */
const columns = 40;

function layOut(line: PrintedLine): string {
  const text = line.text.trimEnd();
  if (!line.centred || text === '') return ' '.repeat(line.indent) + text;
  return ' '.repeat(Math.max(0, Math.floor((columns - text.trim().length) / 2))) + text.trim();
}
