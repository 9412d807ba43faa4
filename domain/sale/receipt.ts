/** The customer's receipt, as paper. */
import type { PaperId } from '../../words/ids.ts';
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import { knownWallet } from '../basics/payment-code.ts';
import { quantityText } from '../basics/quantity.ts';
import { receiptCode } from '../goods/receipt-code.ts';
import type { Letterhead, SayPaper } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, qr, row, rule, text } from '../paper/paper.ts';
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
    text(`${line.kind === 'return' ? `${say('paper.return')} ` : ''}${nameIn(line.name, locale)}`),
    ...noteRows(line, '  '),
    row(
      `  ${quantityText(line.quantity, line.unit)} × ${formatMinor(line.priceMinor)}`,
      formatMinor(grossMinor(line)),
    ),
    ...line.discounts.map(({ name, minor }) =>
      row(`  ${name ? nameIn(name, locale) : say('paper.discount')}`, formatMinor(-minor)),
    ),
  ]);
  const title = say(titleOf(sale));
  const undone = [...new Map(sale.lines.flatMap(ofSale))];
  // Told beside the sum, not in it: the lines above have it already. What was made dearer saves nothing.
  const saved =
    sale.discountMinor <= 0 ? [] : [row(say('paper.saved'), formatMinor(sale.discountMinor))];
  const rounding =
    sale.roundingMinor === 0 ? [] : [row(say('paper.rounding'), formatMinor(sale.roundingMinor))];
  return [
    heading(nameIn(letterhead.storeName, locale)),
    centre(copy ? `${title} · ${say('paper.copy')}` : title),
    rule,
    row(say('paper.number'), sale.number),
    ...undone.map(([, of]) => row(say('paper.ofSale'), of)),
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
    qr(receiptCode(sale.saleId)),
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

function titleOf({ voids, lines }: SaleBody): PaperId {
  if (voids !== undefined) return 'paper.voidReceipt';
  const back = lines.filter(({ kind }) => kind === 'return').length;
  if (back === 0) return 'paper.receipt';
  return back === lines.length ? 'paper.returnReceipt' : 'paper.exchangeReceipt';
}

/** Sale → how its receipt names it. */
function ofSale({ undoes }: SaleBody['lines'][number]): [string, string][] {
  return undoes ? [[undoes.saleId, `${undoes.number} · ${undoes.date}`]] : [];
}

function tenderRows(say: SayPaper, tender: SaleBody['tenders'][number]): Block[] {
  if (tender.kind === 'cash' && tender.amountMinor < 0) {
    return [row(say('paper.refunded'), formatMinor(tender.changeMinor))];
  }
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
