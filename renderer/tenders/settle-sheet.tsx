/** No answer came from bank or terminal: a manager says what became of a card payment. */
import { useCallback, useEffect, useState } from 'react';
import type { ChannelInput, OpenPayment } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import './pay.css';

type Outcome = ChannelInput<'attempt.settle'>['outcome'];
const outcomes = ['charged', 'not-charged'] as const satisfies readonly Outcome[];
const reasonMin = 3;

export function SettleSheet({ onClose }: Readonly<{ onClose: () => void }>) {
  const { t } = useWords();
  const [payments, setPayments] = useState<readonly OpenPayment[] | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [slip, setSlip] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const payment = payments?.[0];
  const ready =
    payment?.maySettle === true && outcome !== null && reason.trim().length >= reasonMin;

  const look = useCallback(() => {
    void call('attempt.list', {}).then((answer) => {
      if (answer.ok) setPayments(answer.value);
      else setProblem(answer.problem);
    });
  }, []);
  useEffect(look, [look]);

  const [submit, busy] = useOnce(async () => {
    if (!ready) return;
    const { attemptId, amountMinor } = payment;
    const named = { attemptId, amountMinor, outcome, slip, reason };
    const answer = await callAllowed('attempt.settle', named, { lead: t('settle.lead') });
    if (answer === null) return;
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setOutcome(null);
    setSlip('');
    setReason('');
    if (answer.value.openAttempts === 0) onClose();
    else look();
  });

  return (
    <Sheet
      id="settle-dialog"
      title={t('settle.title')}
      keys={{ confirm: 'settle.act' }}
      onClose={onClose}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="form-lead">{t(payments?.length === 0 ? 'settle.none' : 'settle.lead')}</p>
        {payment ? <Payment payment={payment} /> : null}
        <Outcomes chosen={outcome} disabled={!payment} onChoose={setOutcome} />
        <Field id="settle-slip" label={t('settle.slip')} max={40} value={slip} onText={setSlip} />
        <Field
          id="settle-reason"
          label={t('settle.reason')}
          max={200}
          value={reason}
          onText={setReason}
        />
        {problem === null ? null : <ProblemNote problem={problem} id="settle-problem" />}
        <div className="form-two">
          <Act id="settle-back" hint={keyFor.back} onPress={onClose}>
            {t('dialog.back')}
          </Act>
          <Act
            id="settle-act"
            tone="seal"
            hint={keyFor.confirm}
            disabled={!ready || busy}
            onPress={submit}
          >
            {t('settle.act')}
          </Act>
        </div>
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Sheet>
  );
}

type OutcomesProps = Readonly<{
  chosen: Outcome | null;
  disabled: boolean;
  onChoose: (outcome: Outcome) => void;
}>;

function Outcomes({ chosen, disabled, onChoose }: OutcomesProps) {
  const { t } = useWords();
  return (
    <div className="form-two">
      {outcomes.map((each) => (
        <Act
          key={each}
          id={`settle-${each}`}
          tone={chosen === each ? 'ink' : 'plain'}
          chosen={chosen === each}
          disabled={disabled}
          onPress={() => onChoose(each)}
        >
          {t(`settle.${each}`)}
        </Act>
      ))}
    </div>
  );
}

function Payment({ payment }: Readonly<{ payment: OpenPayment }>) {
  const words = useWords();
  const { businessDate: date, maskedPan, stan, batch, tries, maySettle } = payment;
  return (
    <>
      <p className="card-amount" data-testid="settle-amount" data-minor={payment.amountMinor}>
        {words.money(payment.amountMinor)}
      </p>
      <p className="card-pan">
        {words.t('settle.line', { date, pan: maskedPan ?? '—', stan, batch, tries })}
      </p>
      {maySettle ? null : <p className="form-lead">{words.t('settle.wait')}</p>}
    </>
  );
}

type FieldProps = Readonly<{
  id: string;
  label: string;
  max: number;
  value: string;
  onText: (text: string) => void;
}>;

function Field({ id, label, max, value, onText }: FieldProps) {
  return (
    <label className="form-field">
      <span>{label}</span>
      <input
        className="field"
        data-testid={id}
        autoComplete="off"
        maxLength={max}
        value={value}
        onChange={(event) => onText(event.target.value)}
      />
    </label>
  );
}
