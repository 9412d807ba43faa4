/** Which screen is shown: decided by what main says about the day, never by the page. */

import { lazy, memo, Suspense, useEffect } from 'react';
import { languages } from '../../domain/basics/languages.ts';
import type { TillState } from '../../domain/contract/ipc.ts';
import { Locked } from '../day/locked.tsx';
import { holdScreen } from '../page/layers.ts';
import { useTill } from '../page/use-till.ts';
import { KeysSheet } from '../parts/keys-sheet.tsx';
import { Lane } from '../parts/lane.tsx';
import { Seal } from '../parts/seal.tsx';
import { Approval } from '../people/approval-sheet.tsx';
import { Sell } from '../sale/sell.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import { useWords, WordsProvider } from '../words/i18n.tsx';
import { Startup } from './startup.tsx';

// Charts and traces are not needed to open the day, so they do not hold up the first page.
const Close = lazy(async () => ({ default: (await import('../day/close/close.tsx')).Close }));
const ClosedDaySheet = lazy(async () => ({
  default: (await import('../day/closed-day.tsx')).ClosedDaySheet,
}));
const Devices = lazy(async () => ({ default: (await import('../devices/devices.tsx')).Devices }));
const Handover = lazy(async () => ({ default: (await import('../day/handover.tsx')).Handover }));
const MySignIn = lazy(async () => ({
  default: (await import('../people/my-sign-in.tsx')).MySignIn,
}));
const Recent = lazy(async () => ({ default: (await import('../sale/past-sales.tsx')).Recent }));
const Returns = lazy(async () => ({ default: (await import('../returns/returns.tsx')).Returns }));
const SignIns = lazy(async () => ({
  default: (await import('../reports/sign-ins/sign-ins.tsx')).SignIns,
}));
const XReport = lazy(async () => ({ default: (await import('../reports/x-report.tsx')).XReport }));

export function App() {
  const startup = useTill((till) => till.startup);
  const locale = useTill((till) => till.state?.locale ?? till.startup?.locale ?? languages[0].tag);
  const currency = useTill((till) => till.state?.currency ?? 'CNY');
  const zone = useTill((till) => till.state?.zone ?? 'Asia/Shanghai');
  const state = useTill((till) => till.state);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <WordsProvider locale={locale} currency={currency} zone={zone}>
      <div className="till">
        <div className="till-screen" ref={holdScreen}>
          {startup === null ? (
            <Blank />
          ) : startup.problem !== null ? (
            <Startup problem={startup.problem} version={startup.version} />
          ) : state === null ? (
            <Blank />
          ) : (
            <Suspense fallback={<Blank />}>
              <Day state={state} />
            </Suspense>
          )}
        </div>
        <div id="sheets" />
        <Lane />
      </div>
      <Approval />
      <KeysSheet />
      <Seal />
    </WordsProvider>
  );
}

function Day({ state }: Readonly<{ state: TillState }>) {
  const screen = useTill((till) => till.screen);
  const closedDay = useTill((till) => till.closedDay);
  if (closedDay !== null) return <ClosedDaySheet day={closedDay} />;
  if (screen === 'devices' && state.phase !== 'locked') return <Devices />;
  switch (state.phase) {
    case 'closed':
    case 'signing-in':
      return <SignIn state={state} />;
    case 'locked':
      return <Locked state={state} />;
    case 'signing-out':
      return <SigningOut />;
    case 'open':
      if (screen === 'recent') return <Recent />;
      if (screen === 'returns') return <Returns />;
      if (screen === 'x-report') return <XReport />;
      if (screen === 'sign-ins') return <SignIns />;
      if (screen === 'my-sign-in' && state.operator) return <MySignIn operator={state.operator} />;
      if (screen === 'close') return <Close state={state} />;
      if (screen === 'handover') return <Handover state={state} />;
      return <SellScreen />;
  }
}

/** State comes often, the sale takes what it needs of it by itself. */
const SellScreen = memo(Sell);

/** Paper only: the first view is a few milliseconds away, and a spinner would flash. */
function Blank() {
  return <main className="blank" data-testid="blank" />;
}

function SigningOut() {
  const { t } = useWords();
  return (
    <main className="blank" data-testid="signing-out">
      <p className="blank-text" role="status">
        {t('signOut.running')}
      </p>
    </main>
  );
}
