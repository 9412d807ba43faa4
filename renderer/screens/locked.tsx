/** The operator stepped away; the basket waits behind a PIN. */
import { useEffect, useState } from 'react';
import type { OperatorView, TillState } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/problems.ts';
import { call } from '../bridge.ts';
import { useNow } from '../clock.ts';
import { useWords } from '../i18n.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useTill } from '../use-till.ts';
import { PinPanel } from './pin-panel.tsx';
import './sign-in.css';

export function Locked({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const { t } = words;
  const now = useNow(1_000);
  const pieces = useTill((till) => till.basket?.totals.pieces ?? 0);
  const whoMay = useWhoMayUnlock(state.operator);

  async function unlock(number: string, pin: string): Promise<ProblemData | null> {
    const answer = await call('till.unlock', { number, pin });
    return answer.ok ? null : answer.problem;
  }

  return (
    <div className="screen" data-testid="locked-screen">
      <TopBar title="Rollcall">
        <span>
          {words.name(state.storeName)} · {state.tillName}
        </span>
      </TopBar>
      <main className="sign-in">
        <section className="sign-in-left locked">
          <p className="locked-clock">{words.time(now)}</p>
          <p className="locked-day">
            {words.day(now)} · {words.weekday(now)}
          </p>
          <p className="locked-text">
            {state.operator ? t('locked.by', { name: state.operator.name }) : t('locked.title')}
          </p>
          {pieces > 0 ? (
            <p className="locked-text" data-testid="locked-basket">
              {t('locked.basket', { count: pieces })}
            </p>
          ) : null}
        </section>
        <section className="sign-in-right">
          <PinPanel
            title={t('locked.title')}
            operators={whoMay}
            submitLabel={t('locked.unlock')}
            onSubmit={unlock}
          />
        </section>
      </main>
    </div>
  );
}

/** The operator of the shift first, then the managers. */
function useWhoMayUnlock(operator: OperatorView | null): readonly OperatorView[] {
  const [managers, setManagers] = useState<readonly OperatorView[]>([]);
  useEffect(() => {
    void call('signIn.operators', {}).then((answer) => {
      if (answer.ok) setManagers(answer.value.filter((person) => person.role === 'manager'));
    });
  }, []);
  if (!operator) return managers;
  return [operator, ...managers.filter((manager) => manager.number !== operator.number)];
}
