/** A difference is more than whoever counted may settle: somebody who may is asked. */
import type { ProblemData } from '../../domain/words/problem.ts';
import { type Approval, ApprovalSheet } from '../people/approval-sheet.tsx';
import { useWords } from '../words/i18n.tsx';

type Props = Readonly<{
  title: string;
  differenceMinor: number;
  onClose: () => void;
  onApprove: (approval: Approval) => Promise<ProblemData | null>;
}>;

export function DifferenceSheet({ title, differenceMinor, onClose, onApprove }: Props) {
  const { t, money } = useWords();
  return (
    <ApprovalSheet
      title={title}
      lead={t('close.differenceAsks', { amount: money(Math.abs(differenceMinor)) })}
      onClose={onClose}
      onApprove={onApprove}
    />
  );
}
