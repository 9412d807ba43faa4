/** The customer's receipt on paper. Channel: `sale.printReceipt`. */

import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { deviceOf } from '../../till/attached.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { linesOnPaper, type Printed, print } from '../paper/print.ts';
import { findSale, receiptOf } from './past-sales.ts';

/** The original receipt, beside the sale, with the drawer where there is cash and the terminal's `slip` where there is one. */
export function printFirstReceipt(
  till: OpenTill,
  saleId: string,
  { openDrawer, slip }: Readonly<{ openDrawer: boolean; slip: readonly string[] }>,
): void {
  if (deviceOf(till, 'receipt-printer') === null) return;
  till.inBackground('receipt', false, async () => {
    const paper = [...receiptOf(till, findSale(till, saleId), false), ...linesOnPaper(slip)];
    await print(till, paper, openDrawer);
    record(till, [{ kind: 'receipt-printed', body: { saleId, copy: false } }]);
  });
}

/** The drawer for a part in cash, and the terminal's slip of a part by card. */
export function afterPart(
  till: OpenTill,
  { opensDrawer, slip = [] }: Readonly<{ opensDrawer: boolean; slip?: readonly string[] }>,
): void {
  if (slip.length > 0 && deviceOf(till, 'receipt-printer') !== null) {
    till.inBackground('slip', false, async () => {
      await print(till, linesOnPaper(slip));
    });
  }
  const device = deviceOf(till, 'drawer')?.device;
  if (!opensDrawer || device === undefined) return;
  till.inBackground('drawer', false, async () => {
    await till.ports.devices.request('openDrawer', { device });
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
