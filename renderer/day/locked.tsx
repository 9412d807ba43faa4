/** The operator stepped away; the basket waits behind a proof of who is back. */
import { useEffect, useState } from 'react';
import type { TillState } from '../../domain/contract/ipc.ts';
import type { Proof } from '../../domain/people/proof.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { useNow } from '../page/clock.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { TopBar } from '../parts/top-bar.tsx';
import { useTileOf } from '../people/ways-in/people.tsx';
import { WaysPanel } from '../people/ways-in/ways-panel.tsx';
import { waysText } from '../people/ways-in/ways-text.ts';
import { refusalOf } from '../sign-in/acts.ts';
import { useWords } from '../words/i18n.tsx';
import '../sign-in/sign-in.css';

const keys = { finish: 'handOver.open' } satisfies Keys;

export function Locked({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const { t } = words;
  const { begun, prove } = useLockedProof();
  const whose = begun?.operator ?? state.operator;
  const tiles = useTileOf(whose);
  const [handsOver, setHandsOver] = useState(false);
  const askHandOver = () => setHandsOver(true);
  useKeys(keys, { finish: askHandOver });
  return (
    <div className="screen" data-testid="locked-screen">
      <TopBar
        title="Rollcall"
        right={
          <Act id="hand-over" size="small" hint={keyFor.finish} onPress={askHandOver}>
            {t('handOver.open')}
          </Act>
        }
      >
        <span>
          {words.name(state.storeName)} · {state.tillName}
        </span>
      </TopBar>
      <main className="sign-in">
        <Away state={state} />
        <section className="sign-in-right">
          <WaysPanel
            key={begun?.moreWays.join()}
            title={t('locked.title')}
            tiles={tiles}
            expected={whose?.number ?? null}
            ways={begun?.moreWays ?? state.ways}
            anybody={false}
            submitLabel={t('locked.unlock')}
            hint={begun ? t('ways.moreHint', { ways: waysText(begun.moreWays, t) }) : undefined}
            onProof={prove}
          />
        </section>
      </main>
      {handsOver ? <HandOver state={state} onClose={() => setHandsOver(false)} /> : null}
    </div>
  );
}

/**
 * A secret or a passkey unlocks for whose shift it is; a badge says who comes, its owner or somebody who takes over, wherever it was
 * read. Where two proofs are asked for, the second goes the way of the first.
 */
function useLockedProof() {
  const begun = useTill((till) => (till.signIn?.waitsFor === 'more-proof' ? till.signIn : null));
  const [unlocks, setUnlocks] = useState(false);
  useEffect(() => {
    if (begun === null) setUnlocks(false);
  }, [begun]);

  async function prove(proof: Proof): Promise<ProblemData | null> {
    const asUnlock = begun === null ? !('badge' in proof) : unlocks;
    setUnlocks(asUnlock);
    if (!asUnlock) return refusalOf(await call('signIn.begin', proof));
    const answer = await call('till.unlock', proof);
    return answer.ok ? null : answer.problem;
  }

  return { begun, prove };
}

function Away({ state }: Readonly<{ state: TillState }>) {
  const words = useWords();
  const { t } = words;
  const now = useNow(1_000);
  const pieces = useTill((till) => till.basket?.totals.pieces ?? 0);
  return (
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
      {state.parked > 0 ? (
        <p className="locked-text" data-testid="parked" data-count={state.parked}>
          {t('signIn.parked', { count: state.parked })}
        </p>
      ) : null}
    </section>
  );
}

/** Another operator comes: the shift of the first ends, and what lies on the counter waits for them. */
function HandOver({ state, onClose }: Readonly<{ state: TillState; onClose: () => void }>) {
  const { t } = useWords();
  const pieces = useTill((till) => till.basket?.totals.pieces ?? 0);
  const name = state.operator?.name ?? '';
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);

  async function handOver(): Promise<void> {
    if (busy) return;
    setBusy(true);
    const answer = await call('till.handOver', {});
    setBusy(false);
    setProblem(answer.ok ? null : answer.problem);
  }

  return (
    <Sheet
      id="hand-over-dialog"
      title={t('handOver.title')}
      keys={{ confirm: 'handOver.confirm' }}
      onClose={onClose}
    >
      <p className="form-lead">{t('handOver.lead', { name })}</p>
      {pieces > 0 ? (
        <p className="form-lead">{t('handOver.basket', { count: pieces, name })}</p>
      ) : null}
      {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
      <div className="form-two">
        <Act id="hand-over-cancel" hint={keyFor.back} onPress={onClose}>
          {t('dialog.cancel')}
        </Act>
        <Act
          id="hand-over-confirm"
          tone="ink"
          hint={keyFor.confirm}
          autoFocus
          disabled={busy}
          onPress={() => void handOver()}
        >
          {t('handOver.confirm')}
        </Act>
      </div>
    </Sheet>
  );
}
