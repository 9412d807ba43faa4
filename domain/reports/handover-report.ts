/** The paper of a handover: what whoever goes has done, what lies in the drawer, and who signs for it. */
import { nameIn } from '../basics/names.ts';
import type { Letterhead } from '../paper/letterhead.ts';
import { centre, heading, type Paper, row, rule, text } from '../paper/paper.ts';
import { drawerRows, figureRows } from './day-report.ts';
import type { DayTotals } from './day-totals.ts';
import type { SessionBooks } from './session.ts';

type Handover = Readonly<{
  books: SessionBooks;
  drawer: string;
  /** Whoever goes. */
  from: Readonly<{ number: string; name: string }>;
  /** Why it holds another sum; null where it does not. */
  reason: string | null;
}>;

/** `books` as they were when the drawer was counted. */
export function handoverPaper(
  { say, storeName, locale, tillName, printedAt }: Letterhead,
  { books, drawer, from, reason }: Handover,
): Paper {
  const { businessDate, byOperator } = books.totals;
  const own: Pick<DayTotals, 'figures'> = { figures: byOperator[from.number] ?? {} };
  return [
    heading(nameIn(storeName, locale)),
    centre(say('paper.handover')),
    rule,
    row(say('paper.businessDate'), businessDate),
    row(say('paper.till'), tillName),
    row(say('paper.operator'), `${from.number} ${from.name}`),
    row(say('paper.time'), printedAt),
    rule,
    ...figureRows(say, own, false, ['sold', 'paid', 'moved']),
    rule,
    ...drawerRows(say, books, drawer, null),
    ...(reason === null ? [] : [row(say('paper.reason'), reason)]),
    rule,
    text(''),
    text(''),
    row(say('paper.handsOver'), '______________'),
    text(''),
    text(''),
    row(say('paper.takesOver'), '______________'),
  ];
}
