/** What somebody should look at: one sentence each, and the entries of the journal behind it. */
import type { AnomalyView } from '../../../domain/anomalies/channels.ts';
import { useNow } from '../../page/clock.ts';
import { useWords } from '../../words/i18n.tsx';

export function Anomalies({ anomalies }: Readonly<{ anomalies: readonly AnomalyView[] }>) {
  const words = useWords();
  const { t } = words;
  const now = useNow(60_000);
  return (
    <section className="past-anomalies" aria-label={t('past.anomalies')}>
      <h2>{t('past.anomalies')}</h2>
      {anomalies.length === 0 ? (
        <p className="past-empty" data-testid="anomalies-none">
          {t('past.noAnomalies')}
        </p>
      ) : null}
      <ul>
        {anomalies.map((anomaly) => (
          <li key={anomaly.seq} data-testid="anomaly" data-kind={anomaly.anomaly}>
            <p>{words.sentence({ key: `anomaly.${anomaly.anomaly}`, params: anomaly.params })}</p>
            <small>
              {words.moment(anomaly.at, now)}
              {' · '}
              {t('past.entries', {
                count: anomaly.entries.length,
                entries: anomaly.entries.join(', '),
              })}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}
