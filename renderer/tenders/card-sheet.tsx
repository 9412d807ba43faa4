/** Card: what the PIN pad and the bank are doing, live, and how it ended. */
import { useEffect, useRef, useState } from 'react';
import type { PaymentView, SaleView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { closeDialog, hearPayment, openDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import './pay.css';

type Stage = PaymentView['stage'];

const keysUnderWay = { back: 'card.cancel' } satisfies Keys;
const keysAtEnd = {
  cash: 'tender.cash',
  card: 'card.tryAgain',
  manager: 'settle.open',
  back: 'dialog.back',
} satisfies Keys;
const keysWhereOpen = { ...keysAtEnd, card: 'card.askAgain' } satisfies Keys;

export const toCash = () => openDialog({ kind: 'cash', givenMinor: null });

const road = ['swipe-card', 'enter-pin', 'contacting-host'] as const satisfies readonly Stage[];
/** Until the request leaves, the customer may think again. */
const cancellable: readonly Stage[] = ['preparing', 'swipe-card', 'enter-pin', 'at-terminal'];

export function CardSheet({ partMinor }: Readonly<{ partMinor: number | null }>) {
  const words = useWords();
  const { t } = words;
  const basket = useTill((till) => till.basket);
  const owed = basket?.owedMinor ?? 0;
  const due = partMinor ?? owed;
  const payment = useTill((till) => till.payment);
  const [refused, setRefused] = useState<ProblemData | null>(null);
  const [busy, setBusy] = useState(true);
  const started = useRef(false);

  async function start(): Promise<void> {
    if (basket === null) return closeDialog();
    setBusy(true);
    setRefused(null);
    useTill.setState({ payment: null });
    const answer = await call('sale.payCard', {
      saleId: basket.id,
      amountMinor: owed,
      ...(partMinor === null ? {} : { partMinor }),
    });
    if (!answer.ok) {
      setBusy(false);
      return setRefused(answer.problem);
    }
    const ended = await hearPayment(answer.value);
    setBusy(false);
    const sale = ended?.saleId ? await findSale(ended.saleId) : null;
    if (sale !== null) openDialog({ kind: 'done', sale });
    else if (ended?.stage === 'approved') closeDialog();
  }

  // The amount on the red button was the decision: the pad is asked at once, and once only.
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void start();
  });

  const stage = payment?.stage ?? 'preparing';
  const reached = useReached(stage);
  const problem = refused ?? payment?.problem ?? null;
  const failedAt = problem === null ? null : (reached ?? stopOf(problem));
  const ended = !busy && stage !== 'approved';
  const cancel = () => {
    if (payment) void call('sale.cancelCard', { attemptId: payment.attemptId });
  };
  const mayCancel = busy && cancellable.includes(stage);
  /** This payment, or the one before it, has no end. */
  const isOpen = stage === 'unresolved' || refused?.kind === 'attempt-open';
  const settle = () => openDialog({ kind: 'settle' });
  const goOn = () => (isOpen ? void resolve(setRefused) : void start());
  useScanner({ onCard: () => undefined });

  return (
    <Sheet
      id="card-dialog"
      title={t('card.title')}
      keys={mayCancel ? keysUnderWay : isOpen ? keysWhereOpen : keysAtEnd}
      on={{
        cash: ended ? toCash : null,
        card: ended ? goOn : null,
        manager: ended && isOpen ? settle : null,
        back: mayCancel ? cancel : ended ? closeDialog : null,
      }}
      onClose={ended ? closeDialog : undefined}
    >
      <p className="card-amount" data-testid="card-amount" data-minor={payment?.amountMinor ?? due}>
        {words.money(payment?.amountMinor ?? due)}
      </p>
      <Road stage={stage} ended={ended} failedAt={failedAt} />
      <p
        className="card-say"
        role="status"
        aria-live="assertive"
        data-testid="card-stage"
        data-stage={refused === null ? stage : 'refused'}
      >
        {refused === null ? t(`card.${stage}`) : t('card.refused')}
      </p>
      <p className="card-pan">{(ended ? undefined : payment?.hint) || payment?.maskedPan}</p>
      <Outcome problem={problem} ended={ended} reversed={stage === 'reversed'} />
      {ended ? (
        <EndActs isOpen={isOpen} onGoOn={goOn} onSettle={settle} />
      ) : (
        <Act id="card-cancel" hint={keyFor.back} disabled={!mayCancel} onPress={cancel}>
          {t('card.cancel')}
        </Act>
      )}
    </Sheet>
  );
}

