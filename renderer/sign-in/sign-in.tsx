/** The daily gate: the eight steps on the left, what a person has to do for them on the right. */
import { lazy, Suspense, useState } from 'react';
import type { SignInView, TillState } from '../../domain/contract/ipc.ts';
import { useNow } from '../page/clock.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { goTo, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import { AfterClose } from './after-close.tsx';
import { Blocked } from './blocked.tsx';
import { Checking } from './steps/checking.tsx';
import { Seals } from './steps/seals.tsx';
import { StepList } from './steps/step-list.tsx';
import { MoreProof, Who } from './who.tsx';
import './sign-in.css';

const FloatPanel = lazy(async () => ({
  default: (await import('./steps/float-panel.tsx')).FloatPanel,
}));
const Lift = lazy(async () => ({ default: (await import('./lift.tsx')).Lift }));
const NewSecret = lazy(async () => ({ default: (await import('./new-secret.tsx')).NewSecret }));
const SelfCheck = lazy(async () => ({
  default: (await import('./steps/self-check.tsx')).SelfCheck,
}));

export function SignIn({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const view = useTill((till) => till.signIn);
  const [checks, setChecks] = useState(false);
  return (
    <div className="screen" data-testid="sign-in-screen" data-phase={state.phase}>
      <TopBar
        title="Rollcall"
        right={isIdle(view) ? <ForTechnicians onCheck={() => setChecks(true)} /> : null}
      >
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
          <AfterClose state={state} />
          <ParkedNote count={state.parked} />
        </section>
        <section className="sign-in-right">
          <Suspense fallback={null}>
            <RightSide view={view} state={state} />
          </Suspense>
        </section>
      </main>
      {checks && isIdle(view) ? (
        <Suspense fallback={null}>
          <SelfCheck onClose={() => setChecks(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Nobody has begun: the moment a technician comes to the till. */
const isIdle = (view: SignInView | null): boolean => view === null || view.waitsFor === 'operator';

const keys = { more: 'more.devices', check: 'selfCheck.open' } satisfies Keys;

function ForTechnicians({ onCheck }: Readonly<{ onCheck: () => void }>) {
  const { t } = useWords();
  const toDevices = () => goTo('devices');
  useKeys(keys, { more: toDevices, check: onCheck });
  return (
    <>
      <Act id="self-check" size="small" hint={keyFor.check} onPress={onCheck}>
        {t('selfCheck.open')}
      </Act>
      <Act id="sign-in-bench" size="small" hint={keyFor.more} onPress={toDevices}>
        {t('more.devices')}
      </Act>
    </>
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

function ParkedNote({ count }: Readonly<{ count: number }>) {
  const { t } = useWords();
  if (count === 0) return null;
  return (
    <p className="unclosed" data-testid="parked" data-count={count}>
      {t('signIn.parked', { count })}
    </p>
  );
}

type RightProps = Readonly<{ view: SignInView | null; state: TillState }>;

function RightSide({ view, state }: RightProps) {
  if (view === null || isIdle(view)) return <Who state={state} />;
  if (view.verdict === 'blocked') return <Blocked view={view} />;
  switch (view.waitsFor) {
    case 'more-proof':
      return <MoreProof view={view} />;
    case 'new-secret':
      return <NewSecret view={view} />;
    case 'seals':
      return <Seals view={view} />;
    case 'float':
      return <FloatPanel view={view} />;
    case 'lift':
      return <Lift view={view} />;
    case 'operator':
    case 'nothing':
      return <Checking view={view} />;
  }
}
