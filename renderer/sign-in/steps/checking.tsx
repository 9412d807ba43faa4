/** Nothing to do but wait; a few seconds at most. */
import type { SignInView } from '../../../domain/contract/ipc.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { cancel } from '../acts.ts';

const keys = { back: 'signIn.cancel' } satisfies Keys;

export function Checking({ view }: Readonly<{ view: SignInView }>) {
  const { t } = useWords();
  const running = view.steps.find((step) => step.state === 'running');
  const ended = view.steps.filter((step) => !['running', 'waiting'].includes(step.state)).length;
  useKeys(keys, { back: cancel });
  return (
    <div className="panel" data-testid="sign-in-checking">
      <h1 className="panel-title">
        {view.operator ? t('signIn.hello', { name: view.operator.name }) : t('signIn.checking')}
      </h1>
      <p className="panel-lead" role="status" aria-live="polite">
        {running ? t(`stepDoing.${running.step}`) : t('signIn.checking')}
      </p>
      <progress
        className="panel-bar"
        max={view.steps.length}
        value={ended}
        aria-label={t('signIn.steps')}
      />
      <div className="panel-space" />
      <Act id="sign-in-cancel" hint={keyFor.back} onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}