type EndProps = Readonly<{
  isOpen: boolean;
  onGoOn: () => void;
  onSettle: () => void;
}>;

/** Where one goes on from a payment that has ended without a sale. What to try first can be cancelled, and has the focus. */
function EndActs({ isOpen, onGoOn, onSettle }: EndProps) {
  const { t } = useWords();
  return (
    <div className="form-three">
      <Act id="card-back" hint={keyFor.back} onPress={closeDialog}>
        {t('dialog.back')}
      </Act>
      <Act id="card-to-cash" hint={keyFor.cash} onPress={toCash}>
        {t('tender.cash')}
      </Act>
      {isOpen ? (
        <>
          <Act id="card-resolve" hint={keyFor.card} tone="ink" autoFocus onPress={onGoOn}>
            {t('card.askAgain')}
          </Act>
          <Act id="card-settle" hint={keyFor.manager} onPress={onSettle}>
            {t('settle.open')}
          </Act>
        </>
      ) : (
        <Act id="card-again" hint={keyFor.card} tone="seal" autoFocus onPress={onGoOn}>
          {t('card.tryAgain')}
        </Act>
      )}
    </div>
  );
}

function Outcome(
  props: Readonly<{ problem: ProblemData | null; ended: boolean; reversed: boolean }>,
) {
  if (!props.ended || props.problem === null) return null;
  return (
    <ProblemNote
      problem={props.problem}
      id="card-problem"
      tone={props.reversed ? 'amber' : 'seal'}
    />
  );
}

type Stop = (typeof road)[number];
const stops: readonly (Stage | null)[] = road;

type RoadProps = Readonly<{ stage: Stage; ended: boolean; failedAt: Stop | null }>;

/** Card, PIN, bank: three stations, the current one lit, the one that failed crossed out. */
function Road({ stage, ended, failedAt }: RoadProps) {
  const { t } = useWords();
  const at = stops.indexOf(stage);
  const failed = stops.indexOf(failedAt);
  return (
    <ol className="road">
      {road.map((name, index) => {
        const isDone = stage === 'approved' || index < Math.max(at, failed);
        const isFailed = ended && index === failed;
        const state = isFailed
          ? 'failed'
          : isDone
            ? 'done'
            : index === at && !ended
              ? 'now'
              : 'later';
        return (
          <li
            key={name}
            className={`road-stop road-${state}`}
            data-testid={`road-${name}`}
            data-state={state}
          >
            <span className="road-sign" aria-hidden="true">
              {signs[state] ? <Icon name={signs[state]} /> : index + 1}
            </span>
            {t(`card.road.${name}`)}
          </li>
        );
      })}
    </ol>
  );
}

const signs = { failed: 'failed', done: 'passed', now: 'running', later: null } as const;

/** The last station that this payment came to. */
function useReached(stage: Stage): Stop | null {
  const reached = useRef<Stop | null>(null);
  if (stage === 'preparing') reached.current = null;
  const stop = road.find((name) => name === stage);
  if (stop !== undefined) reached.current = stop;
  return reached.current;
}

/** Where a payment that came to no station would have failed: by the device that its problem names. */
function stopOf({ params, kind }: ProblemData): Stop | null {
  if (params.device === 'card-reader') return 'swipe-card';
  if (params.device === 'pin-pad') return 'enter-pin';
  return kind.startsWith('host-') ? 'contacting-host' : null;
}

/** One of the last, as it is shown when it is paid. */
export async function findSale(saleId: string): Promise<SaleView | null> {
  const recent = await call('sale.recent', {});
  return recent.ok ? (recent.value.find((sale) => sale.saleId === saleId) ?? null) : null;
}

/** Asks once more what became of what is open. */
export async function resolve(show: (problem: ProblemData | null) => void): Promise<void> {
  const answer = await call('attempt.resolve', {});
  if (!answer.ok) show(answer.problem);
  else if (answer.value.openAttempts === 0) closeDialog();
}
