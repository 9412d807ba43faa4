/**
 * What a transaction of a payment terminal is told from all others by, and found again by after a crash: its trace number
 * and its receipt number, `000163/0163`.
 */
import { z } from 'zod';

export const terminalMarkSchema = z.string().max(64);

/** The terminal remembers no transaction that was approved. */
export const noTransaction = 'none';

export type TerminalNumbers = Readonly<{
  traceNumber: string | null;
  receiptNumber: string | null;
}>;

const between = '/';

export function markOf({ traceNumber, receiptNumber }: TerminalNumbers): string {
  return `${traceNumber ?? ''}${between}${receiptNumber ?? ''}`;
}

export function numbersOf(mark: string): TerminalNumbers {
  const [traceNumber = '', receiptNumber = ''] = mark.split(between);
  return { traceNumber: traceNumber || null, receiptNumber: receiptNumber || null };
}
