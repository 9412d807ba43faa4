/** What a till of the fleet writes down on a day: its sign-in, its sales, its Z. */

import { extend } from '../../../domain/basics/quantity.ts';
import type { NewId } from '../../../domain/basics/random.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { SaleBody } from '../../../domain/sale/facts.ts';
import { soldLines } from '../../../domain/sale/sold-lines.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import type { StepOutcome } from '../../../domain/sign-in/facts.ts';
import { stepNames } from '../../../domain/sign-in/steps.ts';
import { cashDue, type Tender } from '../../../domain/tenders/tender.ts';
import type { SeededRandom } from '../random.ts';
import type { FleetTill } from './till.ts';

export type Chance = Readonly<{ random: SeededRandom; newId: NewId }>;

const floatMinor = 50_000;
const cashStepMinor = 10;
const batch = '000001';

/** Before the sync of a sign-in: the till starts, the acquirer gives keys. */
export function arrival({ random }: Chance): Fact[] {
  const facts: Fact[] = [{ kind: 'till-started', body: { version: '1.0.0' } }];
  if (random.chance(0.1)) {
    const body = { number: '1001', reason: 'pin-wrong', wrongTries: 1 } as const;
    facts.push({ kind: 'sign-in-refused', body });
  }
  const kcv = { pik: '8CA64D', mak: '1BEF7A', tdk: '08D7B4' };
  facts.push({ kind: 'host-signed-on', body: { stan: stanOf(random), batch, kcv } });
  return facts;
}

/** The gate opens: the float is counted, the sign-in is written. */
export function opening(offline: boolean): Fact[] {
  const steps = stepNames.map((step): StepOutcome => {
    const late = offline && (step === 'sync' || step === 'reconcile');
    return { step, state: late ? 'warned' : 'passed', problems: [], tookMs: 120 };
  });
  return [
    {
      kind: 'float-counted',
      body: { amountMinor: floatMinor, denominations: { '10000': 5 }, drawer: mainDrawer },
    },
    { kind: 'signed-in', body: { role: 'cashier', offline, steps } },
  ];
}

/** `count` customers, from the sale number `first` on. */
export function selling(chance: Chance, first: number, count: number): Fact[] {
  return Array.from({ length: count }, (_, index) => customer(chance, first + index)).flat();
}

/** The drawer is counted, the day closed, the shift over. */
export function closing(till: FleetTill, businessDate: string, zNumber: number): Fact[] {
  const { sales, salesMinor, cashMinor } = till.books.of(businessDate);
  const expectedMinor = floatMinor + cashMinor;
  return [
    {
      kind: 'day-closed',
      body: {
        zNumber,
        closedDate: businessDate,
        countedMinor: expectedMinor,
        expectedMinor,
        differenceMinor: 0,
        reason: null,
        sales,
        salesMinor,
        firstSeq: 1,
        lastSeq: till.head().seq,
        drawer: mainDrawer,
        head: till.signedHead(),
      },
    },
    { kind: 'signed-out', body: { reason: 'day-closed' } },
  ];
}

function customer(chance: Chance, number: number): Fact[] {
  const { random, newId } = chance;
  const saleId = newId();
  const sale = basketOf(random, saleId, number);
  if (random.chance(0.6)) {
    const amountMinor = cashDue(sale.totalMinor, cashStepMinor);
    const tender: Tender = {
      kind: 'cash',
      amountMinor,
      tenderedMinor: amountMinor,
      changeMinor: 0,
    };
    const roundingMinor = amountMinor - sale.totalMinor;
    return [{ kind: 'sale-completed', body: { ...sale, roundingMinor, tenders: [tender] } }];
  }
  return paidByCard(chance, saleId, sale);
}

function paidByCard(
  { random, newId }: Chance,
  saleId: string,
  sale: Omit<SaleBody, 'tenders'>,
): Fact[] {
  const attemptId = newId();
  const amountMinor = sale.totalMinor;
  const card = {
    maskedPan: '620000******0013',
    authorisationCode: 'A12345',
    referenceNumber: stanOf(random).padStart(12, '0'),
  };
  const tender: Tender = { kind: 'card', amountMinor, attemptId, ...card };
  const attempt = { attemptId, saleId, amountMinor, currency: 'CNY', stan: stanOf(random), batch };
  const { maskedPan, ...approval } = card;
  return [
    { kind: 'attempt-prepared', body: attempt },
    { kind: 'attempt-requested', body: { attemptId, maskedPan, entryMode: '02' } },
    { kind: 'attempt-approved', body: { attemptId, ...approval, responseCode: '00' } },
    { kind: 'sale-completed', body: { ...sale, tenders: [tender] } },
    { kind: 'attempt-captured', body: { attemptId, saleId } },
  ];
}

function basketOf(random: SeededRandom, saleId: string, number: number): Omit<SaleBody, 'tenders'> {
  const lines = Array.from({ length: random.integer(1, 6) }, (_, index) => {
    const priceMinor = random.integer(100, 5_000);
    const quantity = random.integer(1, 3) * 1_000;
    const sku = String(10_000 + random.integer(1, 999));
    return {
      line: index + 1,
      kind: 'goods' as const,
      sku,
      barcode: null,
      name: { zh: `商品 ${sku}`, en: `Item ${sku}` },
      unit: 'piece' as const,
      quantity,
      listPriceMinor: priceMinor,
      priceMinor,
      taxRate: 1_300,
      discounts: [],
      totalMinor: extend(priceMinor, quantity),
    };
  });
  const { pieces, listMinor, discountMinor, dueMinor, tax } = totalsOf(lines);
  return {
    saleId,
    number,
    lines: soldLines(lines),
    pieces,
    listMinor,
    discountMinor,
    totalMinor: dueMinor,
    roundingMinor: 0,
    tax,
    voidedLines: 0,
    drawer: mainDrawer,
  };
}

const stanOf = (random: SeededRandom): string =>
  String(random.integer(1, 999_999)).padStart(6, '0');
