/** The last count by note and coin, beside the first where they are two; what differs between them stands out. */
import type { DrawerView } from '../../../domain/day/channels.ts';
import { cnyDenominations } from '../../../domain/tenders/tender.ts';
import { faceOf } from '../../cash/count-table.tsx';
import { useWords } from '../../words/i18n.tsx';

export function CountsTable({ counts }: Readonly<{ counts: DrawerView['counts'] }>) {
  const words = useWords();
  const { t, count, amount } = words;
  const last = counts.at(-1);
  const first = counts.length > 1 ? counts[0] : undefined;
  if (!last) return null;
  const heading = (n: number, at: number) => t('close.nthCount', { n, time: words.time(at) });
  return (
    <table className="figures counts-table" data-testid="counts-table">
      <thead>
        <tr>
          <th scope="col">{t('close.face')}</th>
          {first ? <th scope="col">{heading(1, first.at)}</th> : null}
          <th scope="col">{heading(counts.length, last.at)}</th>
          <th scope="col">{t('close.amount')}</th>
        </tr>
      </thead>
      <tbody>
        {cnyDenominations.map((minor) => {
          const pieces = last.denominations[minor] ?? 0;
          const before = first?.denominations[minor] ?? 0;
          const differs = first !== undefined && before !== pieces;
          return (
            <tr key={minor} className={differs ? 'count-differs' : ''}>
              <th scope="row">{faceOf(words.money(minor))}</th>
              {first ? <td>{count(before)}</td> : null}
              <td>
                <b>{count(pieces)}</b>
              </td>
              <td>{amount(minor * pieces)}</td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t('close.sum')}</th>
          {first ? <td data-testid="count-first">{amount(first.amountMinor)}</td> : null}
          <td />
          <td>
            <b>{amount(last.amountMinor)}</b>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
