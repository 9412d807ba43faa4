/** How many, or how heavy: a till with a scale weighs by itself, others ask. */
import { useEffect, useState } from 'react';
import type { BasketLine } from '../../../domain/basket.ts';
import type { ProblemData } from '../../../domain/problems.ts';
import { formatQuantity } from '../../../domain/quantity.ts';
import { call } from '../../bridge.ts';
import { parseQuantity } from '../../entry.ts';
import { useWords } from '../../i18n.tsx';
import { NumberSheet } from '../../parts/number-sheet.tsx';
import { closeDialog, receiveBasket } from '../../use-till.ts';

export function QuantitySheet({ line }: Readonly<{ line: BasketLine }>) {
  const words = useWords();
  const { t } = words;
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const weighed = line.unit === 'kg';

  useEffect(() => {
    if (!weighed) return;
    let shown = true;
    void call('basket.weigh', { line: line.line }).then((answer) => {
      // Typed in the meantime, or put away: the dialog has gone and so has its question.
      if (!shown) return;
      if (answer.ok) {
        receiveBasket(answer.value);
        closeDialog();
      } else if (answer.problem.kind !== 'device-not-configured') setProblem(answer.problem);
    });
    return () => {
      shown = false;
    };
  }, [weighed, line.line]);

  async function set(text: string): Promise<void> {
    const quantity = parseQuantity(text, line.unit);
    if (quantity === null) return;
    const answer = await call('basket.setQuantity', { line: line.line, quantity });
    if (!answer.ok) return setProblem(answer.problem);
    receiveBasket(answer.value);
    closeDialog();
  }

  return (
    <NumberSheet
      id="quantity-dialog"
      title={weighed ? t('quantity.weightTitle') : t('quantity.title')}
      lead={words.name(line.name)}
      {...(weighed ? { after: 'kg' } : { before: '×' })}
      fractionDigits={weighed ? 3 : 0}
      initial={formatQuantity(line.quantity, line.unit)}
      confirmLabel={t('dialog.set')}
      canConfirm={(text) => parseQuantity(text, line.unit) !== null}
      onConfirm={(text) => void set(text)}
      onClose={closeDialog}
      problem={problem}
    />
  );
}
