/** The X and the Z report, as paper. */
import { formatMinor } from '../basics/money.ts';
import type { DayClosedBody } from '../day/facts.ts';
import type { Letterhead } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule } from '../paper/paper.ts';
import { type ReceiptWords, receiptWords } from '../paper/words.ts';
import { type DayTotals, expectedCash } from './day-totals.ts';

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
    heading(letterhead.storeName[nameIn]),
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
