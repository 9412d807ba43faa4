/** The day cannot open: each reason with its sentence, what to do about it, and whom to call. */
import { useState } from 'react';
import type { SignInView } from '../../domain/contract/ipc.ts';
import type { ProblemKind } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { notify } from '../page/notices.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { WhomToCall } from '../parts/whom-to-call.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { cancel, refusalOf } from './acts.ts';

/** What a manager beside the till can end, and how its button is called. */
const liftWords: Partial<Record<ProblemKind, 'stop.goOn' | 'stop.newJournal'>> = {
  'journal-shortened': 'stop.goOn',
  'till-restored': 'stop.newJournal',
  'till-cloned': 'stop.newJournal',
};

const keys = {
  confirm: 'blocked.retry',
  more: 'blocked.devices',
  back: 'signIn.cancel',
} satisfies Keys;

export function Blocked({ view }: Readonly<{ view: SignInView }>) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const failed = view.steps.filter((step) => step.state === 'failed');

  const liftWord = failed
    .flatMap((step) => step.problems.map(({ kind }) => liftWords[kind]))
    .find((word) => word !== undefined);
  async function askManager(): Promise<void> {
    if (liftWord === undefined) return;
    const answer = await callAllowed('signIn.liftStop', {}, { title: t(liftWord) });
    if (answer && !answer.ok) notify(answer.problem);
  }

  async function retry(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const problem = refusalOf(await call('signIn.retry', {}));
    setBusy(false);
    if (problem !== null) notify(problem);
  }

  const toDevices = () => goTo('devices');
  useKeys(
    { ...keys, ...(liftWord === undefined ? {} : { manager: liftWord, confirm: liftWord }) },
    { more: toDevices, manager: askManager, back: cancel },
  );
  return (
    <div className="panel" data-testid="blocked-panel">
      <h1 className="panel-title">{t('blocked.title')}</h1>
      <div className="panel-scroll">
        {failed.map((step) => (
          <section key={step.step} className="blocked-step">
            <h2>{t(`step.${step.step}`)}</h2>
            {step.problems.map((problem) => (
              <ProblemNote key={JSON.stringify(problem)} problem={problem} id="blocked-problem">
                <WhomToCall kind={problem.kind} />
              </ProblemNote>
            ))}
          </section>
        ))}
      </div>
      {liftWord === undefined ? null : (
        // Checking again does not end this: the way on comes first.
        <Act
          id="stop-lift"
          tone="ink"
          size="large"
          hint={keyFor.manager}
          autoFocus
          onPress={() => void askManager()}
        >
          {t(liftWord)}
        </Act>
      )}
      <Act
        id="sign-in-retry"
        {...(liftWord === undefined
          ? { tone: 'ink', size: 'large', hint: keyFor.confirm, autoFocus: true }
          : {})}
        disabled={busy}
        onPress={() => void retry()}
      >
        {t('blocked.retry')}
      </Act>
      <Act id="sign-in-devices" hint={keyFor.more} onPress={toDevices}>
        {t('blocked.devices')}
      </Act>
      <Act id="sign-in-cancel" tone="quiet" hint={keyFor.back} onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}
