/** The X and the Z report, as paper: the rows of figures.ts, between a head and what was counted. */
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import type { DayClosedBody } from '../day/facts.ts';
import type { Letterhead, SayPaper } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule } from '../paper/paper.ts';

import { type DayTotals, expectedCash } from './day-totals.ts';
import { type FigureSection, figureOf, figuresIn, isShown } from './figures.ts';

/** What was counted, and what of it is not as it should be. */
type Count = Pick<DayClosedBody, 'countedMinor' | 'differenceMinor' | 'reason'>;

/** Totals so far. */
export function xReport(letterhead: Letterhead, totals: DayTotals): Paper {
  return dayPaper(letterhead, letterhead.say('paper.xReport'), totals, null);
}

/** The Z as it will be, before it is written: without number, and without what it signs. */
export function zPreview(letterhead: Letterhead, totals: DayTotals, count: Count): Paper {
  return dayPaper(letterhead, letterhead.say('paper.zReport'), totals, count);
}

/** Of a closed business date. */
export function zReport(letterhead: Letterhead, totals: DayTotals, closing: DayClosedBody): Paper {
  const { say } = letterhead;
  const title = `${say('paper.zReport')} Z ${closing.zNumber}`;
  return [...dayPaper(letterhead, title, totals, closing), ...journalRows(say, closing)];
}

function dayPaper(
  letterhead: Letterhead,
  title: string,
  totals: DayTotals,
  count: Count | null,
): Paper {
  const { locale, say } = letterhead;
  return [
    heading(nameIn(letterhead.storeName, locale)),
    centre(title),
    rule,
    row(say('paper.businessDate'), totals.businessDate),
    row(say('paper.till'), letterhead.tillName),
    row(say('paper.operator'), totals.operators.join(' ')),
    row(say('paper.time'), letterhead.printedAt),
    rule,
    ...figureRows(say, totals, 'sold', 'paid', 'off'),
    ...Object.entries(totals.tax)
      .sort(([a], [b]) => Number(b) - Number(a))
      .map(([rate, sum]) =>
        row(`${say('paper.taxIncluded')} ${Number(rate) / 100}%`, formatMinor(sum.taxMinor)),
      ),
    rule,
    ...figureRows(say, totals, 'drawer'),
    row(say('paper.expectedCash'), formatMinor(expectedCash(totals))),
    ...(count ? countRows(say, count) : []),
    rule,
    ...figureRows(say, totals, 'asked'),
  ];
}

function figureRows(
  say: SayPaper,
  totals: DayTotals,
  ...sections: readonly FigureSection[]
): Block[] {
  return figuresIn(...sections)
    .filter((one) => isShown(one, totals))
    .map(({ id, figure }) => {
      const word = say(`paper.${id}`);
      const { count, minor } = figureOf(totals, id);
      if (figure.shows === 'count') return row(word, count);
      const left = figure.shows === 'both' ? `${word} ${count}` : word;
      return row(left, formatMinor(minor), figure.section === 'sold');
    });
}

function countRows(say: SayPaper, count: Count): Block[] {
  const { differenceMinor, reason } = count;
  const verdict =
    differenceMinor === 0
      ? say('paper.exact')
      : differenceMinor < 0
        ? say('paper.short')
        : say('paper.over');
  return [
    row(say('paper.countedCash'), formatMinor(count.countedMinor)),
    row(verdict, formatMinor(differenceMinor), true),
    ...(reason === null ? [] : [row(say('paper.reason'), reason)]),
  ];
}

function journalRows(say: SayPaper, closing: DayClosedBody): Block[] {
  return [
    rule,
    row(say('paper.journal'), `${closing.firstSeq} … ${closing.lastSeq}`),
    row(say('paper.digest'), (closing.head.hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')),
    row(say('paper.signature'), 'Ed25519'),
  ];
}
