/** The close of a business date: what is in the way or given up, the drawer counted, then the Z. */
import { useState } from 'react';
import type { TillState } from '../../../domain/contract/ipc.ts';
import type { CloseStepView, CloseView } from '../../../domain/day/channels.ts';
import { call } from '../../page/bridge.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { goTo, useTill } from '../../page/use-till.ts';
import { TopBar } from '../../parts/top-bar.tsx';
import { callAllowed } from '../../people/approval.ts';
import { useWords } from '../../words/i18n.tsx';
import { CountStages } from './count-stages.tsx';
import { CloseSteps, type Stage } from './steps.tsx';
import { useCount } from './use-count.ts';
import { Warnings } from './warnings.tsx';
import '../../reports/report.css';
import './close.css';

const keys = {
  count: 'close.countKey',
  finish: 'close.finishKey',
  back: 'close.backToSale',
} satisfies Keys;

/** The close as far as it has come. */
function useClose() {
  const [knows, setKnows] = useState(false);
  const its = useCount(
    () => call('day.preview', {}),
    (counts, { businessDate }) => call('day.count', { businessDate, denominations: { ...counts } }),
  );
  const { view } = its;
  const asks = asksOf(view);
  const stage: Stage = asks.length > 0 && !knows ? 'warning' : its.stage;

  async function finish(): Promise<void> {
    if (view === null) return;
    const { businessDate, afterClose } = view;
    const accepts = asks.map(({ step }) => step);
    const closed = await its.finish((reasonId, lead) =>
      callAllowed('day.close', { businessDate, reasonId, accepts }, { lead }),
    );
    if (closed === null) return;
    useTill.setState({ closedDay: { businessDate, afterClose, ...closed }, screen: 'sell' });
  }
  return { its, view, asks, stage, goOn: () => setKnows(true), finish };
}

export function Close({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  const { its, view, asks, stage, goOn, finish } = useClose();
  const { busy } = its;
  const back = () => {
    if (!busy) goTo('sell');
  };
  useKeys(keys, {
    back,
    count: stage === 'warning' ? null : its.countKey,
    finish: stage === 'warning' ? goOn : stage === 'counted' ? () => void finish() : null,
  });

  return (
    <div className="screen" data-testid="close-screen" data-stage={stage}>
      <CloseBar state={state} view={view} />
      <main className="close">
        <CloseSteps view={view} now={stage} busy={busy} onBack={back} />
        {stage === 'warning' ? (
          <Warnings steps={asks} onGoOn={goOn} onBack={back} />
        ) : (
          <CountStages
            its={its}
            act={{ id: 'close-day', label: t(busy ? 'close.closing' : 'close.act'), tone: 'seal' }}
            preview={view?.preview ?? null}
            onFinish={() => void finish()}
          />
        )}
      </main>
    </div>
  );
}

/** What whoever closes must have read. */
function asksOf(view: CloseView | null): readonly CloseStepView[] {
  const asked = view?.steps.filter(({ step }) => step === 'hour' || step === 'holds') ?? [];
  return asked.filter(({ state }) => state === 'warned');
}

function CloseBar({ state, view }: Readonly<{ state: TillState; view: CloseView | null }>) {
  const words = useWords();
  const { t, count } = words;
  const { openAttempts = 0, unsynced = 0, entries = 0 } = view ?? {};
  return (
    <TopBar
      title={t('close.title')}
      right={
        view === null ? null : (
          <>
            {openAttempts === 0 ? null : (
              <span className="chip chip-seal" data-testid="close-attempts">
                {t('close.attempts', { count: openAttempts })}
              </span>
            )}
            <span
              className={unsynced === 0 ? 'chip' : 'chip chip-amber'}
              data-testid="close-synced"
            >
              {t('close.synced', { done: count(entries - unsynced), total: count(entries) })}
            </span>
            <span>{state.operator?.name ?? ''}</span>
          </>
        )
      }
    >
      <span>
        {view === null ? '' : t('close.date', { date: view.businessDate })}
        {view !== null && view.session > 1
          ? ` · ${t('close.session', { session: view.session })}`
          : ''}{' '}
        · {words.name(state.storeName)} {state.tillName}
      </span>
    </TopBar>
  );
}
