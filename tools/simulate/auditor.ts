/**
 * Independent books. The auditor hears each command before the till does, works out by itself what must come of it, and
 * compares that with every view, X, Z, the journal, the back office and what the customers' banks say. It shares types
 * with the till, and no arithmetic.
 */
import { isDeepStrictEqual } from 'node:util';
import type { BasketView, PaymentView, SaleView } from '../../domain/contract/ipc.ts';
import type { DayClosedBody } from '../../domain/day/facts.ts';
import type { Item } from '../../domain/goods/item.ts';
import type { ExportedEntry } from '../../domain/journal/chain.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import type { SaleBody } from '../../domain/sale/facts.ts';

type Line = { line: number; item: Item; quantity: number; priceMinor: number };
type Tender = 'cash' | 'card' | 'wallet';
/** How a card payment must end, given card, customer and host. */
export type CardOutcome = 'approved' | 'declined' | 'reversed';
type Sale = Readonly<{ saleId: string; tender: Tender; paidMinor: number; atHour: number }> &
  ReturnType<typeof sumOf>;

export type Auditor = ReturnType<typeof createAuditor>;

export function createAuditor(rules: Readonly<{ cashStepMinor: number; utcOffsetHours: number }>) {
  const findings: string[] = [];
  const sales: Sale[] = [];
  const counts = { abandoned: 0, overrides: 0, drawerOpened: 0, declined: 0, reversed: 0 };
  const moved = {
    'pay-in': [] as number[],
    'pay-out': [] as number[],
    'safe-drop': [] as number[],
  };
  const apart: number[] = [];
  let floatMinor = 0;
  let lines: Line[] = [];
  let nextLine = 1;
  let voidedLines = 0;

  const compare = (what: string, expected: unknown, found: unknown): void => {
    if (isDeepStrictEqual(expected, found)) return;
    findings.push(`${what}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`);
  };
  const newBasket = (): void => {
    lines = [];
    nextLine = 1;
  };
  const lineOf = (number: number): Line => {
    const found = lines.find((line) => line.line === number);
    if (!found) throw new Error(`the workload named line ${number}, which is not there`);
    return found;
  };
  const cashDueMinor = (): number => nearest(sumOf(lines).dueMinor, rules.cashStepMinor);

  const book = (saleId: string, tender: Tender, at: number): void => {
    const sum = sumOf(lines);
    const paidMinor = tender === 'cash' ? cashDueMinor() : sum.dueMinor;
    const atHour = Math.floor(at / 3_600_000 + rules.utcOffsetHours) % 24;
    sales.push({ saleId, tender, paidMinor, atHour, ...sum });
    newBasket();
  };

  /** What every X and Z must show, as far as commands decide it. */
  const totals = () => {
    const of = (tender: Tender) => {
      const paid = sales.filter((sale) => sale.tender === tender).map((sale) => sale.paidMinor);
      return { count: paid.length, minor: add(paid) };
    };
    const tax: Record<string, { grossMinor: number; taxMinor: number }> = {};
    for (const part of sales.flatMap((sale) => sale.tax)) {
      const sum = tax[part.rate] ?? { grossMinor: 0, taxMinor: 0 };
      sum.grossMinor += part.grossMinor;
      sum.taxMinor += part.taxMinor;
      tax[part.rate] = sum;
    }
    const often = (list: readonly number[]) => ({ count: list.length, minor: add(list) });
    const times = (count: number) => ({ count, minor: 0 });
    const worth = (minor: number) => ({ count: 0, minor });
    return {
      figures: {
        sales: { count: sales.length, minor: add(sales.map((sale) => sale.dueMinor)) },
        cash: of('cash'),
        card: of('card'),
        wallet: of('wallet'),
        discount: worth(add(sales.map((sale) => sale.dueMinor - sale.listMinor))),
        rounding: worth(add(sales.map((sale) => sale.paidMinor - sale.dueMinor))),
        paidIn: often(moved['pay-in']),
        paidOut: often(moved['pay-out'].map((minor) => -minor)),
        dropped: often(moved['safe-drop'].map((minor) => -minor)),
        apart: often(apart),
        pieces: times(add(sales.map((sale) => sale.pieces))),
        float: worth(floatMinor),
        voidedLines: times(voidedLines),
        abandoned: times(counts.abandoned),
        overrides: times(counts.overrides),
        drawerOpened: times(counts.drawerOpened),
        declined: times(counts.declined),
        reversed: times(counts.reversed),
      },
      tax,
      byHourMinor: Array.from({ length: 24 }, (_, hour) =>
        add(sales.filter((sale) => sale.atHour === hour).map((sale) => sale.dueMinor)),
      ),
    };
  };

  const expectedMinor = () =>
    floatMinor +
    totals().figures.cash.minor +
    add(moved['pay-in']) -
    add(moved['pay-out']) -
    add(moved['safe-drop']) +
    add(apart);

  return {
    findings,
    compare,
    lines: (): readonly Readonly<Line>[] => lines,
    dueMinor: () => sumOf(lines).dueMinor,
    cashDueMinor,
    expectedCashMinor: () => expectedMinor(),
    salesMinor: () => totals().figures.sales.minor,
    counts: () => ({ sales: sales.length, card: totals().figures.card.count, ...counts }),

    floatCounted: (minor: number) => {
      floatMinor = minor;
    },
    /** Pieces of one item at its list price share a line; a weighing has its own. */
    added: (item: Item, quantity: number) => {
      const same = lines.find(
        (line) =>
          line.item.sku === item.sku &&
          item.unit === 'piece' &&
          line.priceMinor === item.priceMinor,
      );
      if (same) same.quantity += quantity;
      else {
        lines.push({ line: nextLine, item, quantity, priceMinor: item.priceMinor });
        nextLine += 1;
      }
    },
    quantitySet: (line: number, quantity: number) => {
      if (quantity < lineOf(line).quantity) voidedLines += 1;
      lineOf(line).quantity = quantity;
    },
    removed: (line: number) => {
      lines.splice(lines.indexOf(lineOf(line)), 1);
      voidedLines += 1;
    },
    overridden: (line: number, priceMinor: number) => {
      lineOf(line).priceMinor = priceMinor;
      counts.overrides += 1;
    },
    abandoned: () => {
      if (lines.length > 0) counts.abandoned += 1;
      newBasket();
    },
    /** What was missing is answered for: from here on what was counted lies there. */
    handedOver: (differenceMinor: number) => {
      apart.push(differenceMinor);
    },
    cashMoved: (way: keyof typeof moved, minor: number) => {
      moved[way].push(minor);
    },
    drawerOpened: () => {
      counts.drawerOpened += 1;
    },

    checkBasket: (view: BasketView) => {
      const sum = sumOf(lines);
      compare(
        'lines of the basket',
        lines.map((line) => [line.line, line.item.sku, line.quantity, totalOf(line)]),
        view.lines.map((line) => [line.line, line.sku, line.quantity, line.totalMinor]),
      );
      compare(
        'basket',
        [sum.pieces, sum.listMinor, sum.dueMinor, sum.tax, cashDueMinor()],
        [
          view.totals.pieces,
          view.totals.listMinor,
          view.totals.dueMinor,
          view.totals.tax,
          view.cashDueMinor,
        ],
      );
    },
    soldForCash: (view: SaleView, tenderedMinor: number) => {
      const { pieces, dueMinor: totalMinor } = sumOf(lines);
      const changeMinor = tenderedMinor - cashDueMinor();
      const number = sales.length + 1;
      const expected = { number, pieces, totalMinor, tender: 'cash', tenderedMinor, changeMinor };
      compare(`sale ${number}`, expected, pickLike(expected, view));
      book(view.saleId, 'cash', view.at);
    },
    /** `last` is the newest sale the till knows of. */
    paidByCard: (outcome: CardOutcome, view: PaymentView, last: SaleView | null) => {
      compare('card payment', [outcome, sumOf(lines).dueMinor], [view.stage, view.amountMinor]);
      if (outcome !== 'approved') counts[outcome] += 1;
      else if (last) book(last.saleId, 'card', last.at);
    },
    /** The power went: what of the command under way is written down has happened, the rest has not. */
    settleAfterCut: (entries: readonly ExportedEntry[]) => {
      for (const { kind, body, at } of entries) {
        if (kind === 'sale-completed') {
          const { saleId, tenders } = body as unknown as SaleBody;
          book(saleId, tenders[0]?.kind ?? 'cash', at);
        }
        if (kind === 'price-overridden') counts.overrides += 1;
        if (kind === 'sale-abandoned') counts.abandoned += 1;
        if (kind === 'drawer-opened') counts.drawerOpened += 1;
        if (kind === 'cash-paid-in') moved['pay-in'].push(amountOf(body));
        if (kind === 'cash-paid-out') moved['pay-out'].push(amountOf(body));
        if (kind === 'cash-dropped') moved['safe-drop'].push(amountOf(body));
        if (kind === 'drawer-handed-over') {
          apart.push((body as { differenceMinor: number }).differenceMinor);
        }
        if (kind === 'attempt-declined') counts.declined += 1;
        if (kind === 'attempt-reversed') counts.reversed += 1;
      }
    },
    /** Whatever lay on the counter is gone; what was still in the basket was given up. */
    startOver: (givenUp: boolean) => {
      if (givenUp) counts.abandoned += 1;
      newBasket();
    },

    checkTotals: (what: string, found: DayTotals) => {
      const { figures, ...rest } = totals();
      compare(what, rest, pickLike(rest, found));
      for (const [id, expected] of Object.entries(figures)) {
        compare(`${what}: ${id}`, expected, found.figures[id] ?? { count: 0, minor: 0 });
      }
    },
    checkZ: (closing: DayClosedBody, countedMinor: number, zNumber: number) => {
      const { sales: sold } = totals().figures;
      const expected = {
        zNumber,
        countedMinor,
        expectedMinor: expectedMinor(),
        differenceMinor: countedMinor - expectedMinor(),
        sales: sold.count,
        salesMinor: sold.minor,
      };
      compare('Z', expected, pickLike(expected, closing));
    },
    /** Every sale once, in order, with the sums predicted for it; and of what is counted, as many as were done. */
    checkJournal: (entries: readonly ExportedEntry[]) => {
      const bodies = (kind: string) => entries.filter((entry) => entry.kind === kind);
      const written = bodies('sale-completed').map((entry) => entry.body as unknown as SaleBody);
      compare(
        'sales in the journal',
        sales.map((sale, index) => [index + 1, sale.saleId, sale.dueMinor, sale.paidMinor]),
        written.map((sale) => [
          sale.number,
          sale.saleId,
          sale.totalMinor,
          sale.tenders[0]?.amountMinor,
        ]),
      );
      compare('captured', totals().figures.card.count, bodies('attempt-captured').length);
      compare('abandoned', counts.abandoned, bodies('sale-abandoned').length);
      compare('overridden', counts.overrides, bodies('price-overridden').length);
      compare('declined', counts.declined, bodies('attempt-declined').length);
      compare('reversed', counts.reversed, bodies('attempt-reversed').length);
      const ended = ['attempt-captured', 'attempt-declined', 'attempt-reversed'];
      compare(
        'attempts that ended',
        bodies('attempt-prepared').length,
        ended.reduce((sum, kind) => sum + bodies(kind).length, 0),
      );
    },
    /** Nobody was charged for anything but the sales paid by card. */
    checkHost: (charged: readonly Readonly<{ amountMinor: number }>[]) => {
      const paid = sales.filter((sale) => sale.tender === 'card').map((sale) => sale.paidMinor);
      compare(
        'what the banks charged',
        [...paid].sort((a, b) => a - b),
        charged.map((attempt) => attempt.amountMinor).sort((a, b) => a - b),
      );
    },
  };
}

