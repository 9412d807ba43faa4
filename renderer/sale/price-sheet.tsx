/** Another price for one line, and why where the store asks. Who may not needs somebody beside them who may. */
import { useState } from 'react';
import { isCounted, unitSymbol } from '../../domain/basics/unit.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { parseAmount } from '../page/entry.ts';
import { closeDialog, hearBasket } from '../page/use-till.ts';
import { NumberSheet } from '../parts/number-sheet.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';

export function PriceSheet({ line }: Readonly<{ line: PricedLine }>) {
  const words = useWords();
  const { t } = words;
  const reasons = useReasons('price');
  /** What waits for its reason. */
  const [priceMinor, setPriceMinor] = useState<number | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const perUnit = isCounted(line.unit) ? '' : ` / ${unitSymbol(line.unit)}`;

  async function change(price: number, reasonId: string | null): Promise<void> {
    const lead = t('price.becomes', {
      name: words.name(line.name),
      from: words.money(line.priceMinor),
      to: words.money(price),
    });
    const input = { line: line.line, priceMinor: price, reasonId };
    const answer = await callAllowed('basket.overridePrice', input, { lead });
    if (answer === null) return;
    if (!answer.ok) return setProblem(answer.problem);
    await hearBasket(answer.value);
    closeDialog();
  }

  async function confirm(text: string): Promise<void> {
    const price = parseAmount(text, words.fractionDigits);
    if (price === null) return;
    if (reasons.length > 0) return setPriceMinor(price);
    await change(price, null);
  }

  if (priceMinor !== null) {
    return (
      <ReasonSheet
        id="price-why-dialog"
        of="price"
        title="price.why"
        problem={problem}
        onChoose={(reasonId) => change(priceMinor, reasonId)}
      />
    );
  }
  return (
    <NumberSheet
      id="price-dialog"
      title={t('price.title')}
      lead={t('price.lead', {
        name: words.name(line.name),
        price: words.money(line.listPriceMinor) + perUnit,
      })}
      before={words.currencySign}
      fractionDigits={words.fractionDigits}
      initial={words.amount(line.priceMinor)}
      confirmLabel={t('dialog.set')}
      canConfirm={(text) => parseAmount(text, words.fractionDigits) !== null}
      onConfirm={confirm}
      onClose={closeDialog}
      problem={problem}
    />
  );
}
