/** How many, or how heavy: a till with a scale weighs by itself, others ask. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatQuantity, quantityOfGrams } from '../../domain/basics/quantity.ts';
import { gramsOf, unitDecimals, unitSymbol } from '../../domain/basics/unit.ts';
import type { Item } from '../../domain/goods/item.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { parseQuantity } from '../page/entry.ts';
import { closeDialog, hearBasket } from '../page/use-till.ts';
import { NumberSheet } from '../parts/number-sheet.tsx';
import { useWords } from '../words/i18n.tsx';
import { askTakeBack, sendTakeBack } from './take-back.ts';

type Props = Readonly<{
  goods: Pick<Item, 'sku' | 'name' | 'unit'>;
  /** Null where they become one with this. */
  line: PricedLine | null;
}>;

export function QuantitySheet({ goods, line }: Props) {
  const words = useWords();
  const { t } = words;
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const typed = useRef('');
  const { sku, unit } = goods;
  const number = line?.line ?? null;
  const weighed = gramsOf(unit) !== null;
  const symbol = unitSymbol(unit);

  const keep = useCallback(
    async (quantity: number): Promise<void> => {
      const act = number === null ? null : ({ kind: 'quantity', line: number, quantity } as const);
      const answer = await (act ? sendTakeBack(act) : call('basket.add', { sku, quantity }));
      if (!answer.ok) {
        if (!act || !askTakeBack(act, answer.problem)) setProblem(answer.problem);
        return;
      }
      await hearBasket(answer.value);
      closeDialog();
    },
    [number, sku],
  );

  useEffect(() => {
    if (!weighed) return;
    let shown = true;
    void call('basket.weigh', {}).then((answer) => {
      // Whoever types, or has put the dialog away, has made up their mind.
      if (!shown || typed.current !== '') return;
      if (answer.ok)
        void keep(quantityOfGrams(answer.value.quantity, unit) ?? answer.value.quantity);
      else if (answer.problem.kind !== 'device-not-configured') setProblem(answer.problem);
    });
    return () => {
      shown = false;
    };
  }, [weighed, keep, unit]);

  async function set(text: string): Promise<void> {
    const quantity = parseQuantity(text, unit);
    if (quantity !== null) await keep(quantity);
  }

  return (
    <NumberSheet
      id="quantity-dialog"
      title={t(
        weighed
          ? 'quantity.weightTitle'
          : symbol === ''
            ? 'quantity.title'
            : 'quantity.measureTitle',
      )}
      lead={words.name(goods.name)}
      {...(symbol === '' ? { before: '×' } : { after: symbol })}
      fractionDigits={unitDecimals(unit)}
      initial={formatQuantity(line?.quantity ?? 0, unit)}
      confirmLabel={t('dialog.set')}
      canConfirm={(text) => parseQuantity(text, unit) !== null}
      onText={(text) => {
        typed.current = text;
      }}
      onConfirm={set}
      onClose={closeDialog}
      problem={problem}
    />
  );
}
