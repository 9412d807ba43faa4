/** What the way in has to say: one place of fixed height, so that nothing below it moves under a finger. */
import type { ProblemData } from '../../../domain/words/problem.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';

type Props = Readonly<{
  problem: ProblemData | null;
  secondsLeft: number;
  /** What is going on, or what to do. */
  hint: string;
  /** Offered where too many wrong tries have locked somebody out. */
  onLockedOut?: ((number: string) => void) | undefined;
}>;

export function WaysMessage({ problem, secondsLeft, hint, onLockedOut }: Props) {
  const words = useWords();
  const { t } = words;
  if (secondsLeft > 0) {
    return (
      <p className="pin-message pin-message-bad" role="status" data-testid="pin-wait">
        {t('pin.wait', { seconds: secondsLeft })}
      </p>
    );
  }
  if (problem?.kind === 'operator-locked' && onLockedOut) {
    return (
      <div
        className="pin-message pin-message-bad"
        role="alert"
        data-testid="pin-problem"
        data-kind={problem.kind}
      >
        <span>{words.problem(problem, 'what')}</span>
        <Act
          id="operator-unlock"
          size="small"
          onPress={() => onLockedOut(String(problem.params.number))}
        >
          {t('operator.unlock')}
        </Act>
      </div>
    );
  }
  if (problem !== null) {
    return (
      <p
        className="pin-message pin-message-bad"
        role="alert"
        data-testid="pin-problem"
        data-kind={problem.kind}
      >
        {words.problem(problem, 'what')} {words.problem(problem, 'next')}
      </p>
    );
  }
  return (
    <p className="pin-message" role="status">
      {hint}
    </p>
  );
}
