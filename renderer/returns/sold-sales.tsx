/** Today's sales, among which somebody looks for theirs: by eye, or by the number on the receipt. */
import { useEffect, useRef } from 'react';
import type { SoldSale } from '../../domain/returns/channels.ts';
import { useWords } from '../words/i18n.tsx';
import type { Draft } from './draft.ts';

type Props = Readonly<{
  sales: readonly SoldSale[] | null;
  chosen: string | null;
  draft: Pick<Draft, 'number' | 'missed'>;
  onChoose: (saleId: string) => void;
}>;

export function SoldSales({ sales, chosen, draft, onChoose }: Props) {
  const { t } = useWords();
  const { number, missed } = draft;
  return (
    <section className="report-main">
      <p className="returns-find">
        <span>{t('returns.find')}</span>
        <output data-testid="return-number" data-text={number} aria-label={t('returns.number')}>
          {number === '' ? '' : `#${number}`}
        </output>
      </p>
      {missed === null ? null : (
        <p className="returns-missed" role="alert" data-testid="return-missed">
          {t('returns.missed', { number: missed })}
        </p>
      )}
      {sales?.length === 0 ? <p className="report-empty">{t('recent.none')}</p> : null}
      <ul className="sales" data-testid="sold-sales">
        {sales?.map((sale) => (
          <SaleRow
            key={sale.saleId}
            sale={sale}
            chosen={sale.saleId === chosen}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = Readonly<{ sale: SoldSale; chosen: boolean; onChoose: (saleId: string) => void }>;

function SaleRow({ sale, chosen, onChoose }: RowProps) {
  const words = useWords();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <li ref={row}>
      <button
        type="button"
        className={chosen ? 'sale-row sale-chosen' : 'sale-row'}
        data-testid="sold-sale"
        data-sale={sale.saleId}
        aria-pressed={chosen}
        onClick={() => onChoose(sale.saleId)}
      >
        <span className="sale-number">#{sale.number}</span>
        <span>{words.time(sale.at)}</span>
        <span className="sale-who">
          {sale.names.map((name) => words.name(name)).join(words.t('returns.comma'))}
        </span>
        <b>{words.amount(sale.totalMinor)}</b>
      </button>
    </li>
  );
}
