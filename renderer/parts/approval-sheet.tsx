/** A manager approves one act with number and PIN, standing beside the cashier. */
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import type { ProblemData } from '../../domain/problems.ts';
import { useWords } from '../i18n.tsx';
import { useScanner } from '../keys.ts';
import { Act } from './act.tsx';
import { Sheet } from './dialog.tsx';
import { Keypad } from './keypad.tsx';
import { ProblemNote } from './problem-note.tsx';

export type Approval = Readonly<{ number: string; pin: string }>;

type Props = Readonly<{
  title: string;
  lead?: string;
  onClose: () => void;
  /** Answers with what went wrong, or null. */
  onApprove: (approval: Approval) => Promise<ProblemData | null>;
  /** Other ways than a manager. */
  children?: ReactNode;
}>;

const numberPattern = /^\d{2,8}$/;
/** A PIN, or a password. */
const secretPattern = /^(\d{4,12}|.{8,64})$/;

export function ApprovalSheet({ title, lead, onClose, onApprove, children }: Props) {
  const { t } = useWords();
  const [number, setNumber] = useState('');
  const [pin, setPin] = useState('');
  const [active, setActive] = useState<'number' | 'pin'>('number');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const ready = numberPattern.test(number) && secretPattern.test(pin) && !busy;

  async function approve(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    setProblem(null);
    const sent = pin;
    setPin('');
    const refused = await onApprove({ number, pin: sent });
    setBusy(false);
    setProblem(refused);
  }

  function press(key: string): void {
    const edit = (text: string) =>
      key === 'clear' ? '' : key === 'back' ? text.slice(0, -1) : text + key;
    if (active === 'number') setNumber((text) => edit(text).slice(0, 8));
    else setPin(edit);
  }

  useScanner({
    onCard: () => {
      setPin('');
      setNumber('');
      setProblem({ kind: 'payment-card-scanned', params: {} });
    },
  });

  return (
    <Sheet id="approval-dialog" title={title} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          void approve();
        }}
      >
        <p className="form-lead">{lead ?? t('approval.lead')}</p>
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
        {problem === null ? null : <ProblemNote problem={problem} id="approval-problem" />}
        <Answers ready={ready} onClose={onClose} onApprove={() => void approve()} />
        {children}
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Sheet>
  );
}

type AnswersProps = Readonly<{ ready: boolean; onClose: () => void; onApprove: () => void }>;

function Answers({ ready, onClose, onApprove }: AnswersProps) {
  const { t } = useWords();
  return (
    <div className="form-two">
      <Act id="approval-cancel" hint="Esc" onPress={onClose}>
        {t('dialog.cancel')}
      </Act>
      <Act id="approval-submit" tone="ink" hint="Enter" disabled={!ready} onPress={onApprove}>
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
