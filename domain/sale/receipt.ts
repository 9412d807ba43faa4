/** The customer's receipt, as paper. */
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import { knownWallet } from '../basics/payment-code.ts';
import { quantityText } from '../basics/quantity.ts';
import type { Letterhead, SayPaper } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule, text } from '../paper/paper.ts';

import { grossMinor } from '../prices/line.ts';
import type { SaleBody } from './facts.ts';

/** The customer's receipt. `copy` marks a reprint: only the first is the original. */
export function saleReceipt(
  letterhead: Letterhead,
  sale: SaleBody,
  operatorName: string,
  copy: boolean,
): Paper {
  const { locale, say } = letterhead;
  const lines = sale.lines.flatMap((line) => [
    text(nameIn(line.name, locale)),
    ...noteRows(line, '  '),
    row(
      `  ${quantityText(line.quantity, line.unit)} × ${formatMinor(line.priceMinor)}`,
      formatMinor(grossMinor(line)),
    ),
    ...line.discounts.map(({ name, minor }) =>
      row(`  ${name ? nameIn(name, locale) : say('paper.discount')}`, formatMinor(-minor)),
    ),
  ]);
  // Told beside the sum, not in it: the lines above have it already. What was made dearer saves nothing.
  const saved =
    sale.discountMinor <= 0 ? [] : [row(say('paper.saved'), formatMinor(sale.discountMinor))];
  const rounding =
    sale.roundingMinor === 0 ? [] : [row(say('paper.rounding'), formatMinor(sale.roundingMinor))];
  return [
    heading(nameIn(letterhead.storeName, locale)),
    centre(copy ? `${say('paper.receipt')} · ${say('paper.copy')}` : say('paper.receipt')),
    rule,
    row(say('paper.number'), sale.number),
    row(say('paper.till'), letterhead.tillName),
    row(say('paper.operator'), operatorName),
    row(say('paper.time'), letterhead.printedAt),
    rule,
    ...lines,
    ...noteRows(sale, ''),
    rule,
    row(say('paper.pieces'), sale.pieces),
    ...rounding,
    row(say('paper.total'), formatMinor(sale.totalMinor + sale.roundingMinor), true),
    ...sale.tenders.flatMap((tender) => tenderRows(say, tender)),
    ...saved,
    rule,
    ...sale.tax.map((tax) =>
      row(`${say('paper.taxIncluded')} ${tax.rate / 100}%`, formatMinor(tax.taxMinor)),
    ),
    rule,
    centre(nameIn(letterhead.receiptFooter, locale)),
  ];
}

function noteRows({ note }: Readonly<{ note?: string | undefined }>, indent: string): Block[] {
  return note === undefined ? [] : [text(`${indent}※ ${note}`)];
}

const walletWords = {
  wechat: 'paper.wallet.wechat',
  alipay: 'paper.wallet.alipay',
  unionpay: 'paper.wallet.unionpay',
  other: 'paper.wallet.other',
} as const;

function tenderRows(say: SayPaper, tender: SaleBody['tenders'][number]): Block[] {
  if (tender.kind === 'cash') {
    return [
      row(say('paper.cash'), formatMinor(tender.tenderedMinor)),
      row(say('paper.change'), formatMinor(tender.changeMinor)),
    ];
  }
  if (tender.kind === 'wallet') {
    return [
      row(say(walletWords[knownWallet(tender.wallet)]), formatMinor(tender.amountMinor)),
      row(say('paper.paymentCode'), tender.maskedCode.slice(-8)),
      row(say('paper.order'), tender.attemptId),
      row(say('paper.reference'), tender.referenceNumber),
    ];
  }
  return [
    row(say('paper.card'), formatMinor(tender.amountMinor)),
    row(say('paper.cardNumber'), tender.maskedPan),
    row(say('paper.authorisation'), tender.authorisationCode),
    row(say('paper.reference'), tender.referenceNumber),
  ];
}
