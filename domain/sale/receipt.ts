/**
 * Paper as a document: blocks that a printer driver turns into bytes and the page into a preview. Language is passed
 * in; widths are the printer's business.
 */
import { z } from 'zod';
import { formatMinor } from '../basics/money.ts';
import { formatQuantity } from '../basics/quantity.ts';
import type { DayClosedBody, SaleBody } from '../contract/entry.ts';
import type { StoreSettings } from '../office/store-settings.ts';
import { type Locale, type ReceiptWords, receiptWords } from '../paper/words.ts';
import type { DayTotals } from '../reports/day-totals.ts';
import { expectedCash } from '../reports/day-totals.ts';
import { grossMinor } from './basket.ts';

export const blockSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), text: z.string() }),
  z.object({ kind: z.literal('centre'), text: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('row'),
    left: z.string(),
    right: z.string(),
    strong: z.boolean(),
  }),
  z.object({ kind: z.literal('rule') }),
]);
export type Block = z.infer<typeof blockSchema>;
export const paperSchema = z.array(blockSchema);
/** What goes on paper, top to bottom. */
export type Paper = z.infer<typeof paperSchema>;

/** What stands around every document of a till. */
export type Letterhead = Readonly<{
  store: StoreSettings;
  tillName: string;
  locale: Locale;
  /** `2026-11-22 08:52:03` on the store's wall clock. */
  printedAt: string;
}>;

const heading = (text: string): Block => ({ kind: 'heading', text });
const centre = (text: string): Block => ({ kind: 'centre', text });
const text = (line: string): Block => ({ kind: 'text', text: line });
const rule: Block = { kind: 'rule' };
const row = (left: string, right: string | number, strong = false): Block => ({
  kind: 'row',
  left,
  right: String(right),
  strong,
});

/** The customer's receipt. `copy` marks a reprint: only the first is the original. */
export function saleReceipt(
  letterhead: Letterhead,
  sale: SaleBody,
  operatorName: string,
  copy: boolean,
): Paper {
  const words = receiptWords[letterhead.locale];
  const nameIn = letterhead.locale === 'zh-CN' ? 'zh' : 'en';
  const lines = sale.lines.flatMap((line) => [
    text(line.name[nameIn]),
    row(
      `  ${formatQuantity(line.quantity, line.unit)}${line.unit === 'kg' ? ' kg' : ''} × ${formatMinor(line.priceMinor)}`,
      formatMinor(grossMinor(line)),
    ),
    ...(line.promotion
      ? [row(`  ${line.promotion.name[nameIn]}`, formatMinor(-line.promotion.discountMinor))]
      : []),
  ]);
  const discount =
    sale.discountMinor === 0 ? [] : [row(words.discount, formatMinor(-sale.discountMinor))];
  const rounding =
    sale.roundingMinor === 0 ? [] : [row(words.rounding, formatMinor(sale.roundingMinor))];
  return [
    heading(letterhead.store.storeName[nameIn]),
    centre(copy ? `${words.receipt} · ${words.copy}` : words.receipt),
    rule,
    row(words.number, sale.number),
    row(words.till, letterhead.tillName),
    row(words.operator, operatorName),
    row(words.time, letterhead.printedAt),
    rule,
    ...lines,
    rule,
    row(words.pieces, sale.pieces),
    ...discount,
    ...rounding,
    row(words.total, formatMinor(sale.totalMinor + sale.roundingMinor), true),
    ...sale.tenders.flatMap((tender) => tenderRows(words, tender)),
    rule,
    ...sale.tax.map((tax) =>
      row(`${words.taxIncluded} ${tax.rate / 100}%`, formatMinor(tax.taxMinor)),
    ),
    rule,
    centre(letterhead.store.receiptFooter[nameIn]),
  ];
}

/** Totals so far (X, `closing` null) or of a closed business date (Z). */
export function dayReport(
  letterhead: Letterhead,
  totals: DayTotals,
  closing: DayClosedBody | null,
): Paper {
  const words = receiptWords[letterhead.locale];
  const nameIn = letterhead.locale === 'zh-CN' ? 'zh' : 'en';
  const title = closing ? `${words.zReport} Z ${closing.zNumber}` : words.xReport;
  return [
    heading(letterhead.store.storeName[nameIn]),
    centre(title),
    rule,
    row(words.businessDate, totals.businessDate),
    row(words.till, letterhead.tillName),
    row(words.operator, totals.operators.join(' ')),
    row(words.time, letterhead.printedAt),
    rule,
    row(`${words.sales} ${totals.sales.count}`, formatMinor(totals.sales.minor), true),
    row(`${words.cash} ${totals.cash.count}`, formatMinor(totals.cash.minor)),
    row(`${words.card} ${totals.card.count}`, formatMinor(totals.card.minor)),
    row(words.discount, formatMinor(-totals.discountMinor)),
    row(words.rounding, formatMinor(totals.roundingMinor)),
    ...Object.entries(totals.tax)
      .sort(([a], [b]) => Number(b) - Number(a))
      .map(([rate, sum]) =>
        row(`${words.taxIncluded} ${Number(rate) / 100}%`, formatMinor(sum.taxMinor)),
      ),
    rule,
    row(words.float, formatMinor(totals.floatMinor)),
    row(words.expectedCash, formatMinor(expectedCash(totals))),
    ...(closing ? closingRows(words, closing) : []),
    rule,
    row(words.voidedLines, totals.voidedLines),
    row(words.abandoned, totals.abandoned),
    row(words.overrides, totals.overrides),
    row(words.drawerOpened, totals.drawerOpened),
    row(words.declined, totals.declined),
    row(words.reversed, totals.reversed),
    ...settledRows(words, totals),
    ...(closing ? journalRows(words, closing) : []),
  ];
}

/** Only where there are any: somebody must look for them on the acquirer's statement. */
function settledRows(words: ReceiptWords, totals: DayTotals): Block[] {
  const { settledCharged, settledNotCharged } = totals;
  return [
    ...(settledCharged
      ? [row(`${words.settledCharged} ${settledCharged.count}`, formatMinor(settledCharged.minor))]
      : []),
    ...(settledNotCharged
      ? [
          row(
            `${words.settledNotCharged} ${settledNotCharged.count}`,
            formatMinor(settledNotCharged.minor),
          ),
        ]
      : []),
  ];
}

function tenderRows(words: ReceiptWords, tender: SaleBody['tenders'][number]): Block[] {
  if (tender.kind === 'cash') {
    return [
      row(words.cash, formatMinor(tender.tenderedMinor)),
      row(words.change, formatMinor(tender.changeMinor)),
    ];
  }
  return [
    row(words.card, formatMinor(tender.amountMinor)),
    row(words.cardNumber, tender.maskedPan),
    row(words.authorisation, tender.authorisationCode),
    row(words.reference, tender.referenceNumber),
  ];
}

function closingRows(words: ReceiptWords, closing: DayClosedBody): Block[] {
  const difference =
    closing.differenceMinor === 0
      ? words.exact
      : closing.differenceMinor < 0
        ? words.short
        : words.over;
  return [
    row(words.countedCash, formatMinor(closing.countedMinor)),
    row(difference, formatMinor(closing.differenceMinor), true),
    ...(closing.reason === null ? [] : [row(words.reason, closing.reason)]),
  ];
}

function journalRows(words: ReceiptWords, closing: DayClosedBody): Block[] {
  return [
    rule,
    row(words.journal, `${closing.firstSeq} … ${closing.lastSeq}`),
    row(words.digest, (closing.head.hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')),
    row(words.signature, 'Ed25519'),
  ];
}
