/** Sign-ins of this till in the past: who, when, how long, where the seconds went, and what somebody should look at. */
import { useEffect, useState } from 'react';
import type { AnomalyView } from '../../../domain/anomalies/channels.ts';
import type { PastSignIn } from '../../../domain/sign-in/channels.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { call } from '../../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { goTo } from '../../page/use-till.ts';
import { Act } from '../../parts/act.tsx';
import { ProblemNote } from '../../parts/problem-note.tsx';
import { TopBar } from '../../parts/top-bar.tsx';
import { useWords } from '../../words/i18n.tsx';
import { Anomalies } from './anomalies.tsx';
import { byDay } from './fold.ts';
import { SignInRow } from './sign-in-row.tsx';
import { StepTimes } from './step-times.tsx';
import './sign-ins.css';

/** As far back as main keeps it for a till. */
const signInsMax = 500;
/** A page of the list: about three screens. */
const pageSize = 30;

type Report = Readonly<{ signIns: readonly PastSignIn[]; anomalies: readonly AnomalyView[] }>;

const keys = {
  newer: 'past.newer',
  older: 'past.older',
  back: 'dialog.backToSale',
} satisfies Keys;

export function SignIns() {
  const { t } = useWords();
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [page, setPage] = useState(0);
  const pages = Math.max(1, Math.ceil((report?.signIns.length ?? 0) / pageSize));
  const shown = report?.signIns.slice(page * pageSize, (page + 1) * pageSize) ?? [];

  useEffect(() => {
    void call('report.signIns', { limit: signInsMax }).then((answer) => {
      if (answer.ok) setReport(answer.value);
      else setProblem(answer.problem);
    });
  }, []);

  const turn = (by: number) => setPage((now) => Math.min(pages - 1, Math.max(0, now + by)));
  useKeys(keys, { back: () => goTo('sell'), newer: () => turn(-1), older: () => turn(1) });

  return (
    <div className="screen" data-testid="sign-ins-screen">
      <TopBar title={t('past.title')} />
      <main className="past">
        <section className="past-main">
          {problem === null ? null : <ProblemNote problem={problem} id="report-problem" />}
          {report === null ? null : <Days key={page} signIns={shown} />}
          {pages > 1 ? <Pages page={page} pages={pages} onTurn={turn} /> : null}
        </section>
        <aside className="past-side">
          <StepTimes signIns={shown} />
          <Anomalies anomalies={report?.anomalies ?? []} />
          <Act id="report-back" hint={keyFor.back} onPress={() => goTo('sell')}>
            {t('dialog.backToSale')}
          </Act>
        </aside>
      </main>
    </div>
  );
}

function Days({ signIns }: Readonly<{ signIns: readonly PastSignIn[] }>) {
  const { t } = useWords();
  if (signIns.length === 0) {
    return (
      <p className="past-empty" data-testid="sign-ins-empty">
        {t('past.none')}
      </p>
    );
  }
  const longestMs = Math.max(...signIns.map((signIn) => signIn.tookMs));
  return byDay(signIns).map((day) => (
    <section key={day.businessDate}>
      <h2 className="past-day">{day.businessDate}</h2>
      <ol className="past-list">
        {day.signIns.map((signIn) => (
          <SignInRow key={signIn.seq} signIn={signIn} longestMs={longestMs} />
        ))}
      </ol>
    </section>
  ));
}

type PagesProps = Readonly<{ page: number; pages: number; onTurn: (by: number) => void }>;

function Pages({ page, pages, onTurn }: PagesProps) {
  const { t } = useWords();
  return (
    <nav className="past-pages" aria-label={t('past.pages')}>
      <Act
        id="past-newer"
        size="small"
        hint={keyFor.newer}
        disabled={page === 0}
        onPress={() => onTurn(-1)}
      >
        {t('past.newer')}
      </Act>
      <span data-testid="past-page" data-page={page}>
        {t('past.page', { page: page + 1, pages })}
      </span>
      <Act
        id="past-older"
        size="small"
        hint={keyFor.older}
        disabled={page === pages - 1}
        onPress={() => onTurn(1)}
      >
        {t('past.older')}
      </Act>
    </nav>
  );
}
