/** The figures of a business date, as domain/reports/figures.ts has them. `blind`: what main left out is dotted. */
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { figureOf, figuresIn, isShown } from '../../domain/reports/figures.ts';
import { useWords } from '../words/i18n.tsx';

const hidden = '•••';

export function TotalsTable(props: Readonly<{ totals: DayTotals; blind?: boolean }>) {
  const words = useWords();
  const { t, count, amount } = words;
  const { totals, blind = false } = props;
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
          {figuresIn('sold', 'paid', 'off', 'moved')
            .filter((row) => isShown(row, totals))
            .map(({ id, figure }) => {
              const sum = figureOf(totals, id);
              const isHidden = blind && figure.hiddenBlind === true;
              return (
                <tr key={id}>
                  <th scope="row">{t(`paper.${id}`)}</th>
                  <td>{figure.shows === 'minor' ? '' : isHidden ? hidden : count(sum.count)}</td>
                  <td data-testid={`total-${id}`}>{isHidden ? hidden : amount(sum.minor)}</td>
                </tr>
              );
            })}
          <TaxRow totals={totals} blind={blind} />
        </tbody>
      </table>
      <dl className="small-figures">
        {figuresIn('goods', 'asked')
          .filter((row) => isShown(row, totals))
          .map(({ id, figure }) => {
            const sum = figureOf(totals, id);
            return (
              <div key={id}>
                <dt>{t(`paper.${id}`)}</dt>
                <dd>
                  {figure.shows === 'both'
                    ? `${count(sum.count)} · ${amount(sum.minor)}`
                    : count(sum.count)}
                </dd>
              </div>
            );
          })}
      </dl>
    </>
  );
}

function TaxRow({ totals, blind }: Readonly<{ totals: DayTotals; blind: boolean }>) {
  const words = useWords();
  const taxMinor = Object.values(totals.tax).reduce((sum, line) => sum + line.taxMinor, 0);
  const rates = Object.keys(totals.tax)
    .map(Number)
    .sort((a, b) => b - a)
    .map(words.rate)
    .join(' · ');
  return (
    <tr>
      <th scope="row">{words.t('totals.tax', { rates })}</th>
      <td />
      <td data-testid="total-tax">{blind ? hidden : words.amount(taxMinor)}</td>
    </tr>
  );
}
