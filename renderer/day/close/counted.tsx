/** A count stands: the first beside the last, what should be there line by line, the reason, and the Z as it will be. */
import { useState } from 'react';
import type { CloseView, DrawerView } from '../../../domain/day/channels.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { Reasons, useReasons } from '../../cash/reasons.tsx';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { Act } from '../../parts/act.tsx';
import { ReceiptView } from '../../parts/paper-view.tsx';
import { type MessageKey, useWords } from '../../words/i18n.tsx';
import { CountsTable } from './counts-table.tsx';
import { CloseProblem } from './problem.tsx';

const keys = { entry: 'close.why' } satisfies Keys;

type Due = NonNullable<DrawerView['due']>;
type Props = Readonly<{
  view: DrawerView;
  /** What it leads to. */
  act: Readonly<{ id: string; label: string; tone: 'seal' | 'ink' }>;
  /** The Z as it will be, where it leads to one. */
  preview?: CloseView['preview'];
  reason: string | null;
  problem: ProblemData | null;
  ready: boolean;
  busy: boolean;
  onReason: (reasonId: string) => void;
  onAgain: () => void;
  onFinish: () => void;
  onLook: () => void;
}>;

export function Counted(props: Props) {
  const { view, act, preview = null, reason, problem, ready, busy } = props;
  const { t } = useWords();
  const [shows, setShows] = useState<'count' | 'z'>('count');
  const { due } = view;
  const reasons = useReasons('difference');
  const differs = due !== null && due.differenceMinor !== 0;
  const chooseNth = (nth: number) => {
    const chosen = reasons[nth - 1];
    if (chosen) props.onReason(chosen.id);
  };
  useKeys(keys, { entry: differs && !busy ? chooseNth : null });
  return (
    <>
      <section className="close-middle">
        {preview === null ? null : (
          <div className="close-tabs">
            <Act id="close-show-count" chosen={shows === 'count'} onPress={() => setShows('count')}>
              {t('close.showCount')}
            </Act>
            <Act id="close-show-z" chosen={shows === 'z'} onPress={() => setShows('z')}>
              {t('close.showZ')}
            </Act>
          </div>
        )}
        {shows === 'count' ? (
          <CountsTable counts={view.counts} />
        ) : (
          <ReceiptView id="z-preview" label={t('close.preview')} paper={preview ?? []} />
        )}
      </section>
      <aside className="close-side">
        {due === null ? null : (
          <>
            <Verdict view={view} due={due} />
            <Lines due={due} />
            {!differs ? null : (
              <Reasons
                of="difference"
                hint={String}
                legend={t('close.why')}
                chosen={reason}
                onChoose={props.onReason}
              />
            )}
          </>
        )}
        <div className="panel-space" />
        <CloseProblem problem={problem} onDone={props.onLook} />
        <Act id="count-again" hint={keyFor.count} disabled={busy} onPress={props.onAgain}>
          {t('close.recount')}
        </Act>
        <Act
          id={act.id}
          tone={act.tone}
          size="large"
          hint={keyFor.finish}
          disabled={!ready}
          onPress={props.onFinish}
        >
          {act.label}
        </Act>
      </aside>
    </>
  );
}

const verdictOf = (minor: number): MessageKey =>
  minor === 0 ? 'close.exact' : minor < 0 ? 'close.short' : 'close.over';

/** The difference large, what it is of below, and the first count where it was not the last. */
function Verdict({ view, due }: Readonly<{ view: DrawerView; due: Due }>) {
  const words = useWords();
  const { t, amount } = words;
  const differenceMinor = due.differenceMinor ?? 0;
  const countedMinor = due.expectedMinor + differenceMinor;
  const [first] = view.counts;
  const firstBy = (first?.amountMinor ?? 0) - due.expectedMinor;
  return (
    <div className="verdict" aria-live="polite">
      <p className={differenceMinor === 0 ? 'verdict-exact' : 'verdict-bad'}>
        <span>{t(verdictOf(differenceMinor))}</span>
        <span data-testid="close-difference" data-minor={differenceMinor}>
          {amount(differenceMinor)}
        </span>
      </p>
      <p>
        <span>{t('close.sum')}</span>
        <b data-testid="close-counted" data-minor={countedMinor}>
          {amount(countedMinor)}
        </b>
      </p>
      <p>
        <span>{t('close.expected')}</span>
        <b data-testid="close-expected" data-minor={due.expectedMinor}>
          {amount(due.expectedMinor)}
        </b>
      </p>
      {first === undefined || view.counts.length === 1 ? null : (
        <div className="first-count" data-testid="close-first-count">
          <p>
            <b>{t('close.firstCount')}</b>
            <b>{amount(first.amountMinor)}</b>
          </p>
          <p>
            {t('close.firstSaid', {
              verdict: t(verdictOf(firstBy)),
              amount: amount(Math.abs(firstBy)),
              name: first.byName,
              time: words.time(first.at),
            })}
          </p>
        </div>
      )}
    </div>
  );
}

function Lines({ due }: Readonly<{ due: Due }>) {
  const { t, amount } = useWords();
  return (
    <div className="due-lines" data-testid="close-lines">
      <h2>{t('close.from')}</h2>
      <dl>
        {due.lines.map(({ line, count, minor }) => (
          <div key={line}>
            <dt>{t(`close.line.${line}`, { count })}</dt>
            <dd data-testid={`due-${line}`}>{amount(minor)}</dd>
          </div>
        ))}
        <div className="due-sum">
          <dt>{t('close.expected')}</dt>
          <dd>{amount(due.expectedMinor)}</dd>
        </div>
      </dl>
    </div>
  );
}
