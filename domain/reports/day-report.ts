/** The X and the Z report, as paper: the rows of figures.ts, between a head and what was counted. */
import type { Locale } from '../basics/languages.ts';
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import type { DayClosedBody } from '../day/facts.ts';
import type { Letterhead } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule } from '../paper/paper.ts';
import { type ReceiptWords, receiptWords } from '../paper/words.ts';
import { type DayTotals, expectedCash } from './day-totals.ts';
import { type FigureSection, figureOf, figuresIn, figureWord, isShown } from './figures.ts';

/** What was counted, and what of it is not as it should be. */
type Count = Pick<DayClosedBody, 'countedMinor' | 'differenceMinor' | 'reason'>;

/** Totals so far. */
export function xReport(letterhead: Letterhead, totals: DayTotals): Paper {
  return dayPaper(letterhead, receiptWords[letterhead.locale].xReport, totals, null);
}

/** The Z as it will be, before it is written: without number, and without what it signs. */
export function zPreview(letterhead: Letterhead, totals: DayTotals, count: Count): Paper {
  return dayPaper(letterhead, receiptWords[letterhead.locale].zReport, totals, count);
}

/** Of a closed business date. */
export function zReport(letterhead: Letterhead, totals: DayTotals, closing: DayClosedBody): Paper {
  const words = receiptWords[letterhead.locale];
  const title = `${words.zReport} Z ${closing.zNumber}`;
  return [...dayPaper(letterhead, title, totals, closing), ...journalRows(words, closing)];
}

function dayPaper(
  letterhead: Letterhead,
  title: string,
  totals: DayTotals,
  count: Count | null,
): Paper {
  const { locale } = letterhead;
  const words = receiptWords[locale];
  return [
    heading(nameIn(letterhead.storeName, locale)),
    centre(title),
    rule,
    row(words.businessDate, totals.businessDate),
    row(words.till, letterhead.tillName),
    row(words.operator, totals.operators.join(' ')),
    row(words.time, letterhead.printedAt),
    rule,
    ...figureRows(locale, totals, 'sold', 'paid', 'off'),
    ...Object.entries(totals.tax)
      .sort(([a], [b]) => Number(b) - Number(a))
      .map(([rate, sum]) =>
        row(`${words.taxIncluded} ${Number(rate) / 100}%`, formatMinor(sum.taxMinor)),
      ),
    rule,
    ...figureRows(locale, totals, 'drawer'),
    row(words.expectedCash, formatMinor(expectedCash(totals))),
    ...(count ? countRows(words, count) : []),
    rule,
    ...figureRows(locale, totals, 'asked'),
  ];
}

function figureRows(
  locale: Locale,
  totals: DayTotals,
  ...sections: readonly FigureSection[]
): Block[] {
  return figuresIn(...sections)
    .filter((one) => isShown(one, totals))
    .map(({ id, figure }) => {
      const word = figureWord(id, locale);
      const { count, minor } = figureOf(totals, id);
      if (figure.shows === 'count') return row(word, count);
      const left = figure.shows === 'both' ? `${word} ${count}` : word;
      return row(left, formatMinor(minor), figure.section === 'sold');
    });
}

function countRows(words: ReceiptWords, count: Count): Block[] {
  const { differenceMinor, reason } = count;
  const verdict =
    differenceMinor === 0 ? words.exact : differenceMinor < 0 ? words.short : words.over;
  return [
    row(words.countedCash, formatMinor(count.countedMinor)),
    row(verdict, formatMinor(differenceMinor), true),
    ...(reason === null ? [] : [row(words.reason, reason)]),
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
