/** The close of a business date: what is in the way or given up, the drawer counted, then the Z. */
import { useCallback, useEffect, useState } from 'react';
import type { TillState } from '../../../domain/contract/ipc.ts';
import type { CloseStepView, CloseView } from '../../../domain/day/channels.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import type { Counts } from '../../cash/count-table.tsx';
import { call } from '../../page/bridge.ts';
import { type Keys, useKeys } from '../../page/keys.ts';
import { goTo, useTill } from '../../page/use-till.ts';
import { TopBar } from '../../parts/top-bar.tsx';
import { useWords } from '../../words/i18n.tsx';
import { Counted } from './counted.tsx';
import { Counting } from './counting.tsx';
import type { Reason } from './reasons.tsx';
import { CloseSteps } from './steps.tsx';
import { Warnings } from './warnings.tsx';
import '../../reports/report.css';
import './close.css';

const keys = {
  count: 'close.countKey',
  finish: 'close.finishKey',
  back: 'close.backToSale',
} satisfies Keys;

export function Close({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  const [view, setView] = useState<CloseView | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [knows, setKnows] = useState(false);
  const [counts, setCounts] = useState<Counts>({});
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState<Reason | null>(null);
  const [busy, setBusy] = useState(false);

  const look = useCallback(() => {
    void call('day.preview', {}).then((answer) => {
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setView(answer.value);
    });
  }, []);
  useEffect(look, [look]);

  const asks = asksOf(view);
  const stage = view === null ? 'looking' : stageOf(view, asks.length > 0 && !knows, again);
  const difference = view?.due?.differenceMinor ?? 0;
  const ready = stage === 'counted' && !busy && (difference === 0 || reason !== null);

  async function count(): Promise<void> {
    if (view === null || busy) return;
    setBusy(true);
    const { businessDate } = view;
    const answer = await call('day.count', { businessDate, denominations: { ...counts } });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setView(answer.value);
    setAgain(false);
    setReason(null);
  }

  async function close(): Promise<void> {
    if (!ready || view === null) return;
    setBusy(true);
    setProblem(null);
    const { businessDate } = view;
    const answer = await call('day.close', {
      businessDate,
      reason:
        reason === null || difference === 0
          ? null
          : { id: reason, text: t(`close.reason.${reason}`) },
      accepts: asks.map(({ step }) => step),
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    const { afterClose } = view;
    useTill.setState({ closedDay: { businessDate, afterClose, ...answer.value }, screen: 'sell' });
  }

  const back = () => {
    if (!busy) goTo('sell');
  };
  useKeys(keys, {
    back,
    count:
      stage === 'counting' ? () => void count() : stage === 'counted' ? () => setAgain(true) : null,
    finish: () => (stage === 'warning' ? setKnows(true) : void close()),
  });

  return (
    <div className="screen" data-testid="close-screen" data-stage={stage}>
      <CloseBar state={state} view={view} />
      <main className="close">
        <CloseSteps view={view} now={stage} busy={busy} onBack={back} />
        {view === null || stage === 'looking' ? (
          <section className="close-middle" />
        ) : stage === 'warning' ? (
          <Warnings steps={asks} onGoOn={() => setKnows(true)} onBack={back} />
        ) : stage === 'counting' ? (
          <Counting
            view={view}
            counts={counts}
            problem={problem}
            busy={busy}
            onChange={setCounts}
            onConfirm={() => void count()}
            onLook={look}
          />
        ) : (
          <Counted
            view={view}
            reason={reason}
            problem={problem}
            ready={ready}
            busy={busy}
            onReason={setReason}
            onAgain={() => setAgain(true)}
            onClose={() => void close()}
            onLook={look}
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

function stageOf(view: CloseView, warns: boolean, again: boolean) {
  if (warns) return 'warning';
  return again || !view.stands ? 'counting' : 'counted';
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
