/** The drawer counted and passed on in mid-day: what is missing or over is whoever's who goes. */
import type { TillState } from '../../domain/contract/ipc.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { CountStages } from './close/count-stages.tsx';
import { useCount } from './close/use-count.ts';
import '../reports/report.css';
import './close/close.css';

const keys = {
  count: 'close.countKey',
  finish: 'handover.act',
  back: 'close.backToSale',
} satisfies Keys;

/** Until it is handed over: then the shift is over, and with it this screen. */
export function Handover({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const { t } = words;
  const its = useCount(
    () => call('drawer.view', {}),
    (counts) => call('drawer.count', { denominations: { ...counts } }),
  );
  const { stage, busy } = its;
  const back = () => {
    if (!busy) goTo('sell');
  };
  const finish = () =>
    void its.finish((reasonId, lead) => callAllowed('drawer.handOver', { reasonId }, { lead }));
  useKeys(keys, { back, count: its.countKey, finish: stage === 'counted' ? finish : null });

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
        <CountStages
          its={its}
          act={{ id: 'hand-over-drawer', label: t('handover.act'), tone: 'ink' }}
          onFinish={finish}
        />
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
