/**
 * Who is there, in every way the store takes: for the sign-in, for its second proof and for the lock. A PIN or password
 * lives in this component and is gone once it was sent.
 */
import { lazy, Suspense, useEffect, useState } from 'react';
import type { Proof } from '../../../domain/people/proof.ts';
import type { WayIn } from '../../../domain/people/ways-in.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { nowMs, useNow } from '../../page/clock.ts';
import { type Keys, keyFor, useKeys } from '../../page/keys.ts';
import { useScanner } from '../../page/scans.ts';
import { useTakeBack } from '../../page/take-back.ts';
import { useTypedKeys } from '../../page/typed-keys.ts';
import { useTill } from '../../page/use-till.ts';
import { Act } from '../../parts/act.tsx';
import { useWords } from '../../words/i18n.tsx';
import { WaysMessage } from './message.tsx';
import { type OtherWay, OtherWays } from './other-ways.tsx';
import { type Chosen, expected, People, type Tile } from './people.tsx';
import { provePasskey } from './prove-passkey.ts';
import { editSecret, type SecretEntry, SecretPad } from './secret-pad.tsx';

const numberDigitsMin = 2;

const CameraSheet = lazy(async () => ({
  default: (await import('./camera-sheet.tsx')).CameraSheet,
}));

type Props = Readonly<{
  title: string;
  tiles: readonly Tile[];
  /** The number of whoever is expected: the last one here, or whose shift it is. */
  expected: string | null;
  ways: readonly WayIn[];
  submitLabel: string;
  /** Whether anybody may come, or only one of `tiles`. */
  anybody?: boolean;
  /** What to do, where it is not simply the PIN. */
  hint?: string | undefined;
  /** Answers with what went wrong, or null. */
  onProof: (proof: Proof) => Promise<ProblemData | null>;
  onLockedOut?: (number: string) => void;
}>;

