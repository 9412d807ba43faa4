/** The steps of the close, as main found them, and which of them a person is at. */
import type { CloseStepView, CloseView } from '../../../domain/day/channels.ts';
import { type CloseStepName, closeStepNames } from '../../../domain/day/close-steps.ts';
import { useNow } from '../../page/clock.ts';
import { keyFor } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { Icon } from '../../parts/icon.tsx';
import { useWords, type Words } from '../../words/i18n.tsx';
import '../../sign-in/sign-in.css';

/** They follow by themselves once the Z stands, and are told under the last one. */
const unsaid: ReadonlySet<CloseStepName> = new Set<CloseStepName>(['paper', 'send']);

export type Stage = 'looking' | 'warning' | 'counting' | 'counted';

type Props = Readonly<{
  view: CloseView | null;
  now: Stage;
  busy: boolean;
  onBack: () => void;
}>;

export function CloseSteps({ view, now, busy, onBack }: Props) {
  const words = useWords();
  const { t } = words;
  const nowMs = useNow(10_000);
  return (
    <section className="close-left">
      <p className="close-day">{words.day(nowMs)}</p>
      <p className="close-when">
        {words.weekday(nowMs)} · {words.time(nowMs)}
      </p>
      <ol className="steps close-steps" data-testid="close-steps">
        {closeStepNames.map((name) => {
          const step = view?.steps.find((one) => one.step === name);
          const state = stateOf(step, now);
          if (unsaid.has(name) || (name === 'hour' && state !== 'warned')) return null;
          return (
            <li
              key={name}
              className={`step step-${state}`}
              data-testid={`close-step-${name}`}
              data-state={state}
            >
              <span className="step-sign">
                <Icon name={state} />
              </span>
              <span className="step-name">{t(`close.step.${name}`)}</span>
              <span className="step-text">
                {name === 'leave' ? t('close.goodnight') : step ? textOf(step, state, words) : ''}
              </span>
            </li>
          );
        })}
      </ol>
      <div className="panel-space" />
      <Act id="report-back" hint={keyFor.back} disabled={busy} onPress={onBack}>
        {t('close.backToSale')}
      </Act>
      <p className="close-kept">{t('close.kept')}</p>
    </section>
  );
}

/** What waits for somebody at this moment is under way, not failed. */
function stateOf(step: CloseStepView | undefined, now: Stage): CloseStepView['state'] {
  if (!step) return 'waiting';
  if (step.step === 'count' && now === 'counting') return 'running';
  if (step.step === 'difference' && step.state === 'failed') return 'running';
  if (step.step === 'count' && step.state === 'failed') return 'waiting';
  return step.state;
}

function textOf(step: CloseStepView, state: CloseStepView['state'], words: Words): string {
  const details = step.details.map((detail) => words.sentence(detail));
  const problems =
    state === 'waiting' || state === 'running'
      ? []
      : step.problems.map((problem) => words.problem(problem, 'what'));
  return [...problems, ...details]
    .filter((text) => text !== '')
    .map((text) => text.replace(/[.。]$/, ''))
    .join(' · ');
}
