/** Something off a line or the whole basket: how much, why, and who allows it where it is above one's limit. */
import { useState } from 'react';
import { type HandDiscount, ofByHand } from '../../domain/prices/hand.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { ReasonSheet } from '../cash/reason-sheet.tsx';
import { useReasons } from '../cash/reasons.tsx';
import { parseAmount } from '../page/entry.ts';
import { type Keys, useKeys } from '../page/keys.ts';
import { closeDialog, hearBasket, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { NumberSheet } from '../parts/number-sheet.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';

type Choice = Readonly<{ isPercent: boolean; isWhole: boolean }>;
type By = HandDiscount['by'];

export function DiscountSheet({ line }: Readonly<{ line: PricedLine }>) {
  const words = useWords();
  const { t } = words;
  const basket = useTill((till) => till.basket?.lines ?? null);
  const [choice, setChoice] = useState<Choice>({ isPercent: true, isWhole: false });
  const [by, setBy] = useState<By | null>(null);
  const goods = (basket ?? []).filter(({ kind }) => kind === 'goods');
  const ofMinor = ofByHand(choice.isWhole ? goods : [line], choice.isWhole);
  const number = choice.isWhole ? null : line.line;
  const of = choice.isWhole ? t('discount.basket') : words.name(line.name);

  if (by !== null) return <Why by={by} line={number} of={of} />;
  const digits = choice.isPercent ? 2 : words.fractionDigits;
  const read = (text: string): By | null => {
    const value = parseAmount(text, digits);
    if (value === null || value === 0) return null;
    if (!choice.isPercent) return value <= ofMinor ? { minor: value } : null;
    return value <= 10_000 ? { basisPoints: value } : null;
  };
  return (
    <NumberSheet
      id="discount-dialog"
      title={t('discount.title')}
      lead={t('discount.lead', { of, amount: words.money(ofMinor) })}
      {...(choice.isPercent ? { after: '%' } : { before: words.currencySign })}
      fractionDigits={digits}
      initial="0"
      confirmLabel={t('dialog.set')}
      canConfirm={(text) => read(text) !== null}
      onConfirm={async (text) => setBy(read(text))}
      onClose={closeDialog}
    >
      <Choices choice={choice} onChoose={setChoice} />
    </NumberSheet>
  );
}

const choiceKeys = { pick: 'discount.title' } satisfies Keys;

function Choices({
  choice,
  onChoose,
}: Readonly<{ choice: Choice; onChoose: (choice: Choice) => void }>) {
  const { t } = useWords();
  const rows = [
    { id: 'percent', label: t('discount.percent'), to: { ...choice, isPercent: true } },
    { id: 'amount', label: t('discount.amount'), to: { ...choice, isPercent: false } },
    { id: 'line', label: t('discount.line'), to: { ...choice, isWhole: false } },
    { id: 'basket', label: t('discount.basket'), to: { ...choice, isWhole: true } },
  ];
  useKeys(choiceKeys, {
    pick: (nth) => {
      const row = rows[nth - 1];
      if (!row) return false;
      onChoose(row.to);
    },
  });
  return (
    <div className="discount-choices">
      {rows.map(({ id, label, to }, index) => (
        <Act
          key={id}
          id={`discount-${id}`}
          size="small"
          hint={`Alt ${index + 1}`}
          chosen={to.isPercent === choice.isPercent && to.isWhole === choice.isWhole}
          onPress={() => onChoose(to)}
        >
          {label}
        </Act>
      ))}
    </div>
  );
}

type WhyProps = Readonly<{ by: By; line: number | null; of: string }>;

/** The reason; within one's limit it is given at once, above it somebody is asked. */
function Why({ by, line, of }: WhyProps) {
  const words = useWords();
  const reasons = useReasons('discount');
  const [problem, setProblem] = useState<ProblemData | null>(null);

  async function choose(reasonId: string): Promise<void> {
    const reason = words.name(reasons.find(({ id }) => id === reasonId)?.name ?? {});
    const input = { line, discount: { by, reasonId } };
    const answer = await callAllowed('basket.discount', input, { lead: `${of} · ${reason}` });
    if (answer === null) return;
    if (!answer.ok) return setProblem(answer.problem);
    await hearBasket(answer.value);
    closeDialog();
  }

  return (
    <ReasonSheet
      id="discount-why-dialog"
      of="discount"
      title="discount.why"
      problem={problem}
      onChoose={choose}
    />
  );
}
