/** Paper. Printing never undoes a sale: what fails is told and can be printed again. */

import type { VerbOutput } from '../../../domain/devices/verbs.ts';
import type { Paper } from '../../../domain/paper/paper.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { attached } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';

export type Printed = VerbOutput<'print'>;

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

export function tellUnconfirmed(till: OpenTill, device: string): void {
  till.emit({ kind: 'notice', problem: new Problem('printer-unconfirmed', { device }).toData() });
}

/** What a device wrote for the paper, as it stands. */
export function linesOnPaper(lines: readonly string[]): Paper {
  if (lines.length === 0) return [];
  return [{ kind: 'rule' }, ...lines.map((text) => ({ kind: 'text' as const, text }))];
}

export function printerOf(till: OpenTill): string | null {
  return attached(till).devices.find((device) => device.family === 'printer')?.device ?? null;
}

/** Throws `Problem` `device-not-configured`. */
export function neededPrinter(till: OpenTill): string {
  const printer = printerOf(till);
  if (printer === null) throw new Problem('device-not-configured', { device: 'printer' });
  return printer;
}
