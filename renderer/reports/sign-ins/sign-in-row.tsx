/** One sign-in: when, who, how it ended, and a bar of where its time went. */
import type { PastSignIn } from '../../../domain/sign-in/channels.ts';
import { useWords } from '../../words/i18n.tsx';
import { sharesOf } from './fold.ts';

type Props = Readonly<{
  signIn: PastSignIn;
  /** Fills the width. */
  longestMs: number;
}>;

export function SignInRow({ signIn, longestMs }: Props) {
  const words = useWords();
  const { t } = words;
  const problems = signIn.steps.flatMap((step) => (step.state === 'failed' ? step.problems : []));
  return (
    <li
      className={signIn.opened ? 'past-row' : 'past-row past-blocked'}
      data-testid="past-sign-in"
      data-opened={signIn.opened}
      data-seq={signIn.seq}
    >
      <span className="past-time">{words.time(signIn.at)}</span>
      <span className="past-who">
        <b>{signIn.operatorName ?? t('past.nobody')}</b>{' '}
        {signIn.operator === null ? '' : t('operator.number', { number: signIn.operator })}
      </span>
      <span className="past-end">
        {t(signIn.opened ? 'past.opened' : 'past.blocked')}
        {signIn.offline ? <span className="past-mark">{t('past.offline')}</span> : null}
      </span>
      <span className="past-ms">{words.duration(signIn.tookMs)}</span>
      <Bar signIn={signIn} longestMs={longestMs} />
      {problems.length === 0 ? null : (
        <span className="past-why">
          {problems.map((problem) => words.problem(problem, 'what')).join(' ')}
        </span>
      )}
    </li>
  );
}

function Bar({ signIn, longestMs }: Props) {
  const words = useWords();
  const parts = sharesOf(signIn);
  const text = parts
    .map(({ share, ms }) => `${words.t(`share.${share}`)} ${words.duration(ms)}`)
    .join(', ');
  return (
    <span className="past-bar" role="img" aria-label={text}>
      {parts.map(({ share, ms }) => (
        <i
          key={share}
          className={`share share-${share}`}
          style={{ width: `${(ms / Math.max(1, longestMs)) * 100}%` }}
        />
      ))}
    </span>
  );
}
