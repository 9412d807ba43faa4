/**
 * Somebody lends a right for one act, standing beside whoever asks: by number and PIN, badge, staff card or passkey, as
 * the store takes them. The PIN lives here and is gone once it was sent.
 */
import {
  type KeyboardEvent,
  lazy,
  type ReactNode,
  Suspense,
  useEffect,
  useRef,
  useState,
} from 'react';
import type { ChannelInput } from '../../domain/contract/ipc.ts';
import { type WayIn, wayInSchema } from '../../domain/people/ways-in.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call, onTillEvent } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import { type OtherWay, OtherWays } from './ways-in/other-ways.tsx';
import { provePasskey } from './ways-in/prove-passkey.ts';
import { waysText } from './ways-in/ways-text.ts';
import '../sign-in/sign-in.css';

export type Approval = ChannelInput<'bench.open'>;

type Props = Readonly<{
  title: string;
  lead?: string;
  onClose: () => void;
  /** Answers with what went wrong, or null. Asked again with the next proof where the store wants two. */
  onApprove: (approval: Approval) => Promise<ProblemData | null>;
  /** Other ways than a manager. */
  children?: ReactNode;
}>;

const CameraSheet = lazy(async () => ({
  default: (await import('./ways-in/camera-sheet.tsx')).CameraSheet,
}));

const numberPattern = /^\d{2,8}$/;
/** A PIN, or a password. */
const secretPattern = /^(\d{4,12}|.{8,64})$/;

export function ApprovalSheet(props: Props) {
  const { title, lead, onClose, children } = props;
  const { t } = useWords();
  const approving = useApproving(props.onApprove);
  const { ways, problem, busy } = approving;
  const [camera, setCamera] = useState(false);
  /** What a scanner typed into the fields is taken back with them. */
  const [scans, setScans] = useState(0);

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

  return (
    <Sheet
      id="approval-dialog"
      title={title}
      keys={{ confirm: 'approval.approve' }}
      onClose={onClose}
    >
      <p className="form-lead">{lead ?? t('approval.lead')}</p>
      {ways.includes('secret') ? (
        <ByNumber
          key={scans}
          busy={busy}
          onClose={onClose}
          onSecret={(secret) => void approving.approve(async () => secret)}
        />
      ) : (
        <Act id="approval-cancel" hint={keyFor.back} onPress={onClose}>
          {t('dialog.cancel')}
        </Act>
      )}
      <OtherWays ways={ways} passwords={false} disabled={busy} onChoose={goAnotherWay} />
      <p
        className="form-lead"
        role="status"
        data-testid="approval-hint"
        data-heard={approving.heard}
      >
        {approving.hint}
      </p>
      {problem === null ? null : <ProblemNote problem={problem} id="approval-problem" />}
      {children}
      {camera ? (
        <Suspense fallback={null}>
          <CameraSheet onBadge={showBadge} onClose={() => setCamera(false)} />
        </Suspense>
      ) : null}
    </Sheet>
  );
}

/** One proof at a time; what main still wants of the same person; and what a device reads meanwhile. */
function useApproving(onApprove: Props['onApprove']) {
  const { t } = useWords();
  const stores = useTill((till) => till.state?.ways) ?? ['secret'];
  const [more, setMore] = useState<readonly WayIn[] | null>(null);
  const [busy, setBusy] = useState(false);
  /** Main listens to scanner and card reader for this. */
  const [heard, setHeard] = useState(false);
  const [hint, say] = useState('');
  const [problem, refuse] = useState<ProblemData | null>(null);

  async function approve(find: () => Promise<Approval | ProblemData | null>): Promise<void> {
    if (busy) return;
    setBusy(true);
    refuse(null);
    say(t('pin.checking'));
    const found = await find();
    const refused = found === null || 'kind' in found ? found : await onApprove(found);
    setBusy(false);
    const wanted = refused?.kind === 'more-proof' ? waysOf(refused) : null;
    setMore(wanted);
    say(wanted === null ? '' : t('ways.moreHint', { ways: waysText(wanted, t) }));
    refuse(wanted === null ? refused : null);
  }

  const latest = useRef(approve);
  latest.current = approve;
  useEffect(() => {
    void call('approval.begin', {}).then((answer) => setHeard(answer.ok));
    const stopListening = onTillEvent((event) => {
      if (event.kind !== 'approval-shown') return;
      void latest.current(async () => ({ shown: event.id }));
    });
    return () => {
      stopListening();
      void call('approval.end', {});
    };
  }, []);
  return { ways: more ?? stores, busy, heard, hint, say, problem, refuse, approve };
}

