/** Paper. Printing never undoes a sale: what fails is told and can be printed again. Channel: `sale.printReceipt`. */

import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import type { VerbOutput } from '../../../domain/devices/verbs.ts';
import type { Paper } from '../../../domain/paper/paper.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { type OpenTill, record } from '../../till/session.ts';
import { findSale, receiptOf } from '../sale/past-sales.ts';

export type Printed = VerbOutput<'print'>;

/** The original receipt, beside the sale, with the drawer where there is cash and the terminal's `slip` where there is one. */
export function printFirstReceipt(
  till: OpenTill,
  saleId: string,
  { openDrawer, slip }: Readonly<{ openDrawer: boolean; slip: readonly string[] }>,
): void {
  const printer = printerOf(till);
  if (printer === null) return;
  till.inBackground('receipt', true, async () => {
    const paper = [...receiptOf(till, findSale(till, saleId), false), ...linesOnPaper(slip)];
    const { confirmed } = await till.ports.devices.request('print', {
      device: printer,
      paper,
      openDrawer,
    });
    if (!confirmed) tellUnconfirmed(till, printer);
    record(till, [{ kind: 'receipt-printed', body: { saleId, copy: false } }]);
  });
}

/** A receipt once more, marked as a copy. Throws `Problem`: `sale-unknown`, `printer-…`, `device-not-configured`. */
export async function printReceiptAgain(
  till: OpenTill,
  input: ChannelInput<'sale.printReceipt'>,
): Promise<Printed> {
  const row = findSale(till, input.saleId);
  const printed = await print(till, receiptOf(till, row, true));
  record(till, [{ kind: 'receipt-printed', body: { saleId: input.saleId, copy: true } }]);
  return printed;
}

/** Throws `Problem`: `printer-…`, `device-…`; `device-not-configured` where there is no printer. */
export async function print(till: OpenTill, paper: Paper): Promise<Printed> {
  const printer = neededPrinter(till);
  return till.ports.devices.request('print', { device: printer, paper, openDrawer: false });
}

/** Paper that nobody waits for: told on the screen when the printer does not say that it is out. Throws as `print`. */
export async function printUnasked(till: OpenTill, paper: Paper): Promise<void> {
  const printer = neededPrinter(till);
  const { confirmed } = await print(till, paper);
  if (!confirmed) tellUnconfirmed(till, printer);
}

function tellUnconfirmed(till: OpenTill, device: string): void {
  till.emit({ kind: 'notice', problem: new Problem('printer-unconfirmed', { device }).toData() });
}

/** What a device wrote for the paper, as it stands. */
export function linesOnPaper(lines: readonly string[]): Paper {
  if (lines.length === 0) return [];
  return [{ kind: 'rule' }, ...lines.map((text) => ({ kind: 'text' as const, text }))];
}

function printerOf(till: OpenTill): string | null {
  return till.session.devices.find((device) => device.family === 'printer')?.device ?? null;
}

/** Throws `Problem` `device-not-configured`. */
export function neededPrinter(till: OpenTill): string {
  const printer = printerOf(till);
  if (printer === null) throw new Problem('device-not-configured', { device: 'printer' });
  return printer;
}
