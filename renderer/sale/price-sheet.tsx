/** Another price for one line, and why where the store asks. A cashier needs a manager beside them. */
import { useState } from 'react';
import { isCounted, unitSymbol } from '../../domain/basics/unit.ts';
import { mayDo } from '../../domain/people/right.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { call } from '../page/bridge.ts';
import { parseAmount } from '../page/entry.ts';
import { closeDialog, hearBasket } from '../page/use-till.ts';
import { NumberSheet } from '../parts/number-sheet.tsx';
import { type Approval, ApprovalSheet } from '../people/approval-sheet.tsx';
import { useHolds } from '../people/holds.ts';
import { useWords } from '../words/i18n.tsx';

export function PriceSheet({ line }: Readonly<{ line: PricedLine }>) {
  const words = useWords();
  const { t } = words;
  const holds = useHolds();
  const reasons = useReasons('price');
  const [priceMinor, setPriceMinor] = useState<number | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const isAsked = reasons.length > 0;
  const perUnit = isCounted(line.unit) ? '' : ` / ${unitSymbol(line.unit)}`;

  async function change(
    price: number,
    reasonId: string | null,
    approval: Approval | null,
  ): Promise<ProblemData | null> {
    const answer = await call('basket.overridePrice', {
      line: line.line,
      priceMinor: price,
      reasonId,
      approval,
    });
    if (!answer.ok) return answer.problem;
    await hearBasket(answer.value);
    closeDialog();
    return null;
  }

  async function confirm(text: string): Promise<void> {
    const price = parseAmount(text, words.fractionDigits);
    if (price === null) return;
    if (isAsked || !mayDo(holds, 'price.override')) return setPriceMinor(price);
    setProblem(await change(price, null, null));
  }

  async function explain(price: number, reasonId: string): Promise<void> {
    if (!mayDo(holds, 'price.override')) return setReason(reasonId);
    setProblem(await change(price, reasonId, null));
  }

  if (priceMinor !== null && isAsked && reason === null) {
    return (
      <ReasonSheet
        id="price-why-dialog"
        of="price"
        title="price.why"
        problem={problem}
        onChoose={(reasonId) => void explain(priceMinor, reasonId)}
      />
    );
  }
  if (priceMinor !== null) {
    return (
      <ApprovalSheet
        title={t('price.approvalTitle')}
        lead={t('price.approvalLead', {
          name: words.name(line.name),
          from: words.money(line.priceMinor),
          to: words.money(priceMinor),
        })}
        onClose={closeDialog}
        onApprove={(approval) => change(priceMinor, reason, approval)}
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
      onConfirm={(text) => void confirm(text)}
      onClose={closeDialog}
      problem={problem}
    />
  );
}