export function WaysPanel(props: Props) {
  const { t } = useWords();
  const { ways, anybody = true } = props;
  const panel = useWaysIn(props);
  const { entry, entersNumber, takesSecret, proving } = panel;
  // Above it stands that a number is wanted.
  const asked = entersNumber ? '' : t('pin.hint');
  const usual = props.hint ?? (takesSecret ? asked : t('ways.noSecret'));
  useWaysKeys(panel, ways);
  return (
    <div className="pin-panel" data-testid="pin-panel">
      <h1 className="panel-title">{props.title}</h1>
      {takesSecret ? (
        <People
          title={props.title}
          tiles={panel.tiles}
          current={panel.current}
          number={entry.number.text}
          anybody={anybody}
          onChoose={panel.choose}
        />
      ) : null}
      {takesSecret ? <SecretPad.Shown entry={entry} entersNumber={entersNumber} /> : null}
      <WaysMessage
        problem={proving.problem}
        secondsLeft={proving.secondsLeft}
        hint={panel.hint ?? (proving.busy ? t('pin.checking') : usual)}
        onLockedOut={props.onLockedOut}
      />
      {takesSecret ? (
        <>
          <SecretPad.Keys
            entry={entry}
            disabled={!panel.mayType}
            onKey={panel.press}
            onPassword={panel.typed}
            onSubmit={panel.submit}
          />
          <Act
            id="pin-submit"
            tone={entersNumber ? 'ink' : 'seal'}
            size="large"
            hint={keyFor.confirm}
            disabled={!panel.canSubmit}
            onPress={panel.submit}
          >
            {entersNumber ? t('operator.next') : props.submitLabel}
          </Act>
        </>
      ) : null}
      <OtherWays
        ways={ways}
        passwords={panel.passwords}
        disabled={proving.busy}
        onChoose={panel.goAnotherWay}
      />
      {panel.sheet === 'camera' ? (
        <Suspense fallback={null}>
          <CameraSheet onBadge={panel.showBadge} onClose={panel.closeSheet} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** What was chosen and entered so far, and what each act makes of it. */
function useWaysIn(props: Props) {
  const { t } = useWords();
  const { ways } = props;
  const passwords = useTill((till) => till.state?.secrets.passwords ?? false);
  const { tiles } = props;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const current = chosen ?? expected(tiles, props.expected);
  const [entry, setEntry] = useState<SecretEntry>(nothingEntered);
  const [sheet, setSheet] = useState<'camera' | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const proving = useProving(props.onProof);
  useTakeBack(entry, setEntry);
  const { busy, secondsLeft } = proving;
  const takesSecret = ways.includes('secret');
  const entersNumber = current.kind === 'other' && entry.number.state !== 'done';
  const mayType = takesSecret && !busy && secondsLeft === 0;
  const canSubmit = mayType && isWhole(entry, entersNumber);

  function choose(next: Chosen): void {
    setChosen(next);
    setEntry(nothingEntered);
    setHint(null);
    proving.forget();
  }

  function press(key: string): void {
    if (!mayType) return;
    proving.forget();
    setHint(null);
    setEntry((before) => editSecret(before, key, entersNumber));
  }

  function submit(): void {
    if (!canSubmit) return;
    if (entersNumber) {
      setEntry((before) => ({ ...before, number: { ...before.number, state: 'done' } }));
      return;
    }
    const number = current.kind === 'tile' ? current.number : entry.number.text;
    const pin = entry.secret;
    setEntry((before) => ({ ...before, secret: '', isPassword: false }));
    void proving.prove(async () => ({ number, pin }));
  }

  function goAnotherWay(way: OtherWay): void {
    proving.forget();
    if (way === 'badge') setSheet('camera');
    else if (way === 'card') setHint(t('way.cardHint'));
    else if (way === 'passkey') {
      setHint(t('way.passkeyHint'));
      void proving.prove(provePasskey).then(() => setHint(null));
    } else if (entersNumber) setHint(t('operator.enterNumber'));
    else setEntry((before) => ({ ...before, isPassword: !before.isPassword }));
  }

  function showBadge(badge: string): void {
    setSheet(null);
    setEntry(nothingEntered);
    void proving.prove(async () => ({ badge }));
  }

  const typed = (secret: string) => setEntry((before) => ({ ...before, secret }));
  const forgetEntry = () => setEntry(nothingEntered);
  const closeSheet = () => setSheet(null);
  return {
    ...{ tiles, current, entry, entersNumber, passwords, sheet, hint, proving },
    ...{ takesSecret, mayType, canSubmit },
    ...{ choose, press, typed, submit, goAnotherWay, showBadge, forgetEntry, closeSheet },
  };
}

type WaysIn = ReturnType<typeof useWaysIn>;

const keys = { confirm: 'signIn.begin', back: 'keypad.clear' } satisfies Keys;

/** Keys, and what scanners and readers type. */
function useWaysKeys(panel: WaysIn, ways: readonly WayIn[]): void {
  useKeys(keys);
  const { press, submit, forgetEntry, entersNumber, canSubmit, mayType } = panel;
  useTypedKeys((key, event) => {
    if (/^\d$/.test(key)) press(key);
    else if (key === 'Backspace') press('back');
    else if (key === 'Escape') press('clear');
    else if (key === 'Enter' && canSubmit && !event.repeat) submit();
    else if (panel.passwords && !entersNumber && mayType && isLetter(key)) press(key);
    else return false;
    return true;
  });
  useScanner({
    onBadge: ways.includes('badge') ? panel.showBadge : forgetEntry,
    onCard: () => {
      forgetEntry();
      panel.proving.refuse({ kind: 'payment-card-scanned', params: {} });
    },
  });
}

const nothingEntered: SecretEntry = {
  number: { text: '', state: 'typing' },
  secret: '',
  isPassword: false,
};

const isLetter = (key: string): boolean => key.length === 1 && key !== ' ' && !/^\d$/.test(key);

const pinPattern = /^\d{4,12}$/;
const passwordLengthMin = 8;

function isWhole({ number, secret }: SecretEntry, entersNumber: boolean): boolean {
  if (entersNumber) return number.text.length >= numberDigitsMin;
  return pinPattern.test(secret) || (secret.length >= passwordLengthMin && /\D/.test(secret));
}

/** One proof at a time, what came of it, and how long to wait before the next. */
function useProving(onProof: Props['onProof']) {
  const [busy, setBusy] = useState(false);
  const [own, setProblem] = useState<ProblemData | null>(null);
  const [waitUntil, setWaitUntil] = useState(0);
  const byDevice = useTill((till) => till.proofRefused);
  const secondsLeft = useCountdown(waitUntil);

  function refuse(problem: ProblemData | null): void {
    setProblem(problem);
    const wait = problem === null ? 0 : waitMsOf(problem);
    if (wait > 0) setWaitUntil(nowMs() + wait);
  }

  function forget(): void {
    setProblem(null);
    if (useTill.getState().proofRefused !== null) useTill.setState({ proofRefused: null });
  }

  async function prove(find: () => Promise<Proof | ProblemData | null>): Promise<void> {
    if (busy) return;
    forget();
    setBusy(true);
    const found = await find();
    const refused = found === null || 'kind' in found ? found : await onProof(found);
    setBusy(false);
    refuse(refused);
  }

  useEffect(() => {
    if (byDevice !== null && waitMsOf(byDevice) > 0) setWaitUntil(nowMs() + waitMsOf(byDevice));
  }, [byDevice]);
  return { busy, problem: own ?? byDevice, secondsLeft, prove, refuse, forget };
}

/** Whole seconds until `untilMs`; 0 once it has passed. */
function useCountdown(untilMs: number): number {
  const now = useNow(250);
  return Math.max(0, Math.ceil((untilMs - Math.max(now, nowMs())) / 1_000));
}

function waitMsOf(problem: ProblemData): number {
  const { waitMs, seconds } = problem.params;
  if (typeof waitMs === 'number') return waitMs;
  return typeof seconds === 'number' ? seconds * 1_000 : 0;
}
