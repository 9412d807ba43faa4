/** The X and the Z report, as paper: the rows of figures.ts, between a head and what was counted. */
import { formatMinor } from '../basics/money.ts';
import { nameIn } from '../basics/names.ts';
import { type Drawer, differenceIn, drawerIn, expectedIn, linesIn } from '../cash/drawer.ts';
import type { DayClosedBody } from '../day/facts.ts';
import { mainDrawer } from '../journal/fields.ts';
import type { Letterhead, SayPaper } from '../paper/letterhead.ts';
import { type Block, centre, heading, type Paper, row, rule } from '../paper/paper.ts';
import type { DayTotals } from './day-totals.ts';
import { type FigureSection, figureOf, figuresIn, isShown } from './figures.ts';
import type { SessionBooks } from './session.ts';

/** Totals so far; `blind`: without what would tell what is in the drawer, which is not counted yet. */
export function xReport(letterhead: Letterhead, books: SessionBooks, blind: boolean): Paper {
  const title = letterhead.say('paper.xReport');
  return dayPaper(letterhead, { title, books, blind, closing: null });
}

/** The Z as it will be, before it is written: without number, reason, and what it signs. */
export function zPreview(letterhead: Letterhead, books: SessionBooks): Paper {
  const title = letterhead.say('paper.zReport');
  return dayPaper(letterhead, { title, books, blind: false, closing: null });
}

/** Of a session that is closed. */
export function zReport(
  letterhead: Letterhead,
  books: SessionBooks,
  closing: DayClosedBody,
): Paper {
  const { say } = letterhead;
  const title = `${say('paper.zReport')} Z ${closing.zNumber}`;
  const paper = dayPaper(letterhead, { title, books, blind: false, closing });
  return [...paper, ...journalRows(say, closing)];
}

type Report = Readonly<{
  title: string;
  books: SessionBooks;
  blind: boolean;
  closing: DayClosedBody | null;
}>;

function dayPaper(letterhead: Letterhead, { title, books, blind, closing }: Report): Paper {
  const { locale, say } = letterhead;
  const { totals } = books;
  return [
    heading(nameIn(letterhead.storeName, locale)),
    centre(title),
    rule,
    row(say('paper.businessDate'), totals.businessDate),
    ...(closing?.session === undefined
      ? []
      : [
          row(
            say('paper.session'),
            `${closing.session} · ${say('paper.after')} Z ${closing.afterZ}`,
          ),
        ]),
    row(say('paper.till'), letterhead.tillName),
    row(say('paper.operator'), totals.operators.join(' ')),
    row(say('paper.time'), letterhead.printedAt),
    rule,
    ...figureRows(say, totals, blind, ['sold', 'paid', 'off']),
    ...Object.entries(totals.tax)
      .sort(([a], [b]) => Number(b) - Number(a))
      .map(([rate, sum]) =>
        row(`${say('paper.taxIncluded')} ${Number(rate) / 100}%`, formatMinor(sum.taxMinor)),
      ),
    rule,
    ...operatorRows(say, totals),
    ...(blind
      ? [row(say('paper.expectedCash'), say('paper.afterCount'))]
      : drawerRows(say, books, closing?.drawer ?? mainDrawer, closing)),
    ...(closing?.reason ? [row(say('paper.reason'), closing.reason)] : []),
    rule,
    ...figureRows(say, totals, false, ['asked']),
  ];
}

export function figureRows(
  say: SayPaper,
  totals: Pick<DayTotals, 'figures'>,
  blind: boolean,
  sections: readonly FigureSection[],
): Block[] {
  return figuresIn(...sections)
    .filter((one) => isShown(one, totals))
    .map(({ id, figure }) => {
      const word = say(`paper.${id}`);
      if (blind && figure.hiddenBlind) return row(word, say('paper.afterCount'));
      const { count, minor } = figureOf(totals, id);
      if (figure.shows === 'count') return row(word, count);
      const left = figure.shows === 'both' ? `${word} ${count}` : word;
      return row(left, formatMinor(minor), figure.section === 'sold');
    });
}

/** What each operator sold, where there were several. */
function operatorRows(say: SayPaper, { byOperator }: DayTotals): Block[] {
  const operators = Object.entries(byOperator).sort(([a], [b]) => (a < b ? -1 : 1));
  if (operators.length < 2) return [];
  return [
    ...operators.map(([number, figures]) => {
      const { count, minor } = figureOf({ figures }, 'sales');
      return row(`${say('paper.operator')} ${number} · ${count}`, formatMinor(minor));
    }),
    rule,
  ];
}

/** Line by line what should be in the drawer, then what was counted: the first count beside the one that stands. */
export function drawerRows(
  say: SayPaper,
  { drawers }: SessionBooks,
  id: string,
  closing: DayClosedBody | null,
): Block[] {
  const drawer = drawerIn(drawers, id);
  const counted = closing ?? countIn(drawer);
  return [
    ...linesIn(drawer).map(({ line, count, minor }) => {
      const word = say(`paper.${lineWords[line]}`);
      return row(line === 'float' ? word : `${word} ${count}`, formatMinor(minor));
    }),
    row(say('paper.expectedCash'), formatMinor(expectedIn(drawer))),
    ...(counted === null ? [] : countRows(say, counted)),
  ];
}

type Counted = Pick<DayClosedBody, 'firstCountedMinor' | 'countedMinor' | 'differenceMinor'>;

/** The counts so far, as the Z will have them; null while none stands. */
export function countIn(drawer: Drawer): Counted | null {
  const { counts, standing } = drawer;
  const differenceMinor = differenceIn(drawer);
  const [first] = counts;
  if (standing === null || differenceMinor === null || !first) return null;
  return {
    ...(first === standing ? {} : { firstCountedMinor: first.amountMinor }),
    countedMinor: standing.amountMinor,
    differenceMinor,
  };
}

function countRows(say: SayPaper, counted: Counted): Block[] {
  const { firstCountedMinor, countedMinor, differenceMinor } = counted;
  return [
    ...(firstCountedMinor === undefined
      ? []
      : [row(say('paper.firstCount'), formatMinor(firstCountedMinor))]),
    row(say('paper.countedCash'), formatMinor(countedMinor)),
    row(verdict(say, differenceMinor), formatMinor(differenceMinor), true),
  ];
}

const lineWords = {
  float: 'float',
  received: 'cashReceived',
  change: 'change',
  refunded: 'refunded',
  paidIn: 'paidIn',
  paidOut: 'paidOut',
  dropped: 'dropped',
  apart: 'apart',
} as const;

function verdict(say: SayPaper, differenceMinor: number): string {
  if (differenceMinor === 0) return say('paper.exact');
  return differenceMinor < 0 ? say('paper.short') : say('paper.over');
}

function journalRows(say: SayPaper, closing: DayClosedBody): Block[] {
  return [
    rule,
    row(say('paper.journal'), `${closing.firstSeq} … ${closing.lastSeq}`),
    row(say('paper.digest'), (closing.head.hash.slice(0, 16).match(/.{4}/g) ?? []).join(' ')),
    row(say('paper.signature'), 'Ed25519'),
  ];
}
