/** The close of a business date: count first, then look, then the Z. */
import { useCallback, useEffect, useState } from 'react';
import type { ClosePreview, TillState } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { type Counts, CountTable, countedMinor } from '../cash/count-table.tsx';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { goTo, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { ReceiptView } from '../parts/paper-view.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { HourlyChart } from '../reports/hourly-chart.tsx';
import { RefoldAct } from '../reports/refold-act.tsx';
import { TotalsTable } from '../reports/totals-table.tsx';
import { SettleSheet } from '../tenders/settle-sheet.tsx';
import { type MessageKey, useWords } from '../words/i18n.tsx';
import '../reports/report.css';

const reasons = ['change', 'unrecorded', 'drawer', 'unknown'] as const;
type Reason = (typeof reasons)[number];

const keys = {
  count: 'close.counted',
  finish: 'close.act',
  back: 'dialog.backToSale',
} satisfies Keys;

/** What is longer than its place is scrolled by keys as well. */
const scrollable = { tabIndex: 0 };

export function Close({ state }: Readonly<{ state: TillState }>) {
  const { t } = useWords();
  const [preview, setPreview] = useState<ClosePreview | null>(null);
  const [counts, setCounts] = useState<Counts>({});
  /** What was counted, once it stands: main tells what should be there only then. */
  const [stands, setStands] = useState<Counts | null>(null);
  const [reason, setReason] = useState<Reason | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [busy, setBusy] = useState(false);

  const look = useCallback(() => {
    void call('day.preview', { denominations: stands }).then((answer) => {
      setProblem(answer.ok ? null : answer.problem);
      if (answer.ok) setPreview(answer.value);
    });
  }, [stands]);
  useEffect(look, [look]);

  const counted = stands !== null;
  const count = counted ? (preview?.count ?? null) : null;
  const difference = count?.differenceMinor ?? 0;
  const ready = count !== null && !busy && (difference === 0 || reason !== null);
  const toggle = (): void => setStands(counted ? null : counts);

  async function close(): Promise<void> {
    if (!ready || preview === null || stands === null) return;
    setBusy(true);
    setProblem(null);
    const { businessDate } = preview;
    const answer = await call('day.close', {
      businessDate,
      denominations: stands,
      reason: reason === null || difference === 0 ? null : t(`close.reason.${reason}`),
    });
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    useTill.setState({ closedDay: { businessDate, ...answer.value }, screen: 'sell' });
  }

  useKeys(keys, {
    back: () => goTo('sell'),
    count: toggle,
    finish: () => void close(),
  });

  return (
    <div className="screen" data-testid="close-screen">
      <CloseBar state={state} preview={preview} />
      <main className="close">
        <section className="close-count">
          <h1>{t('close.count')}</h1>
          <p className="close-lead">{t('close.blind')}</p>
          <CountTable counts={counts} onChange={setCounts} disabled={counted} />
          <Verdict sum={countedMinor(counts)} expected={count?.expectedMinor ?? null} />
          {difference !== 0 ? <Reasons chosen={reason} onChoose={setReason} /> : null}
          <div className="panel-space" />
          <CountAct counted={counted} disabled={preview === null} onPress={toggle} />
        </section>
        <section className="close-look" {...scrollable}>
          <h1>{t('close.books')}</h1>
          {preview === null ? null : <Books preview={preview} />}
        </section>
        <aside className="close-z">
          <ReceiptView
            id="z-preview"
            label={t('close.preview')}
            paper={count?.paper ?? [{ kind: 'centre', text: t('close.countFirst') }]}
          />
          <CloseActs
            problem={problem}
            ready={ready}
            busy={busy}
            onClose={() => void close()}
            onRefolded={look}
          />
        </aside>
      </main>
    </div>
  );
}

/** The count stands, or is begun again. */
function CountAct(props: Readonly<{ counted: boolean; disabled: boolean; onPress: () => void }>) {
  const { t } = useWords();
  return (
    <Act
      id="count-confirm"
      tone={props.counted ? 'plain' : 'ink'}
      hint={keyFor.count}
      disabled={props.disabled}
      onPress={props.onPress}
    >
      {props.counted ? t('close.recount') : t('close.counted')}
    </Act>
  );
}

/** The takings as far as they may be seen: the hours would tell their sum too. */
function Books({ preview }: Readonly<{ preview: ClosePreview }>) {
  const { t } = useWords();
  const { totals, cutOver, count } = preview;
  return (
    <>
      <TotalsTable totals={totals} blind={count === null} />
      {count === null ? null : (
        <>
          <h2 className="report-heading">{t('chart.title')}</h2>
          <HourlyChart byHourMinor={totals.byHourMinor} cutOver={cutOver} />
        </>
      )}
    </>
  );
}

type ActsProps = Readonly<{
  problem: ProblemData | null;
  ready: boolean;
  busy: boolean;
  onClose: () => void;
  onRefolded: () => void;
}>;

function CloseActs({ problem, ready, busy, onClose, onRefolded }: ActsProps) {
  const { t } = useWords();
  return (
    <>
      {problem === null ? null : (
        <ProblemNote problem={problem} id="close-problem">
          <RefoldAct problem={problem} onDone={onRefolded} />
          {problem.kind === 'attempt-unresolved' ? <SettleAct onDone={onRefolded} /> : null}
        </ProblemNote>
      )}
      <Act
        id="close-day"
        tone="seal"
        size="huge"
        hint={keyFor.finish}
        disabled={!ready}
        onPress={onClose}
      >
        {busy ? t('close.closing') : t('close.act')}
      </Act>
      <Act
        id="report-back"
        tone="quiet"
        hint={keyFor.back}
        disabled={busy}
        onPress={() => goTo('sell')}
      >
        {t('dialog.backToSale')}
      </Act>
    </>
  );
}

/** What keeps the day open is settled where it is told. */
function SettleAct({ onDone }: Readonly<{ onDone: () => void }>) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    onDone();
  };
  return (
    <>
      <Act id="close-settle" tone="ink" onPress={() => setOpen(true)}>
        {t('settle.open')}
      </Act>
      {open ? <SettleSheet onClose={close} /> : null}
    </>
  );
}

