/** The three levels of UnifiedPOS CheckHealth. */
import { useState } from 'react';
import type { DeviceHealth, HealthLevel } from '../../../domain/contract/devices.ts';
import type { ProblemData } from '../../../domain/problems.ts';
import { call } from '../../bridge.ts';
import { useWords } from '../../i18n.tsx';
import { useShortcuts } from '../../keys.ts';
import { Act } from '../../parts/act.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';

const levels = ['internal', 'external', 'interactive'] as const satisfies readonly HealthLevel[];

export function HealthChecks({ device }: Readonly<{ device: string }>) {
  const words = useWords();
  const { t } = words;
  const [running, setRunning] = useState<HealthLevel | null>(null);
  const [health, setHealth] = useState<DeviceHealth | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);

  async function check(level: HealthLevel): Promise<void> {
    if (running !== null) return;
    setRunning(level);
    setProblem(null);
    setHealth(null);
    const answer = await call('devices.health', { device, level });
    setRunning(null);
    if (answer.ok) setHealth(answer.value);
    else setProblem(answer.problem);
  }

  useShortcuts({
    F1: prevented(() => void check('internal')),
    F2: prevented(() => void check('external')),
    F3: prevented(() => void check('interactive')),
  });
  return (
    <>
      <fieldset className="checks" aria-label={t('health.title')}>
        {levels.map((level, index) => (
          <Act
            key={level}
            id={`health-${level}`}
            tone={running === level ? 'ink' : 'plain'}
            hint={`F${index + 1}`}
            disabled={running !== null && running !== level}
            onPress={() => void check(level)}
          >
            {t(`health.${level}`)}
          </Act>
        ))}
      </fieldset>
      <div className="check-result" aria-live="polite">
        {running === null ? null : <p className="check-line">{t(`health.running.${running}`)}</p>}
        {health === null ? null : (
          <>
            <p
              className="check-line"
              data-testid="health-result"
              data-state={health.state}
              data-level={health.level}
            >
              <span className={`chip chip-${health.state}`}>
                {t(`health.state.${health.state}`)}
              </span>{' '}
              {t(`health.${health.level}`)} · {words.duration(health.tookMs)}
            </p>
            <Facts facts={health.facts} />
            {health.problems.map((found) => (
              <ProblemNote
                key={JSON.stringify(found)}
                problem={found}
                id="health-problem"
                tone="amber"
              />
            ))}
          </>
        )}
        {problem === null ? null : <ProblemNote problem={problem} id="health-problem" />}
      </div>
    </>
  );
}

function Facts({ facts }: Readonly<{ facts: Readonly<Record<string, string>> }>) {
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <dl className="facts">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function prevented(run: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    event.preventDefault();
    run();
  };
}
