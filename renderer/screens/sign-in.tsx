/** The daily gate: the eight steps on the left, what a person has to do for them on the right. */
import { lazy, Suspense, useEffect, useState } from 'react';
import type { OperatorView, SignInView, TillState } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/problems.ts';
import { call } from '../bridge.ts';
import { useNow } from '../clock.ts';
import { useWords } from '../i18n.tsx';
import { useShortcuts } from '../keys.ts';
import { Act } from '../parts/act.tsx';
import { ApprovalSheet } from '../parts/approval-sheet.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { StepList } from '../parts/step-list.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { goTo, notify, useTill } from '../use-till.ts';
import { PinPanel } from './pin-panel.tsx';
import './sign-in.css';

const FloatPanel = lazy(async () => ({
  default: (await import('./float-panel.tsx')).FloatPanel,
}));

export function SignIn({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const view = useTill((till) => till.signIn);
  return (
    <div className="screen" data-testid="sign-in-screen" data-phase={state.phase}>
      <TopBar title="Rollcall" right={isIdle(view) ? <ToBench /> : null}>
        <span>
          {words.name(state.storeName)} · {state.tillName}
        </span>
        <span className="bar-quiet">v{state.version}</span>
      </TopBar>
      <main className="sign-in">
        <section className="sign-in-left">
          <DayHeading state={state} />
          <StepList steps={view?.steps ?? []} />
          <UnclosedNote dates={state.unclosedDates} today={state.businessDate} />
        </section>
        <section className="sign-in-right">
          <Suspense fallback={null}>
            <RightSide view={view} />
          </Suspense>
        </section>
      </main>
    </div>
  );
}

/** Nobody has begun: the moment a technician comes to the till. */
const isIdle = (view: SignInView | null): boolean => view === null || view.waitsFor === 'operator';

function ToBench() {
  const { t } = useWords();
  const toDevices = () => goTo('devices');
  useShortcuts({ F9: toDevices });
  return (
    <Act id="sign-in-bench" size="small" hint="F9" onPress={toDevices}>
      {t('more.devices')}
    </Act>
  );
}

function DayHeading({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const now = useNow(1_000);
  const { lastSignIn, lastSyncAt } = state;
  return (
    <div className="day-heading">
      <p className="day-line">
        <span className="day-date">{words.day(now)}</span>
        <span className="day-time">
          {words.weekday(now)} · {words.time(now)}
        </span>
      </p>
      <p className="day-facts">
        <span>{words.t('signIn.businessDate')}</span>{' '}
        <b data-testid="business-date">{state.businessDate}</b>
        {' · '}
        {lastSignIn === null
          ? words.t('signIn.never')
          : words.t('signIn.last', {
              when: words.moment(lastSignIn.at, now),
              who: lastSignIn.operatorName,
            })}
        {' · '}
        {lastSyncAt === null
          ? words.t('signIn.neverSynced')
          : words.t('signIn.lastSync', { when: words.moment(lastSyncAt, now) })}
      </p>
      <div className="day-seal" aria-hidden="true" />
    </div>
  );
}

function UnclosedNote({ dates, today }: Readonly<{ dates: readonly string[]; today: string }>) {
  const { t } = useWords();
  const earlier = dates.filter((date) => date < today);
  if (earlier.length === 0) return null;
  return (
    <p className="unclosed" data-testid="unclosed-dates">
      {t('signIn.unclosed', { dates: earlier.join(', ') })}
    </p>
  );
}

function RightSide({ view }: Readonly<{ view: SignInView | null }>) {
  if (view === null || isIdle(view)) return <Who />;
  if (view.verdict === 'blocked') return <Blocked view={view} />;
  if (view.waitsFor === 'seals') return <Seals view={view} />;
  if (view.waitsFor === 'float') return <FloatPanel view={view} />;
  return <Checking view={view} />;
}

function Who() {
  const { t } = useWords();
  const [operators, setOperators] = useState<readonly OperatorView[]>([]);
  const [lockedOut, setLockedOut] = useState<string | null>(null);

  useEffect(() => {
    void call('signIn.operators', {}).then((answer) => {
      if (answer.ok) setOperators(answer.value);
      else notify(answer.problem);
    });
  }, []);

  async function begin(number: string, pin: string): Promise<ProblemData | null> {
    const answer = await call('signIn.begin', { number, pin });
    if (!answer.ok) return answer.problem;
    takeView(answer.value);
    return null;
  }

  return (
    <>
      <PinPanel
        title={t('signIn.who')}
        operators={operators}
        submitLabel={t('signIn.begin')}
        onSubmit={begin}
        onLockedOut={setLockedOut}
      />
      {lockedOut === null ? null : (
        <ApprovalSheet
          title={t('operator.unlockTitle', { number: lockedOut })}
          onClose={() => setLockedOut(null)}
          onApprove={async (approval) => {
            const answer = await call('signIn.unlockOperator', { number: lockedOut, approval });
            if (!answer.ok) return answer.problem;
            setLockedOut(null);
            return null;
          }}
        />
      )}
    </>
  );
}

/** Nothing to do but wait; a few seconds at most. */
function Checking({ view }: Readonly<{ view: SignInView }>) {
  const { t } = useWords();
  const running = view.steps.find((step) => step.state === 'running');
  const ended = view.steps.filter((step) => !['running', 'waiting'].includes(step.state)).length;
  useShortcuts({ Escape: cancel });
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
      <Act id="sign-in-cancel" hint="Esc" onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}

function Seals({ view }: Readonly<{ view: SignInView }>) {
  const words = useWords();
  const { t } = words;
  const [busy, setBusy] = useState(false);

  async function confirm(intact: boolean): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('signIn.confirmSeals', { intact });
    setBusy(false);
    if (answer.ok) takeView(answer.value);
    else notify(answer.problem);
  }

  useShortcuts({ F8: () => void confirm(false), Escape: cancel });
  return (
    <div className="panel" data-testid="seals-panel">
      <h1 className="panel-title">{t('seals.title')}</h1>
      <p className="panel-lead">{t('seals.lead')}</p>
      <ul className="seal-list">
        {view.seals.map((entry) => (
          <li key={entry.device}>
            <span>{words.device(entry.device)}</span>
            <code>{entry.seals.join(' · ')}</code>
          </li>
        ))}
      </ul>
      <div className="panel-space" />
      <Act
        id="seals-intact"
        tone="ink"
        size="large"
        hint="Enter"
        autoFocus
        disabled={busy}
        onPress={() => void confirm(true)}
      >
        {t('seals.intact')}
      </Act>
      <Act id="seals-broken" hint="F8" disabled={busy} onPress={() => void confirm(false)}>
        {t('seals.broken')}
      </Act>
      <Act id="sign-in-cancel" tone="quiet" hint="Esc" onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}

function Blocked({ view }: Readonly<{ view: SignInView }>) {
  const words = useWords();
  const { t } = words;
  const helpPhone = useTill((till) => till.state?.helpPhone ?? '');
  const [busy, setBusy] = useState(false);
  const failed = view.steps.filter((step) => step.state === 'failed');

  async function retry(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('signIn.retry', {});
    setBusy(false);
    if (answer.ok) takeView(answer.value);
    else notify(answer.problem);
  }

  const toDevices = () => goTo('devices');
  useShortcuts({ F4: toDevices, Escape: cancel });
  return (
    <div className="panel" data-testid="blocked-panel">
      <h1 className="panel-title">{t('blocked.title')}</h1>
      <div className="panel-scroll">
        {failed.map((step) => (
          <section key={step.step} className="blocked-step">
            <h2>{t(`step.${step.step}`)}</h2>
            {step.problems.map((problem) => (
              <ProblemNote key={JSON.stringify(problem)} problem={problem} id="blocked-problem" />
            ))}
          </section>
        ))}
        {helpPhone === '' ? null : (
          <p className="panel-help">{t('blocked.help', { phone: helpPhone })}</p>
        )}
      </div>
      <Act
        id="sign-in-retry"
        tone="ink"
        size="large"
        hint="Enter"
        autoFocus
        disabled={busy}
        onPress={() => void retry()}
      >
        {t('blocked.retry')}
      </Act>
      <Act id="sign-in-devices" hint="F4" onPress={toDevices}>
        {t('blocked.devices')}
      </Act>
      <Act id="sign-in-cancel" tone="quiet" hint="Esc" onPress={cancel}>
        {t('signIn.cancel')}
      </Act>
    </div>
  );
}

async function cancelSignIn(): Promise<void> {
  const answer = await call('signIn.cancel', {});
  if (!answer.ok) notify(answer.problem);
}

function cancel(): void {
  void cancelSignIn();
}

/** An event may already have brought a newer view than the answer: events are sent as things happen. */
function takeView(view: SignInView): void {
  useTill.setState({ signIn: view });
}
