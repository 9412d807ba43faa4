/** The basket: lines, totals, and what can be done to the selected line. */
import { memo, useEffect, useRef } from 'react';
import { quantityText } from '../../domain/basics/quantity.ts';
import { gramsOf, isCounted } from '../../domain/basics/unit.ts';
import type { BasketView } from '../../domain/contract/ipc.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import { useReasons } from '../cash/reasons.tsx';
import { keyFor } from '../page/keys.ts';
import { openDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { useWords } from '../words/i18n.tsx';
import {
  askAbandon,
  askDiscount,
  askHold,
  removeSelected,
  undoLast,
  withSelected,
} from './acts.ts';
import { HeldChips } from './held.tsx';

/** `fixed`: it is being paid for, and its goods do not change. */
export function BasketPane({ fixed }: Readonly<{ fixed: boolean }>) {
  const { t } = useWords();
  const basket = useTill((till) => till.basket);
  const selected = useTill((till) => till.selectedLine);
  const empty = (basket?.lines.length ?? 0) === 0;
  return (
    <section className="basket" aria-label={t('basket.title')}>
      <HeldChips />
      {basket === null || empty ? <EmptyBasket /> : <Lines basket={basket} selected={selected} />}
      <Totals basket={basket} />
      {fixed ? (
        <p className="basket-fixed">{t('split.fixed')}</p>
      ) : (
        <>
          <LineActs empty={empty} />
          <LastAct last={basket?.lastAct ?? null} />
        </>
      )}
    </section>
  );
}

function LineActs({ empty }: Readonly<{ empty: boolean }>) {
  const { t } = useWords();
  return (
    <div className="basket-acts">
      <Act
        id="line-quantity"
        size="small"
        hint={keyFor.quantity}
        disabled={empty}
        onPress={() => withSelected((line) => openDialog({ kind: 'quantity', line: line.line }))}
      >
        {t('basket.quantity')}
      </Act>
      <Act
        id="line-price"
        size="small"
        hint={keyFor.price}
        disabled={empty}
        onPress={() => withSelected((line) => openDialog({ kind: 'price', line: line.line }))}
      >
        {t('basket.price')}
      </Act>
      <Act
        id="line-discount"
        size="small"
        hint={keyFor.discount}
        disabled={empty}
        onPress={() => withSelected(askDiscount)}
      >
        {t('basket.off')}
      </Act>
      <Act
        id="line-remove"
        size="small"
        hint={keyFor.remove}
        disabled={empty}
        onPress={removeSelected}
      >
        {t('basket.remove')}
      </Act>
      <Act id="basket-hold" size="small" hint={keyFor.hold} disabled={empty} onPress={askHold}>
        {t('hold.act')}
      </Act>
      <Act
        id="basket-abandon"
        size="small"
        hint={keyFor.reject}
        disabled={empty}
        onPress={askAbandon}
      >
        {t('basket.abandon')}
      </Act>
    </div>
  );
}

/** What was done last, and the way back. */
function LastAct({ last }: Readonly<{ last: BasketView['lastAct'] }>) {
  const { t, name } = useWords();
  return (
    <div className="basket-last">
      <span className="basket-last-act" data-testid="last-act">
        {last ? t(`undo.${last.kind}`, { name: name(last.name ?? {}) }) : null}
      </span>
      <Act
        id="basket-undo"
        size="small"
        tone="quiet"
        hint={keyFor.undo}
        disabled={last === null}
        onPress={undoLast}
      >
        {t('undo.act')}
      </Act>
    </div>
  );
}

function EmptyBasket() {
  const { t } = useWords();
  return (
    <div className="basket-empty" data-testid="basket-empty">
      <p className="basket-empty-title">{t('basket.empty')}</p>
      <p>{t('basket.emptyHint')}</p>
    </div>
  );
}

function Lines({ basket, selected }: Readonly<{ basket: BasketView; selected: number | null }>) {
  const { t } = useWords();
  return (
    <ol className="lines" data-testid="basket-lines" aria-label={t('basket.lines')}>
      {basket.lines.map((line) => (
        <Line key={line.line} line={line} selected={line.line === selected} />
      ))}
    </ol>
  );
}

/** One scan changes one line: every other row must not be drawn again. */
const Line = memo(
  function Line({ line, selected }: Readonly<{ line: PricedLine; selected: boolean }>) {
    const words = useWords();
    const reasons = useReasons('discount');
    const row = useRef<HTMLLIElement>(null);
    useEffect(() => {
      if (selected) row.current?.scrollIntoView({ block: 'nearest' });
    }, [selected]);
    const changed = line.priceMinor !== line.listPriceMinor;
    return (
      <li ref={row}>
        <button
          type="button"
          className={selected ? 'line line-selected' : 'line'}
          data-testid="basket-line"
          data-line={line.line}
          data-sku={line.sku}
          data-quantity={line.quantity}
          data-minor={line.totalMinor}
          aria-pressed={selected}
          // The arrow keys choose a line; as Tab stops a long basket would bury the rest.
          tabIndex={selected ? 0 : -1}
          // A chosen line has the focus, wherever a press leaves it: Del is its own then.
          onClick={(event) => {
            event.currentTarget.focus();
            useTill.setState({ selectedLine: line.line });
          }}
        >
          <span className="line-name">
            {words.name(line.name)}
            <small>
              {isCounted(line.unit)
                ? `${line.barcode ?? line.sku} · ${words.amount(line.priceMinor)}`
                : `${quantityText(line.quantity, line.unit)} × ${words.amount(line.priceMinor)}`}
            </small>
            {changed ? (
              <small className="line-changed">
                {words.t('basket.priceChanged', { from: words.amount(line.listPriceMinor) })}
              </small>
            ) : null}
            {line.undoes === undefined ? null : (
              <small className="line-changed">
                {words.t('returns.of', { number: line.undoes.number })}
              </small>
            )}
            {line.note === undefined ? null : (
              <small className="line-note" data-testid="line-note">
                ※ {line.note}
              </small>
            )}
            {line.discounts.map(({ id, name, reasonId, whole, minor }) => {
              const why = reasons.find((one) => one.id === reasonId);
              return (
                <small
                  key={`${id} ${whole}`}
                  className="line-promotion"
                  data-testid="line-promotion"
                >
                  {name ? words.name(name) : words.t(whole ? 'basket.offWhole' : 'basket.off')}
                  {why ? ` · ${words.name(why.name)}` : ''} {words.amount(-minor)}
                </small>
              );
            })}
          </span>
          <span className="line-quantity">
            {isCounted(line.unit)
              ? `×${quantityText(line.quantity, line.unit)}`
              : words.t(gramsOf(line.unit) === null ? 'basket.measured' : 'basket.weighed')}
          </span>
          <span className="line-total">{words.amount(line.totalMinor)}</span>
        </button>
      </li>
    );
  },
  (before, after) =>
    before.selected === after.selected &&
    before.line.line === after.line.line &&
    before.line.quantity === after.line.quantity &&
    before.line.priceMinor === after.line.priceMinor &&
    before.line.totalMinor === after.line.totalMinor &&
    before.line.note === after.line.note &&
    JSON.stringify(before.line.discounts) === JSON.stringify(after.line.discounts),
);

function Totals({ basket }: Readonly<{ basket: BasketView | null }>) {
  const words = useWords();
  const { t } = words;
  const totals = basket?.totals;
  const due = totals?.dueMinor ?? 0;
  const discount = totals?.discountMinor ?? 0;
  const tax = totals?.tax.filter((line) => line.taxMinor !== 0) ?? [];
  const rates = tax.map((line) => words.rate(line.rate)).join(' · ');
  return (
    <div className="totals">
      {basket?.note === undefined ? null : (
        <p className="totals-note" data-testid="sale-note">
          ※ {basket.note}
        </p>
      )}
      {discount === 0 ? null : (
        <p className="totals-row totals-discount">
          <span>{t('basket.discount', { amount: words.amount(totals?.listMinor ?? 0) })}</span>
          <span>{words.amount(-discount)}</span>
        </p>
      )}
      <p className="totals-row">
        <span data-testid="basket-pieces" data-count={totals?.pieces ?? 0}>
          {t('basket.pieces', { count: totals?.pieces ?? 0 })}
        </span>
        <span>
          {rates === '' ? t('basket.tax') : t('basket.taxAt', { rates })}{' '}
          {words.amount(tax.reduce((sum, line) => sum + line.taxMinor, 0))}
        </span>
      </p>
      <p className="totals-due" aria-live="polite">
        <span>{t(due < 0 ? 'refund.due' : 'basket.due')}</span>
        <span data-testid="basket-due" data-minor={due}>
          {words.money(Math.abs(due))}
        </span>
      </p>
    </div>
  );
}
