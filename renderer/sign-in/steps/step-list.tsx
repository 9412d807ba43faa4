/** The eight steps of the sign-in: state, what was found, how long it took. */
import { memo } from 'react';
import type { StepView } from '../../../domain/contract/ipc.ts';
import { Icon } from '../../parts/icon.tsx';
import { useWords, type Words } from '../../words/i18n.tsx';
import { stepNames } from './step-names.ts';

export function StepList({ steps }: Readonly<{ steps: readonly StepView[] }>) {
  const { t } = useWords();
  return (
    <ol className="steps" aria-label={t('signIn.steps')} data-testid="steps">
      {stepNames.map((name) => {
        const view = steps.find((step) => step.step === name);
        return <StepRow key={name} view={view ?? waiting(name)} />;
      })}
    </ol>
  );
}

const StepRow = memo(
  function StepRow({ view }: Readonly<{ view: StepView }>) {
    const words = useWords();
    return (
      <li
        className={`step step-${view.state}`}
        data-testid={`step-${view.step}`}
        data-state={view.state}
      >
        <span className="step-sign">
          <Icon name={view.state} />
        </span>
        <span className="step-name">{words.t(`step.${view.step}`)}</span>
        <span className="step-text">
          {textOf(view, words)}
          <Progress view={view} />
        </span>
        <span className="step-ms">
          {view.tookMs === null ? null : words.duration(view.tookMs)}
          <span className="hidden">{words.t(`stepState.${view.state}`)}</span>
        </span>
      </li>
    );
  },
  (before, after) => JSON.stringify(before) === JSON.stringify(after),
);

function Progress({ view }: Readonly<{ view: StepView }>) {
  const { t } = useWords();
  if (view.state !== 'running' || view.progress === null) return null;
  const { done, total } = view.progress;
  return (
    <progress
      className="step-bar"
      max={Math.max(total, 1)}
      value={done}
      aria-label={t('signIn.progress', { done, total })}
    />
  );
}

/** Problems first: they are what a person came to read. */
function textOf(view: StepView, words: Words): string {
  const problems = view.problems.map((problem) => words.problem(problem, 'what'));
  const details = view.details.map((detail) => words.sentence(detail));
  const found = [...problems, ...details].filter((text) => text !== '');
  if (found.length > 0) return found.map((text) => text.replace(/[.。]$/, '')).join(' · ');
  if (view.state === 'waiting') return words.t(`stepHint.${view.step}`);
  if (view.state === 'running' && view.progress) return words.t('signIn.progress', view.progress);
  return words.t(`stepState.${view.state}`);
}

function waiting(step: StepView['step']): StepView {
  return { step, state: 'waiting', details: [], problems: [], tookMs: null, progress: null };
}
