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
import { callAllowed } from '../../people/approval.ts';
import { useWords } from '../../words/i18n.tsx';
import { Counted } from './counted.tsx';
import { Counting } from './counting.tsx';
import { CloseSteps, type Stage } from './steps.tsx';
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
  const { t, money } = useWords();
  const [view, setView] = useState<CloseView | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [knows, setKnows] = useState(false);
  const [counts, setCounts] = useState<Counts>({});
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const look = useCallback(() => {
    void call('day.preview', {}).then((answer) => {
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setView(answer.value);
    });
  }, []);
  useEffect(look, [look]);

  const asks = asksOf(view);
  const stage: Stage = view === null ? 'looking' : stageOf(view, asks.length > 0 && !knows, again);
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

  async function finish(): Promise<void> {
    if (!ready || view === null) return;
    setBusy(true);
    setProblem(null);
    const { businessDate, afterClose } = view;
    const closing = {
      businessDate,
      reasonId: difference === 0 ? null : reason,
      accepts: asks.map(({ step }) => step),
    };
    const lead = t('close.differenceAsks', { amount: money(Math.abs(difference)) });
    const answer = await callAllowed('day.close', closing, { lead });
    setBusy(false);
    if (answer === null) return;
    if (!answer.ok) return setProblem(answer.problem);
    useTill.setState({ closedDay: { businessDate, afterClose, ...answer.value }, screen: 'sell' });
  }
  return {
    ...{ view, problem, setKnows, counts, setCounts, setAgain, reason, setReason, busy },
    ...{ look, asks, stage, ready, count, finish },
  };
}

export function Close({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  const its = useClose();
  const { view, asks, stage, busy, problem } = its;
  const back = () => {
    if (!busy) goTo('sell');
  };
  useKeys(keys, {
    back,
    count:
      stage === 'counting'
        ? () => void its.count()
        : stage === 'counted'
          ? () => its.setAgain(true)
          : null,
    finish:
      stage === 'warning'
        ? () => its.setKnows(true)
        : stage === 'counted'
          ? () => void its.finish()
          : null,
  });

  return (
    <div className="screen" data-testid="close-screen" data-stage={stage}>
      <CloseBar state={state} view={view} />
      <main className="close">
        <CloseSteps view={view} now={stage} busy={busy} onBack={back} />
        {view === null || stage === 'looking' ? (
          <section className="close-middle" />
        ) : stage === 'warning' ? (
          <Warnings steps={asks} onGoOn={() => its.setKnows(true)} onBack={back} />
        ) : stage === 'counting' ? (
          <Counting
            view={view}
            counts={its.counts}
            problem={problem}
            busy={busy}
            onChange={its.setCounts}
            onConfirm={() => void its.count()}
            onLook={its.look}
          />
        ) : (
          <Counted
            view={view}
            act={{ id: 'close-day', label: t(busy ? 'close.closing' : 'close.act'), tone: 'seal' }}
            preview={view.preview}
            reason={its.reason}
            problem={problem}
            ready={its.ready}
            busy={busy}
            onReason={its.setReason}
            onAgain={() => its.setAgain(true)}
            onClose={() => void its.finish()}
            onLook={its.look}
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
