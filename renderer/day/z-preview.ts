/** The Z as it will look, drawn from what the till knows before it is written. The real one comes from main. */
import type { TillState } from '../../domain/contract/ipc.ts';
import type { Block, Paper } from '../../domain/paper/paper.ts';
import { receiptWords } from '../../domain/paper/words.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import type { Words } from '../words/i18n.tsx';

const rule: Block = { kind: 'rule' };
const row = (left: string, right: string, strong = false): Block => ({
  kind: 'row',
  left,
  right,
  strong,
});

export function zPreview(
  words: Words,
  state: TillState,
  totals: DayTotals,
  countedMinor: number,
  differenceMinor: number,
): Paper {
  const text = receiptWords[words.locale];
  const { amount, count } = words;
  const verdict = differenceMinor === 0 ? text.exact : differenceMinor < 0 ? text.short : text.over;
  return [
    { kind: 'heading', text: words.name(state.storeName) },
    { kind: 'centre', text: text.zReport },
    rule,
    row(text.businessDate, totals.businessDate),
    row(text.till, state.tillName),
    row(text.operator, totals.operators.join(' ')),
    rule,
    row(`${text.sales} ${count(totals.sales.count)}`, amount(totals.sales.minor), true),
    row(`${text.cash} ${count(totals.cash.count)}`, amount(totals.cash.minor)),
    row(`${text.card} ${count(totals.card.count)}`, amount(totals.card.minor)),
    row(text.discount, amount(-totals.discountMinor)),
    row(text.rounding, amount(totals.roundingMinor)),
    ...Object.entries(totals.tax)
      .sort(([a], [b]) => Number(b) - Number(a))
      .map(([rate, sum]) =>
        row(`${text.taxIncluded} ${words.rate(Number(rate))}`, amount(sum.taxMinor)),
      ),
    rule,
    row(text.float, amount(totals.floatMinor)),
    row(text.countedCash, amount(countedMinor)),
    row(verdict, amount(differenceMinor), true),
    rule,
    row(text.voidedLines, count(totals.voidedLines)),
    row(text.drawerOpened, count(totals.drawerOpened)),
    row(text.journal, `${count(totals.firstSeq)} … ${count(totals.lastSeq)}`),
  ];
}
