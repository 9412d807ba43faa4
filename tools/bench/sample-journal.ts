/** A till's database with sales in it, for the benchmarks that need no shop. */
import { v7 } from 'uuid';
import type { TillDatabase } from '../../db/till-database.ts';
import type { Fact } from '../../domain/contract/entry.ts';
import { pushEntriesMax } from '../../domain/contract/sync.ts';
import { mainDrawer } from '../../domain/journal/fields.ts';

export const zone = 'Asia/Shanghai';
export const businessDate = '2026-11-22';
export const operator = '1007';

/** The till joins; ids are those the back office gave where one is asked. */
export function enrolTill(
  db: TillDatabase,
  ids: Readonly<{ till: string; store: string; publicKey: string }>,
): void {
  const { till, store, publicKey } = ids;
  const body = { store, tillName: '1', currency: 'CNY', zone, publicKey };
  db.enrol(
    { till, store, tillName: '1', currency: 'CNY', zone },
    { kind: 'till-enrolled', body },
    { at: Date.now(), businessDate, operator: null },
    v7(),
  );
}

/** Facts that belong together, in one commit. */
export function append(db: TillDatabase, facts: readonly Fact[]): void {
  db.journal.append(facts, { at: Date.now(), businessDate, operator }, () => v7());
}

/** `count` sales and their receipts, as in a day of cash, `at` in milliseconds UTC; as many in one commit as in a push. */
export function appendSales(db: TillDatabase, count: number, at: number): void {
  const context = { at, businessDate: new Date(at).toISOString().slice(0, 10), operator };
  for (let from = 0; from < count; from += pushEntriesMax) {
    const facts: Fact[] = [];
    while (facts.length < Math.min(pushEntriesMax, count - from)) {
      const last = facts.at(-1);
      if (last?.kind === 'sale-completed') {
        const body = { saleId: last.body.saleId, copy: false };
        facts.push({ kind: 'receipt-printed', body });
      } else facts.push(sale(1 + from + facts.length));
    }
    db.journal.append(facts, context, () => v7());
  }
}

/** Five bottles on five lines, paid in cash. */
export function sale(number: number): Extract<Fact, { kind: 'sale-completed' }> {
  const lines = Array.from({ length: 5 }, (_, index) => ({
    line: index + 1,
    kind: 'goods' as const,
    sku: String(10_001 + index),
    barcode: '6921168509256',
    name: { zh: '农夫山泉 550ml', en: 'Nongfu Spring 550 ml' },
    unit: 'piece' as const,
    quantity: 1000,
    listPriceMinor: 200,
    priceMinor: 200,
    taxRate: 1300,
    discounts: [],
    totalMinor: 200,
    taxMinor: 23,
  }));
  return {
    kind: 'sale-completed',
    body: {
      saleId: v7(),
      number,
      lines,
      pieces: 5,
      listMinor: 1000,
      discountMinor: 0,
      totalMinor: 1000,
      roundingMinor: 0,
      tax: [{ rate: 1300, grossMinor: 1000, taxMinor: 115 }],
      tenders: [{ kind: 'cash', amountMinor: 1000, tenderedMinor: 1000, changeMinor: 0 }],
      voidedLines: 0,
      drawer: mainDrawer,
    },
  };
}