const waysOf = ({ params }: ProblemData): WayIn[] =>
  String(params.ways)
    .split(' ')
    .flatMap((way) => wayInSchema.safeParse(way).data ?? []);

type NumberProps = Readonly<{
  busy: boolean;
  onClose: () => void;
  onSecret: (secret: Readonly<{ number: string; pin: string }>) => void;
}>;

function ByNumber({ busy, onClose, onSecret }: NumberProps) {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  const [pin, setPin] = useState('');
  const [active, setActive] = useState<'number' | 'pin'>('number');
  const ready = numberPattern.test(number) && secretPattern.test(pin) && !busy;

  function submit(): void {
    if (!ready) return;
    setPin('');
    onSecret({ number, pin });
  }

  function press(key: string): void {
    const edit = (text: string) =>
      key === 'clear' ? '' : key === 'back' ? text.slice(0, -1) : text + key;
    if (active === 'number') setNumber((text) => edit(text).slice(0, 8));
    else setPin(edit);
  }

  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="form-two">
        <ApprovalField
          id="approval-number"
          label={t('approval.number')}
          value={number}
          active={active === 'number'}
          fieldRef={focusOnMount}
          onFocus={() => setActive('number')}
          onText={(text) => setNumber(text.replace(/\D/g, '').slice(0, 8))}
          onKeyDown={pin === '' ? enterGoesOn : undefined}
        />
        <ApprovalField
          id="approval-pin"
          label={t('approval.pin')}
          secret
          value={pin}
          active={active === 'pin'}
          onFocus={() => setActive('pin')}
          onText={(text) => setPin(text.slice(0, 64))}
        />
      </div>
      <Keypad
        left="clear"
        right="back"
        onKey={press}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      <Answers ready={ready} onClose={onClose} onApprove={submit} />
      <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
    </form>
  );
}

type AnswersProps = Readonly<{ ready: boolean; onClose: () => void; onApprove: () => void }>;

function Answers({ ready, onClose, onApprove }: AnswersProps) {
  const { t } = useWords();
  return (
    <div className="form-two">
      <Act id="approval-cancel" hint={keyFor.back} onPress={onClose}>
        {t('dialog.cancel')}
      </Act>
      <Act
        id="approval-submit"
        tone="ink"
        hint={keyFor.confirm}
        disabled={!ready}
        onPress={onApprove}
      >
        {t('approval.approve')}
      </Act>
    </div>
  );
}

type FieldProps = Readonly<{
  id: string;
  label: string;
  /** Shown as dots. */
  secret?: boolean;
  value: string;
  active: boolean;
  fieldRef?: (input: HTMLInputElement | null) => void;
  onFocus: () => void;
  onText: (text: string) => void;
  onKeyDown?: ((event: KeyboardEvent<HTMLInputElement>) => void) | undefined;
}>;

function ApprovalField({ id, label, secret, value, active, fieldRef, onText, ...on }: FieldProps) {
  return (
    <label className={active ? 'form-field form-active' : 'form-field'}>
      <span>{label}</span>
      <input
        className="field"
        data-testid={id}
        type={secret ? 'password' : 'text'}
        inputMode={secret ? 'text' : 'numeric'}
        autoComplete="off"
        ref={fieldRef}
        value={value}
        onChange={(event) => onText(event.target.value)}
        {...on}
      />
    </label>
  );
}

/** Enter after the number goes on to the PIN, as people expect from a sign-in. */
function enterGoesOn(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  event.currentTarget.form?.querySelector<HTMLInputElement>('[type=password]')?.focus();
}

function focusOnMount(input: HTMLInputElement | null): void {
  input?.focus();
}