function CloseBar({
  state,
  preview,
}: Readonly<{ state: TillState; preview: ClosePreview | null }>) {
  const words = useWords();
  const { t, count } = words;
  const openAttempts = preview?.openAttempts ?? 0;
  const unsynced = preview?.unsynced ?? 0;
  return (
    <TopBar
      title={t('close.title')}
      right={
        preview === null ? null : (
          <>
            <span
              className={openAttempts === 0 ? 'chip' : 'chip chip-seal'}
              data-testid="close-attempts"
            >
              {t('close.attempts', { count: openAttempts })}
            </span>
            <span
              className={unsynced === 0 ? 'chip' : 'chip chip-amber'}
              data-testid="close-synced"
            >
              {t('close.synced', {
                done: count(preview.entries - unsynced),
                total: count(preview.entries),
              })}
            </span>
            <span>{state.operator?.name ?? ''}</span>
          </>
        )
      }
    >
      <span>
        {preview === null ? '' : t('close.date', { date: preview.businessDate })} ·{' '}
        {words.name(state.storeName)} {state.tillName}
      </span>
    </TopBar>
  );
}

/** What was counted; what should be there only once the count stands. */
function Verdict({ sum, expected }: Readonly<{ sum: number; expected: number | null }>) {
  const words = useWords();
  const { t } = words;
  const difference = expected === null ? 0 : sum - expected;
  const label: MessageKey =
    difference === 0 ? 'close.exact' : difference < 0 ? 'close.short' : 'close.over';
  return (
    <div className="verdict" aria-live="polite">
      <p>
        <span>{t('close.sum')}</span>
        <b data-testid="close-counted" data-minor={sum}>
          {words.amount(sum)}
        </b>
      </p>
      <p>
        <span>{t('close.expected')}</span>
        <span data-testid="close-expected" data-minor={expected ?? ''}>
          {expected === null ? '•••' : words.amount(expected)}
        </span>
      </p>
      <p className={expected === null ? '' : difference === 0 ? 'verdict-exact' : 'verdict-bad'}>
        <span>{expected === null ? t('close.difference') : t(label)}</span>
        <span data-testid="close-difference" data-minor={expected === null ? '' : difference}>
          {expected === null ? '•••' : words.amount(difference)}
        </span>
      </p>
    </div>
  );
}

function Reasons(props: Readonly<{ chosen: Reason | null; onChoose: (reason: Reason) => void }>) {
  const { t } = useWords();
  return (
    <fieldset className="reasons">
      <legend>{t('close.why')}</legend>
      {reasons.map((reason) => (
        <button
          key={reason}
          type="button"
          className={props.chosen === reason ? 'reason reason-chosen' : 'reason'}
          data-testid={`reason-${reason}`}
          aria-pressed={props.chosen === reason}
          onClick={() => props.onChoose(reason)}
        >
          {t(`close.reason.${reason}`)}
        </button>
      ))}
    </fieldset>
  );
}
