/** The till could not start: what happened, what was kept safe, what to do, whom to call. */
import { useState } from 'react';
import type { Channel, ChannelInput, StartupView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { showStartup, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import './startup.css';

type Props = Readonly<{ problem: ProblemData; version: string }>;
type StartupChannel = Extract<Channel, 'startup.retry' | 'startup.enrol'>;

const retryKeys = { confirm: 'startup.retry' } satisfies Keys;
const enrolKeys = { confirm: 'startup.enrol' } satisfies Keys;

export function Startup({ problem, version }: Props) {
  const { t } = useWords();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ProblemData | null>(null);
  const helpPhone = useTill((till) => till.state?.helpPhone ?? '');
  const lost = problem.kind === 'till-restored';
  const enrolling = lost || ['till-not-enrolled', 'enrolment-code-wrong'].includes(problem.kind);

  useKeys(enrolling ? enrolKeys : retryKeys);

  async function ask<Name extends StartupChannel>(channel: Name, input: ChannelInput<Name>) {
    setBusy(true);
    setRefused(null);
    const answer = await call(channel, input);
    setBusy(false);
    if (!answer.ok) return setRefused(answer.problem);
    const view: StartupView = answer.value;
    await showStartup(view);
  }

  return (
    <div className="screen" data-testid="startup-screen" data-kind={problem.kind}>
      <TopBar title="Rollcall">
        <span className="bar-quiet">{version === '' ? '' : `v${version}`}</span>
      </TopBar>
      <main className="startup">
        <div className="startup-sheet">
          <h1>{enrolling && !lost ? t('startup.enrolTitle') : t('startup.title')}</h1>
          <ProblemNote
            problem={problem}
            tone={enrolling && !lost ? 'amber' : 'seal'}
            id="startup-problem"
          />
          {refused === null ? null : <ProblemNote problem={refused} id="startup-refused" />}
          {enrolling ? (
            <EnrolForm busy={busy} onCode={(code) => void ask('startup.enrol', { code })} />
          ) : (
            <Act
              id="startup-retry"
              tone="ink"
              size="large"
              hint={keyFor.confirm}
              autoFocus
              disabled={busy}
              onPress={() => void ask('startup.retry', {})}
            >
              {busy ? t('startup.retrying') : t('startup.retry')}
            </Act>
          )}
          <p className="startup-help" data-testid="startup-help">
            {helpPhone === '' ? t('startup.help') : t('startup.helpPhone', { phone: helpPhone })}
          </p>
        </div>
      </main>
    </div>
  );
}

function EnrolForm({ busy, onCode }: Readonly<{ busy: boolean; onCode: (code: string) => void }>) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const ready = code.trim().length >= 4 && !busy;
  return (
    <form
      className="startup-enrol"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onCode(code.trim());
      }}
    >
      <label htmlFor="enrol-code">{t('startup.code')}</label>
      <input
        id="enrol-code"
        className="field field-code"
        data-testid="enrol-code"
        autoComplete="off"
        spellCheck={false}
        maxLength={32}
        // The only thing to do on this screen.
        ref={focusOnce}
        value={code}
        onChange={(event) => setCode(event.target.value.toUpperCase())}
      />
      <Act
        id="enrol-submit"
        tone="seal"
        size="large"
        hint={keyFor.confirm}
        disabled={!ready}
        onPress={() => onCode(code.trim())}
      >
        {busy ? t('startup.enrolling') : t('startup.enrol')}
      </Act>
    </form>
  );
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
