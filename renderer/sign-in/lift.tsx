/** Past the offline limits: a manager lets the till open, or the back office does so over the telephone. */
import { useState } from 'react';
import type { SignInView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { WhomToCall } from '../parts/whom-to-call.tsx';
import { callAllowed } from '../people/approval.ts';
import { CodeForm } from '../people/code-form.tsx';
import { useWords } from '../words/i18n.tsx';
import { cancel, refusalOf } from './acts.ts';

const keys = { manager: 'lift.manager', back: 'signIn.cancel' } satisfies Keys;

export function Lift({ view }: Readonly<{ view: SignInView }>) {
  const { t } = useWords();
  const [refused, setRefused] = useState<ProblemData | null>(null);
  const problems = view.steps.flatMap((step) => step.problems);
  const limit = problems.find((problem) => problem.kind === 'offline-limit');
  async function askManager(): Promise<void> {
    const answer = await callAllowed('signIn.lift', {});
    setRefused(answer === null || answer.ok ? null : answer.problem);
  }
  useKeys(keys, { manager: askManager, back: cancel });
  return (
    <div className="panel" data-testid="lift-panel">
      <h1 className="panel-title">{t('lift.title')}</h1>
      <div className="panel-scroll">
        {limit ? (
          <ProblemNote problem={limit} id="lift-problem" tone="amber">
            <WhomToCall kind={limit.kind} />
          </ProblemNote>
        ) : (
          <p className="panel-lead">{t('lift.lead')}</p>
        )}
        {view.challenge === null ? (
          <p className="panel-lead">{t('lift.othersOnly')}</p>
        ) : (
          <CodeForm
            challenge={view.challenge}
            submitLabel={t('lift.open')}
            autoFocus
            onCode={async (code) => refusalOf(await call('signIn.lift', { code }))}
          />
        )}
      </div>
      {refused === null ? null : <ProblemNote problem={refused} />}
      <Act
        id="lift-manager"
        tone={view.challenge === null ? 'ink' : 'plain'}
        hint={keyFor.manager}
        onPress={() => void askManager()}
      >
        {t('lift.manager')}
      </Act>
      <Act id="sign-in-cancel" tone="quiet" hint={keyFor.back} onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}
