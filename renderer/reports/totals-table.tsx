/** The figures of a business date. `blind` leaves out whatever would tell how much cash there should be. */
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { useWords, type Words } from '../words/i18n.tsx';

type Row = Readonly<{ id: string; label: string; count: string; amount: string; cash?: boolean }>;

export function TotalsTable(props: Readonly<{ totals: DayTotals; blind?: boolean }>) {
  const words = useWords();
  const { t, count } = words;
  const { totals, blind = false } = props;
  const rows = rowsOf(totals, words);
  const small: readonly [string, number][] = [
    [t('totals.pieces'), totals.pieces],
    [t('totals.voidedLines'), totals.voidedLines],
    [t('totals.abandoned'), totals.abandoned],
    [t('totals.overrides'), totals.overrides],
    [t('totals.drawerOpened'), totals.drawerOpened],
    [t('totals.declined'), totals.declined],
    [t('totals.reversed'), totals.reversed],
  ];
  return (
    <>
      <table className="figures" data-testid="totals-table">
        <thead>
          <tr>
            <th scope="col">{t('totals.today')}</th>
            <th scope="col">{t('totals.count')}</th>
            <th scope="col">{t('totals.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">{row.label}</th>
              <td>{row.count}</td>
              <td data-testid={`total-${row.id}`}>{blind && row.cash ? '•••' : row.amount}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="small-figures">
        {small.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function rowsOf(totals: DayTotals, words: Words): readonly Row[] {
  const { t, count, amount } = words;
  const taxMinor = Object.values(totals.tax).reduce((sum, line) => sum + line.taxMinor, 0);
  const rates = Object.keys(totals.tax)
    .map(Number)
    .sort((a, b) => b - a)
    .map(words.rate)
    .join(' · ');
  return [
    {
      id: 'sales',
      label: t('totals.sales'),
      count: count(totals.sales.count),
      amount: amount(totals.sales.minor),
      cash: true,
    },
    {
      id: 'cash',
      label: t('totals.cash'),
      count: count(totals.cash.count),
      amount: amount(totals.cash.minor),
      cash: true,
    },
    {
      id: 'card',
      label: t('totals.card'),
      count: count(totals.card.count),
      amount: amount(totals.card.minor),
    },
    {
      id: 'discount',
      label: t('totals.discount'),
      count: '',
      amount: amount(-totals.discountMinor),
    },
    {
      id: 'tax',
      label: t('totals.tax', { rates }),
      count: '',
      amount: amount(taxMinor),
      cash: true,
    },
  ];
}
