/** What a check or a test found: running, then the outcome with its facts, and what a person should know. */
import type { BenchProgress } from '../../../domain/devices/bench.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { Act } from '../../parts/act.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { useWords } from '../../words/i18n.tsx';
import { SoakPlot } from './soak-plot.tsx';
import type { Bed, Doing } from './use-bench.ts';

const chipOf = {
  healthy: 'healthy',
  passed: 'healthy',
  'needs-look': 'needs-look',
  stopped: 'needs-look',
  failed: 'failed',
} as const;

/** What is longer than its place is scrolled by keys as well. */
const scrollable = { tabIndex: 0 };

export function TestResult({ bed }: Readonly<{ bed: Bed }>) {
  const { doing, progress, outcome } = bed;
  return (
    <div className="check-result" aria-live="polite" {...scrollable}>
      {doing === null ? null : <Running doing={doing} progress={progress} onStop={bed.stop} />}
      {outcome?.kind === 'problem' ? (
        <ProblemNote problem={outcome.problem} id="health-problem" />
      ) : null}
      {outcome?.kind === 'health' ? (
        <Found id="health-result" {...outcome.health} name={`health.${outcome.health.level}`} />
      ) : null}
      {outcome?.kind === 'test' ? (
        <>
          <Found
            id="test-result"
            {...outcome.result}
            name={`test.${outcome.result.test}`}
            level={outcome.result.test}
            state={outcome.result.outcome}
          />
          {outcome.result.roundTripsMs.length > 1 ? (
            <SoakPlot roundTripsMs={outcome.result.roundTripsMs} />
          ) : null}
        </>
      ) : null}
    </div>
  );
}

type RunningProps = Readonly<{
  doing: Doing;
  progress: BenchProgress | null;
  onStop: () => Promise<void>;
}>;

function Running({ doing, progress, onStop }: RunningProps) {
  const { t, count, sentence } = useWords();
  if (doing.kind === 'health') {
    return <p className="check-line">{t(`health.running.${doing.level}`)}</p>;
  }
  const { test } = doing.test;
  return (
    <div className="check-running" data-testid="test-running">
      <p className="check-line">{sentence({ key: `test.running.${test}`, params: {} })}</p>
      {progress === null || progress.total <= 1 ? null : (
        <>
          <progress max={progress.total} value={progress.done} aria-label={t('test.progress')} />
          <span className="check-count">
            {count(progress.done)} / {count(progress.total)}
          </span>
        </>
      )}
      <Act id="test-stop" size="small" onPress={() => void onStop()}>
        {t('test.stop')}
      </Act>
      {progress === null ? null : <Facts facts={progress.facts} />}
    </div>
  );
}

type FoundProps = Readonly<{
  id: string;
  name: string;
  level: string;
  state: keyof typeof chipOf;
  tookMs: number;
  facts: Readonly<Record<string, string>>;
  problems: readonly ProblemData[];
}>;

function Found({ id, name, level, state, tookMs, facts, problems }: FoundProps) {
  const words = useWords();
  return (
    <>
      <p className="check-line" data-testid={id} data-state={state} data-level={level}>
        <span className={`chip chip-${chipOf[state]}`}>
          {words.sentence({ key: `health.state.${state}`, params: {} })}
        </span>{' '}
        {words.sentence({ key: name, params: {} })} · {words.duration(tookMs)}
      </p>
      <Facts facts={facts} />
      {problems.map((problem) => (
        <ProblemNote
          key={JSON.stringify(problem)}
          problem={problem}
          id="health-problem"
          tone="amber"
        />
      ))}
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
