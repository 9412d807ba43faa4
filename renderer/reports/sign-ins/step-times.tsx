/** The legend of the bars, with the middle time of each step over the sign-ins shown, and how often it failed. */
import type { PastSignIn } from '../../../domain/sign-in/channels.ts';
import { useWords } from '../../words/i18n.tsx';
import { stepTimes } from './fold.ts';

export function StepTimes({ signIns }: Readonly<{ signIns: readonly PastSignIn[] }>) {
  const words = useWords();
  const { t } = words;
  return (
    <table className="past-steps" data-testid="step-times">
      <caption>{t('past.steps')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('past.step')}</th>
          <th scope="col">{t('past.median')}</th>
          <th scope="col">{t('past.failed')}</th>
        </tr>
      </thead>
      <tbody>
        {stepTimes(signIns).map(({ step, medianMs, failed }) => (
          <tr key={step} data-testid={`step-time-${step}`}>
            <th scope="row">
              <i className={`share share-${step}`} aria-hidden="true" />
              {t(`share.${step}`)}
            </th>
            <td>{medianMs === null ? '—' : words.duration(medianMs)}</td>
            <td className={failed > 0 ? 'past-failed' : ''}>{words.count(failed)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">
            <i className="share share-person" aria-hidden="true" />
            {t('share.person')}
          </th>
          <td />
          <td />
        </tr>
      </tbody>
    </table>
  );
}
