/** What came back of what was sold: how much of each line, over all sales that take some back, and what it may cost. */
import type { CounterLine, Paid, SaleLine } from '../prices/line.ts';
import { grossMinor } from '../prices/line.ts';
import type { SaleBody } from './facts.ts';

/** So much of one line of a sale, in thousandths. */
export type Returned = Readonly<{ saleId: string; line: number; quantity: number }>;

/** What `sale` takes back of other sales. */
export function returnedBy({ lines }: Pick<SaleBody, 'lines'>): Returned[] {
  return lines.flatMap(({ undoes, quantity }) =>
    undoes ? [{ saleId: undoes.saleId, line: undoes.line, quantity: -quantity }] : [],
  );
}

/** Whether it is something that can come back: goods, sold by this sale. */
export function canComeBack({ kind, quantity }: SaleLine): boolean {
  return kind === 'goods' && quantity > 0;
}

/** `quantity` of a sold line as it lies on the counter again, after `before` of it came back. Thousandths. */
export function returnLine(
  of: Readonly<{ saleId: string; number: number; date: string }>,
  sold: SaleLine,
  { quantity, before }: Readonly<{ quantity: number; before: number }>,
): Omit<CounterLine, 'line' | 'kind'> {
  const { sku, barcode, name, unit, listPriceMinor, taxRate, category } = sold;
  return {
    sku,
    barcode,
    name,
    unit,
    listPriceMinor,
    taxRate,
    ...(category === undefined ? {} : { category }),
    quantity: -quantity,
    undoes: { ...of, line: sold.line },
    paid: paidOf(sold, before),
  };
}

function paidOf(sold: SaleLine, before: number): Paid {
  const { quantity, priceMinor, discounts, totalMinor, taxMinor } = sold;
  return {
    quantity,
    before,
    priceMinor,
    grossMinor: grossMinor(sold),
    discounts,
    totalMinor,
    taxMinor,
  };
}
