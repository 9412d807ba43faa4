/** What was found at the bench before, newest first, with its date and who did it. */
import { useCallback, useEffect, useState } from 'react';
import type { StoredCheck } from '../../domain/devices/channels.ts';
import { call } from '../page/bridge.ts';
import { useWords } from '../words/i18n.tsx';

export function useKeptChecks(device: string) {
  const [checks, setChecks] = useState<readonly StoredCheck[]>([]);
  const refresh = useCallback(() => {
    void call('bench.checks', { device }).then(
      (answer) => answer.ok && setChecks(answer.value.checks),
    );
  }, [device]);
  useEffect(refresh, [refresh]);
  return { checks, refresh };
}

const scrollable = { tabIndex: 0 };

export function KeptChecks({ checks }: Readonly<{ checks: readonly StoredCheck[] }>) {
  const words = useWords();
  const { t } = words;
  return (
    <section
      className="trace kept"
      aria-label={t('kept.title')}
      data-testid="kept-checks"
      {...scrollable}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{t('kept.when')}</th>
            <th scope="col">{t('kept.check')}</th>
            <th scope="col">{t('kept.outcome')}</th>
            <th scope="col">{t('kept.found')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <tr
              key={`${check.at}-${check.check}`}
              data-testid="kept-check"
              data-state={check.outcome}
            >
              <td>
                {words.date(check.at)} {words.time(check.at)}
                <br />
                <small>{check.operator}</small>
              </td>
              <td>{words.sentence({ key: keyOf(check.check), params: {} })}</td>
              <td>
                <span
                  className={`chip chip-${check.outcome === 'passed' ? 'healthy' : check.outcome === 'failed' ? 'failed' : 'needs-look'}`}
                >
                  {words.sentence({ key: `health.state.${check.outcome}`, params: {} })}
                </span>
              </td>
              <td>
                {[
                  ...check.problems.map((problem) => words.problem(problem, 'what')),
                  ...Object.entries(check.facts).map(([name, value]) => `${name} ${value}`),
                ].join(' · ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {checks.length === 0 ? <p className="trace-none">{t('kept.none')}</p> : null}
    </section>
  );
}

/** `health-external` → `health.external`, `soak` → `test.soak`. */
const keyOf = (check: string): string =>
  check.startsWith('health-') ? check.replace('-', '.') : `test.${check}`;
