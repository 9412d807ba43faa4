/** What was sold, what of it may still come back, and how much comes back now. */
import { useEffect, useRef } from 'react';
import { formatQuantity, quantityText } from '../../domain/basics/quantity.ts';
import type { ReturnView } from '../../domain/returns/channels.ts';
import { Act } from '../parts/act.tsx';
import { useWords } from '../words/i18n.tsx';
import { type Draft, type ReturnLine, stepped } from './draft.ts';

type Props = Readonly<{ sale: ReturnView; draft: Draft; onDraft: (draft: Draft) => void }>;

export function SaleLines({ sale, draft, onDraft }: Props) {
  const words = useWords();
  const { t } = words;
  return (
    <>
      <p className="return-sale" data-testid="return-sale" data-sale={sale.saleId}>
        <b>#{sale.number}</b>
        <span>{words.dateTime(sale.at)}</span>
        <span className="sale-who">{sale.operatorName}</span>
        <b>{words.money(sale.totalMinor)}</b>
      </p>
      {sale.lines.length === 0 ? <p className="report-empty">{t('returns.nothing')}</p> : null}
      <ul className="return-lines">
        {sale.lines.map((line) => (
          <Line
            key={line.line}
            line={line}
            chosen={line.line === draft.line}
            count={draft.counts.get(line.line) ?? 0}
            onStep={(by) => onDraft(stepped(draft, line, by))}
          />
        ))}
      </ul>
    </>
  );
}

type LineProps = Readonly<{
  line: ReturnLine;
  chosen: boolean;
  /** Thousandths that come back. */
  count: number;
  onStep: (by: 1 | -1) => void;
}>;

function Line({ line, chosen, count, onStep }: LineProps) {
  const words = useWords();
  const { t } = words;
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const name = words.name(line.name);
  const sold = quantityText(line.quantity, line.unit);
  const left = quantityText(line.left, line.unit);
  return (
    <li
      ref={row}
      className={chosen ? 'return-line sale-chosen' : 'return-line'}
      data-testid="return-line"
      data-line={line.line}
      aria-current={chosen}
    >
      <span className="return-name">
        {name}
        <small>
          {t('returns.paid', { sold, amount: words.amount(line.totalMinor) })}
          {' · '}
          {line.left === 0 ? t('returns.noneLeft') : t('returns.left', { left })}
        </small>
      </span>
      <span className="return-count">
        <Act
          id={`return-less-${line.line}`}
          of={name}
          disabled={count === 0}
          onPress={() => onStep(-1)}
        >
          −
        </Act>
        <output data-testid={`return-count-${line.line}`} data-text={count} aria-label={name}>
          {count === 0 ? '0' : formatQuantity(count, line.unit)}
        </output>
        <Act
          id={`return-more-${line.line}`}
          of={name}
          disabled={count === line.left}
          onPress={() => onStep(1)}
        >
          +
        </Act>
      </span>
    </li>
  );
}
