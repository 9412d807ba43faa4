/** The customer's receipt, as paper. */
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import { formatQuantity } from '../basics/quantity.ts';
import type { Letterhead } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule, text } from '../paper/paper.ts';
import { type ReceiptWords, receiptWords } from '../paper/words.ts';
import { grossMinor } from '../prices/line.ts';
import type { SaleBody } from './facts.ts';

/** The customer's receipt. `copy` marks a reprint: only the first is the original. */
export function saleReceipt(
  letterhead: Letterhead,
  sale: SaleBody,
  operatorName: string,
  copy: boolean,
): Paper {
  const { locale } = letterhead;
  const words = receiptWords[locale];
  const lines = sale.lines.flatMap((line) => [
    text(nameIn(line.name, locale)),
    row(
      `  ${formatQuantity(line.quantity, line.unit)}${line.unit === 'kg' ? ' kg' : ''} × ${formatMinor(line.priceMinor)}`,
      formatMinor(grossMinor(line)),
    ),
    ...(line.promotion
      ? [
          row(
            `  ${nameIn(line.promotion.name, locale)}`,
            formatMinor(-line.promotion.discountMinor),
          ),
        ]
      : []),
  ]);
  const discount =
    sale.discountMinor === 0 ? [] : [row(words.discount, formatMinor(-sale.discountMinor))];
  const rounding =
    sale.roundingMinor === 0 ? [] : [row(words.rounding, formatMinor(sale.roundingMinor))];
  return [
    heading(nameIn(letterhead.storeName, locale)),
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
    centre(nameIn(letterhead.receiptFooter, locale)),
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
