/** Totals so far: for a look at noon, changes nothing. */
import { useCallback, useEffect, useState } from 'react';
import type { ChannelOutput } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { goTo } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ReceiptView } from '../parts/paper-view.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useWords } from '../words/i18n.tsx';
import { HourlyChart } from './hourly-chart.tsx';
import { RefoldAct } from './refold-act.tsx';
import { TotalsTable } from './totals-table.tsx';
import './report.css';

const keys = { print: 'x.print', back: 'dialog.backToSale' } satisfies Keys;

/** What is longer than its place is scrolled by keys as well. */
const scrollable = { tabIndex: 0 };

export function XReport() {
  const { t, locale } = useWords();
  const [report, setReport] = useState<ChannelOutput<'report.x'> | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [printed, setPrinted] = useState<'done.printed' | 'done.sent' | null>(null);

  const look = useCallback(() => {
    // The paper comes in the language of the moment.
    void locale;
    void call('report.x', {}).then((answer) => {
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setReport(answer.value);
    });
  }, [locale]);
  useEffect(look, [look]);

  const [print] = useOnce(async () => {
    setProblem(null);
    const answer = await call('report.printX', {});
    if (answer.ok) setPrinted(answer.value.confirmed ? 'done.printed' : 'done.sent');
    else setProblem(answer.problem);
  });

  useKeys(keys, { back: () => goTo('sell'), print: print });

  return (
    <div className="screen" data-testid="x-report-screen">
      <TopBar title={t('x.title')}>
        <span>{report ? t('x.soFar', { date: report.totals.businessDate }) : ''}</span>
      </TopBar>
      <main className="report">
        <section className="report-main" {...scrollable}>
          {report === null ? null : (
            <>
              {report.blind ? (
                <p className="report-blind" data-testid="x-blind">
                  {t('x.blind')}
                </p>
              ) : null}
              <TotalsTable totals={report.totals} blind={report.blind} />
              {report.blind ? null : (
                <>
                  <h2 className="report-heading">{t('chart.title')}</h2>
                  <HourlyChart byHourMinor={report.totals.byHourMinor} cutOver={report.cutOver} />
                </>
              )}
            </>
          )}
        </section>
        <aside className="report-side">
          <ReceiptView paper={report?.paper ?? []} id="x-paper" label={t('x.title')} />
          {problem === null ? null : (
            <ProblemNote problem={problem} id="report-problem" tone="amber">
              <RefoldAct problem={problem} onDone={look} />
            </ProblemNote>
          )}
          <Act
            id="x-print"
            tone="ink"
            size="large"
            hint={keyFor.print}
            disabled={report === null}
            onPress={print}
          >
            {printed ? t(printed) : t('x.print')}
          </Act>
          <Act id="report-back" hint={keyFor.back} onPress={() => goTo('sell')}>
            {t('dialog.backToSale')}
          </Act>
        </aside>
      </main>
    </div>
  );
}
