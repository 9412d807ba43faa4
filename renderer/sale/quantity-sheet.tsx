/** How many, or how heavy: a till with a scale weighs by itself, others ask. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatQuantity, quantityOfGrams } from '../../domain/basics/quantity.ts';
import { gramsOf, unitDecimals, unitSymbol } from '../../domain/basics/unit.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { parseQuantity } from '../page/entry.ts';
import { closeDialog, hearBasket } from '../page/use-till.ts';
import { NumberSheet } from '../parts/number-sheet.tsx';
import { useWords } from '../words/i18n.tsx';
import { askTakeBack, sendTakeBack } from './take-back.ts';

export function QuantitySheet({ line }: Readonly<{ line: PricedLine }>) {
  const words = useWords();
  const { t } = words;
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const typed = useRef('');
  const weighed = gramsOf(line.unit) !== null;
  const symbol = unitSymbol(line.unit);

  const keep = useCallback(
    async (quantity: number): Promise<void> => {
      const act = { kind: 'quantity', line: line.line, quantity } as const;
      const answer = await sendTakeBack(act);
      if (!answer.ok) {
        if (!askTakeBack(act, answer.problem)) setProblem(answer.problem);
        return;
      }
      await hearBasket(answer.value);
      closeDialog();
    },
    [line.line],
  );

  useEffect(() => {
    if (!weighed) return;
    let shown = true;
    void call('basket.weigh', {}).then((answer) => {
      // Whoever types, or has put the dialog away, has made up their mind.
      if (!shown || typed.current !== '') return;
      if (answer.ok)
        void keep(quantityOfGrams(answer.value.quantity, line.unit) ?? answer.value.quantity);
      else if (answer.problem.kind !== 'device-not-configured') setProblem(answer.problem);
    });
    return () => {
      shown = false;
    };
  }, [weighed, keep, line.unit]);

  function set(text: string): void {
    const quantity = parseQuantity(text, line.unit);
    if (quantity !== null) void keep(quantity);
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
      lead={words.name(line.name)}
      {...(symbol === '' ? { before: '×' } : { after: symbol })}
      fractionDigits={unitDecimals(line.unit)}
      initial={formatQuantity(line.quantity, line.unit)}
      confirmLabel={t('dialog.set')}
      canConfirm={(text) => parseQuantity(text, line.unit) !== null}
      onText={(text) => {
        typed.current = text;
      }}
      onConfirm={set}
      onClose={closeDialog}
      problem={problem}
    />
  );
}
