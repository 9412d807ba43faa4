/** How many, or how heavy. */
import { useState } from 'react';
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
