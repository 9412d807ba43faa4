/** The drawer counted and passed on in mid-day: what is missing or over is whoever's who goes. */
import { useCallback, useEffect, useState } from 'react';
import type { TillState } from '../../domain/contract/ipc.ts';
import type { DrawerView } from '../../domain/day/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import type { Counts } from '../cash/count-table.tsx';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { Counted } from './close/counted.tsx';
import { Counting } from './close/counting.tsx';
import '../reports/report.css';
import './close/close.css';

const keys = {
  count: 'close.countKey',
  finish: 'handover.act',
  back: 'close.backToSale',
} satisfies Keys;

type Stage = 'looking' | 'counting' | 'counted';

/** The drawer as it is counted, until it is handed over: then the shift is over, and with it this screen. */
function useHandover() {
  const { t, money } = useWords();
  const [view, setView] = useState<DrawerView | null>(null);
  const [counts, setCounts] = useState<Counts>({});
  const [again, setAgain] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [busy, setBusy] = useState(false);

  const look = useCallback(() => {
    void call('drawer.view', {}).then((answer) => {
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setView(answer.value);
    });
  }, []);
  useEffect(look, [look]);

  const stage: Stage = view === null ? 'looking' : again || !view.stands ? 'counting' : 'counted';
  const difference = view?.due?.differenceMinor ?? 0;
  const ready = stage === 'counted' && !busy && (difference === 0 || reason !== null);

  async function count(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('drawer.count', { denominations: { ...counts } });
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setView(answer.value);
    setAgain(false);
    setReason(null);
  }

  async function finish(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    const lead = t('close.differenceAsks', { amount: money(Math.abs(difference)) });
    const reasonId = difference === 0 ? null : reason;
    const answer = await callAllowed('drawer.handOver', { reasonId }, { lead });
    setBusy(false);
    if (answer) setProblem(answer.ok ? null : answer.problem);
  }
  return {
    ...{ view, stage, counts, setCounts, setAgain, reason, setReason, problem },
    ...{ busy, ready, look, count, finish },
  };
}

export function Handover({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const { t } = words;
  const its = useHandover();
  const { view, stage, busy, problem } = its;
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
    finish: stage === 'counted' ? () => void its.finish() : null,
  });

  return (
    <div className="screen" data-testid="handover-screen" data-stage={stage}>
      <TopBar title={t('handover.title')} right={<span>{state.operator?.name ?? ''}</span>}>
        <span>
          {t('close.date', { date: state.businessDate })} · {words.name(state.storeName)}{' '}
          {state.tillName}
        </span>
      </TopBar>
      <main className="close">
        <About busy={busy} onBack={back} />
        {view === null ? (
          <section className="close-middle" />
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
            act={{ id: 'hand-over-drawer', label: t('handover.act'), tone: 'ink' }}
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

/** What it means, and the way back. */
function About({ busy, onBack }: Readonly<{ busy: boolean; onBack: () => void }>) {
  const { t } = useWords();
  return (
    <section className="close-left">
      <p className="close-day">{t('handover.title')}</p>
      <p className="close-when">{t('handover.lead')}</p>
      <div className="panel-space" />
      <Act id="report-back" hint={keyFor.back} disabled={busy} onPress={onBack}>
        {t('close.backToSale')}
      </Act>
      <p className="close-kept">{t('handover.kept')}</p>
    </section>
  );
}
