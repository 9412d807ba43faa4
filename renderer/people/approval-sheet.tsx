/**
 * The one sheet on which somebody allows an act: any act, by any way in that the store takes. The PIN lives here and is
 * gone once it was sent.
 */
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import { type Asking, endAsking, useAsking } from './approval.ts';
import { ApprovalPeople, amountOf } from './approval-people.tsx';
import { type Asked, type Candidate, type Given, useApproving } from './approving.ts';
import { type OtherWay, OtherWays } from './ways-in/other-ways.tsx';
import { provePasskey } from './ways-in/prove-passkey.ts';
import '../sign-in/sign-in.css';
import './approval.css';

const CameraSheet = lazy(async () => ({
  default: (await import('./ways-in/camera-sheet.tsx')).CameraSheet,
}));

/** A PIN, or a password. */
const secretPattern = /^(\d{4,12}|.{8,64})$/;

/** Over whatever asks. What was asked of one shift is not asked of the next. */
export function Approval() {
  const asking = useAsking((page) => page.asking);
  const shift = useTill(({ state }) => `${state?.phase} ${state?.operator?.number}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another shift is what ends it.
  useEffect(() => () => endAsking(null), [shift]);
  return asking === null ? null : <ApprovalSheet key={asking.ask} asking={asking} />;
}

/** `scans`: what a scanner typed into the field of the secret is taken back with it. */
function ApprovalSheet({ asking }: Readonly<{ asking: Asking }>) {
  const { t } = useWords();
  const approving = useApproving(asking.ask);
  const { asked, ways, problem, busy } = approving;
  const [camera, setCamera] = useState(false);
  const [number, setNumber] = useState<string | null>(null);
  const [scans, setScans] = useState(0);
  const chosen = asked?.who.find((one) => one.number === number) ?? asked?.who[0];
  const close = () => endAsking(null);

  function goAnotherWay(way: OtherWay): void {
    if (way === 'badge') setCamera(true);
    else if (way === 'passkey') void approving.approve(provePasskey);
    else approving.say(t('way.cardHint'));
  }

  function showBadge(badge: string): void {
    setCamera(false);
    setScans(scans + 1);
    void approving.approve(async () => ({ badge }));
  }

  useScanner({
    onBadge: showBadge,
    onCard: () => {
      setScans(scans + 1);
      approving.refuse({ kind: 'payment-card-scanned', params: {} });
    },
  });

  const title = asking.title ?? (asked === null ? '' : t(`right.${asked.right}`));
  return (
    <Sheet
      id="approval-dialog"
      title={title}
      keys={{ confirm: 'approval.approve' }}
      onClose={close}
    >
      <div className="approval">
        <div className="approval-what">
          {asked === null ? null : <What asked={asked} lead={asking.lead} />}
          {asked === null ? null : (
            <ApprovalPeople
              right={asked.right}
              who={asked.who}
              chosen={chosen}
              onChoose={setNumber}
            />
          )}
          <Foot onCancel={close} />
        </div>
        <div className="approval-how">
          <OtherWays ways={ways} passwords={false} disabled={busy} onChoose={goAnotherWay} />
          {ways.includes('secret') && chosen ? (
            <Secret
              key={`${chosen.number} ${scans}`}
              who={chosen}
              busy={busy}
              onSecret={(proof) => void approving.approve(async () => proof)}
            />
          ) : null}
          <p
            className="approval-hint"
            role="status"
            data-testid="approval-hint"
            data-heard={asked !== null}
          >
            {approving.hint}
          </p>
          {problem === null ? null : <ProblemNote problem={problem} id="approval-problem" />}
          {asking.instead}
        </div>
      </div>
      {camera ? (
        <Suspense fallback={null}>
          <CameraSheet onBadge={showBadge} onClose={() => setCamera(false)} />
        </Suspense>
      ) : null}
    </Sheet>
  );
}

function Foot({ onCancel }: Readonly<{ onCancel: () => void }>) {
  const { t } = useWords();
  return (
    <div className="approval-foot">
      <Act id="approval-cancel" hint={keyFor.back} onPress={onCancel}>
        {t('dialog.cancel')}
      </Act>
      <small>{t('approval.journal')}</small>
    </div>
  );
}

/** Who asks, for what, and how far they may go themselves. */
function What({ asked, lead }: Readonly<{ asked: Asked; lead: ReactNode }>) {
  const words = useWords();
  const { asker, right, amount } = asked;
  const wanted = amountOf(words, right, amount);
  return (
    <>
      <p className="form-lead">
        {asker === null ? words.t('approval.lead') : words.t('approval.asks', { name: asker.name })}
      </p>
      {lead === undefined && wanted === '' ? null : (
        <div className="approval-about">
          {lead === undefined ? null : <span>{lead}</span>}
          {wanted === '' ? null : <b data-testid="approval-amount">{wanted}</b>}
          {asker === null || asker.limit === null || wanted === '' ? null : (
            <small>
              {words.t('approval.ownLimit', { amount: amountOf(words, right, asker.limit) })}
            </small>
          )}
        </div>
      )}
    </>
  );
}

type SecretProps = Readonly<{
  who: Candidate;
  busy: boolean;
  onSecret: (proof: Given) => void;
}>;

function Secret({ who, busy, onSecret }: SecretProps) {
  const { t } = useWords();
  const [pin, setPin] = useState('');
  const ready = secretPattern.test(pin) && !busy;

  function submit(): void {
    if (!ready) return;
    setPin('');
    onSecret({ number: who.number, pin });
  }

  function press(key: string): void {
    setPin((text) => (key === 'clear' ? '' : key === 'back' ? text.slice(0, -1) : text + key));
  }

  return (
    <form
      className="approval-secret"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <label className="form-field">
        <span>{t('approval.pinOf', { name: who.name })}</span>
        <input
          className="field"
          data-testid="approval-pin"
          type="password"
          autoComplete="off"
          ref={focusOnMount}
          value={pin}
          onChange={(event) => setPin(event.target.value.slice(0, 64))}
        />
      </label>
      <Keypad
        left="clear"
        right="back"
        onKey={press}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      <Act id="approval-submit" tone="ink" hint={keyFor.confirm} disabled={!ready} onPress={submit}>
        {t('approval.approve')}
      </Act>
      <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
    </form>
  );
}

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus();
}