function sumOf(lines: readonly Line[]) {
  const rates = [...new Set(lines.map((line) => line.item.taxRate))].sort((a, b) => b - a);
  return {
    pieces: add(lines.map((line) => (line.item.unit === 'kg' ? 1 : line.quantity / 1000))),
    listMinor: add(lines.map((line) => totalOf({ ...line, priceMinor: line.item.priceMinor }))),
    dueMinor: add(lines.map(totalOf)),
    tax: rates.map((rate) => {
      const grossMinor = add(lines.filter((line) => line.item.taxRate === rate).map(totalOf));
      return { rate, grossMinor, taxMinor: halfUp(grossMinor * rate, 10_000 + rate) };
    }),
  };
}

function totalOf(line: Pick<Line, 'priceMinor' | 'quantity'>): number {
  return halfUp(line.priceMinor * line.quantity, 1000);
}

/** Quotient of two numbers that are not negative, a half upward. */
function halfUp(dividend: number, divisor: number): number {
  const rest = dividend % divisor;
  return (dividend - rest) / divisor + (rest * 2 >= divisor ? 1 : 0);
}

function nearest(amount: number, step: number): number {
  return halfUp(amount, step) * step;
}

function add(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

const amountOf = (body: unknown): number => (body as { amountMinor: number }).amountMinor;

/** Of `found` only what `expected` speaks of. */
function pickLike(expected: object, found: object): object {
  return Object.fromEntries(
    Object.keys(expected).map((key) => [key, (found as Record<string, unknown>)[key]]),
  );
}
