/** Paper. Printing never undoes a sale: what fails is told and can be printed again. */

import type { VerbOutput } from '../../../domain/devices/verbs.ts';
import type { Paper } from '../../../domain/paper/paper.ts';
import { Problem, toProblem } from '../../../domain/words/problem.ts';
import { deviceOf, neededDevice, showLamp } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';

export type Printed = VerbOutput<'print'>;

/**
 * The printer's lamp shows how it went: a sale's receipt is nobody's errand, so what fails is told by the lamp and the one
 * notice that goes with it. Throws `Problem`: `printer-…`, `device-…`; `device-not-configured` where there is no printer.
 */
export async function print(till: OpenTill, paper: Paper, openDrawer = false): Promise<Printed> {
  const device = neededDevice(till, 'receipt-printer');
  const drawer = openDrawer ? deviceOf(till, 'drawer') : null;
  // One at another printer opens by itself: whoever waits for change does not wait for paper.
  if (drawer && drawer.device !== device) openAlone(till, drawer.device);
  const pulse = drawer?.device === device;
  try {
    const printed = await till.ports.devices.request('print', { device, paper, openDrawer: pulse });
    const doubt = printed.confirmed ? null : new Problem('printer-unconfirmed', { device });
    showLamp(till, device, doubt?.toData() ?? null);
    return printed;
  } catch (thrown) {
    showLamp(till, device, toProblem(thrown).toData());
    throw thrown;
  }
}

/** What a device wrote for the paper, as it stands. */
export function linesOnPaper(lines: readonly string[]): Paper {
  if (lines.length === 0) return [];
  return [{ kind: 'rule' }, ...lines.map((text) => ({ kind: 'text' as const, text }))];
}

function openAlone(till: OpenTill, device: string): void {
  till.inBackground('drawer', true, async () => {
    await till.ports.devices.request('openDrawer', { device });
  });
}
