import { describe, expect, it } from 'vitest';
import type { PaymentView, SaleView } from '../../../../domain/contract/ipc.ts';
import type { ExportedEntry } from '../../../../domain/journal/chain.ts';
import { emptyTotals } from '../../../../domain/reports/day-totals.ts';
import { demoCatalogue } from '../../../../tools/demo/catalogue.ts';
import { createAuditor } from '../../../../tools/simulate/auditor.ts';

const items = demoCatalogue();
const piece = items.find((item) => item.unit === 'piece' && item.priceMinor === 350);
const weighed = items.find((item) => item.unit === 'kg');
if (!piece || !weighed) throw new Error('the catalogue has pieces of 3.50 and weighed goods');

const at = Date.parse('2026-11-20T09:30:00+08:00');
const saleId = '0190a1b2-0000-7000-8000-000000000001';

function audited() {
  const auditor = createAuditor({ cashStepMinor: 10, utcOffsetHours: 8 });
  auditor.added(piece as NonNullable<typeof piece>, 3_000);
  return auditor;
}
const sale: SaleView = {
  saleId,
  number: 1,
  at,
  operatorName: '',
  businessDate: '2026-11-20',
  pieces: 3,
  totalMinor: 1_050,
  tender: 'cash',
  tenderedMinor: 2_000,
  changeMinor: 950,
};
const view = { stage: 'approved', amountMinor: 1_050 } as PaymentView;
const entry = (kind: string, body: Record<string, unknown>): ExportedEntry =>
  ({ kind, body, at }) as ExportedEntry;

describe('the auditor', () => {
  it('says nothing where the till says what it expects', () => {
    const auditor = audited();
    auditor.soldForCash(sale, 2_000);
    auditor.checkTotals('X', {
      ...emptyTotals('2026-11-20'),
      figures: {
        sales: { count: 1, minor: 1_050 },
        cash: { count: 1, minor: 1_050 },
        pieces: { count: 3, minor: 0 },
      },
      tax: {
        [piece.taxRate]: {
          grossMinor: 1_050,
          taxMinor: Math.round((1_050 * piece.taxRate) / (10_000 + piece.taxRate)),
        },
      },
      byHourMinor: Array.from({ length: 24 }, (_, hour) => (hour === 9 ? 1_050 : 0)),
    });
    const body = { saleId, number: 1, totalMinor: 1_050, tenders: [{ amountMinor: 1_050 }] };
    auditor.checkJournal([entry('sale-completed', body)]);
    auditor.checkHost([]);
    expect(auditor.findings).toEqual([]);
  });

  const planted: [string, (auditor: ReturnType<typeof audited>) => void][] = [
    ['a cent too much in a total', (a) => a.soldForCash({ ...sale, totalMinor: 1_051 }, 2_000)],
    ['change too small', (a) => a.soldForCash({ ...sale, changeMinor: 949 }, 2_000)],
    ['a sale number left out', (a) => a.soldForCash({ ...sale, number: 2 }, 2_000)],
    ['a basket with another line', (a) => a.checkBasket({ lines: [], totals: {} } as never)],
    ['a card approved that should not be', (a) => a.paidByCard('declined', view, null)],
    [
      'an amount the card was not asked for',
      (a) => a.paidByCard('approved', { ...view, amountMinor: 1 }, sale),
    ],
    [
      'a sale missing in the journal',
      (a) => {
        a.soldForCash(sale, 2_000);
        a.checkJournal([]);
      },
    ],
    ['a sale nobody made', (a) => a.checkJournal([entry('sale-completed', { tenders: [] })])],
    ['a sale that is in the journal twice', twice],
    ['an attempt without an end', (a) => a.checkJournal([entry('attempt-prepared', {})])],
    ['a customer charged for nothing', (a) => a.checkHost([{ amountMinor: 1_050 }])],
    [
      'a drawer opened behind its back',
      (a) => {
        const figures = { drawerOpened: { count: 1, minor: 0 } };
        a.checkTotals('X', { ...emptyTotals('2026-11-20'), figures });
      },
    ],
    [
      'a safe drop nobody made',
      (a) => {
        const figures = { dropped: { count: 1, minor: -40_000 } };
        a.checkTotals('X', { ...emptyTotals('2026-11-20'), figures });
      },
    ],
  ];
  it.each(planted)('finds %s', (_, plant) => {
    const auditor = audited();
    plant(auditor);
    expect(auditor.findings.length).toBeGreaterThan(0);
  });

  it('keeps weighings apart, joins pieces, and rounds half a fen up', () => {
    const auditor = audited();
    auditor.added(piece, 1_000);
    auditor.added(weighed, 333);
    auditor.added(weighed, 333);
    const grams = Math.floor((weighed.priceMinor * 333) / 1_000 + 0.5);
    expect(auditor.lines().map((line) => [line.line, line.quantity])).toEqual([
      [1, 4_000],
      [2, 333],
      [3, 333],
    ]);
    expect(auditor.dueMinor()).toBe(1_400 + 2 * grams);
    auditor.removed(2);
    auditor.overridden(1, 300);
    expect(auditor.dueMinor()).toBe(1_200 + grams);
    expect(auditor.cashDueMinor() % 10).toBe(0);
  });

  it('counts after a power cut what is written down, and only that', () => {
    const auditor = audited();
    auditor.settleAfterCut([
      entry('sale-completed', { saleId, tenders: [{ kind: 'card' }] }),
      entry('attempt-declined', {}),
      entry('receipt-printed', {}),
    ]);
    auditor.startOver(true);
    expect(auditor.counts()).toMatchObject({ sales: 1, card: 1, declined: 1, abandoned: 1 });
    expect(auditor.lines()).toEqual([]);
  });
});

function twice(auditor: ReturnType<typeof audited>): void {
  auditor.soldForCash(sale, 2_000);
  const body = { saleId, number: 1, totalMinor: 1_050, tenders: [{ amountMinor: 1_050 }] };
  auditor.checkJournal([entry('sale-completed', body), entry('sale-completed', body)]);
}
