/** The Z is written: the paper once more, and the way back to the next morning's sign-in. */

import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { type ClosedDay, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ReceiptView } from '../parts/paper-view.tsx';
import { SealMark } from '../parts/seal.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import '../reports/report.css';

const keys = { confirm: 'closed.done', back: 'closed.done' } satisfies Keys;

export function ClosedDaySheet({ day }: Readonly<{ day: ClosedDay }>) {
  const words = useWords();
  const { t } = words;
  const done = () => useTill.setState({ closedDay: null, screen: 'sell', dialog: null });
  useKeys(keys, { back: done });
  return (
    <div className="screen" data-testid="closed-day-screen" data-z={day.zNumber}>
      <TopBar title={t('close.title')} />
      <main className="closed-day">
        <section className="closed-day-text">
          <div className="closed-day-seal">
            <SealMark text="日结" />
          </div>
          <h1>{t('closed.title', { date: day.businessDate })}</h1>
          <p>{t('closed.number', { number: day.zNumber })}</p>
          <p data-testid="closed-difference" data-minor={day.differenceMinor}>
            {day.differenceMinor === 0
              ? t('closed.exact')
              : t('closed.difference', { amount: words.money(day.differenceMinor) })}
          </p>
          <p>{t('closed.lead')}</p>
          <p>{t(day.afterClose === 'next-date' ? 'closed.next' : 'closed.further')}</p>
          <Act
            id="closed-done"
            tone="ink"
            size="large"
            hint={keyFor.confirm}
            autoFocus
            onPress={done}
          >
            {t('closed.done')}
          </Act>
        </section>
        <ReceiptView paper={day.paper} id="z-paper" label={t('close.title')} />
      </main>
    </div>
  );
}
