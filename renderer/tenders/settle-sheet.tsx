/** No answer came from bank or terminal: a manager says what became of a card payment. */
import { useCallback, useEffect, useState } from 'react';
import type { ChannelInput } from '../../domain/contract/ipc.ts';
import type { OpenPayment } from '../../domain/tenders/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { Field, Outcomes, reasonMin } from './outcome-form.tsx';
import './pay.css';

type Outcome = ChannelInput<'attempt.settle'>['outcome'];
const outcomes = { charged: 'settle.charged', 'not-charged': 'settle.not-charged' } as const;

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
        <Outcomes
          outcomes={outcomes}
          id="settle"
          chosen={outcome}
          disabled={!payment}
          onChoose={setOutcome}
        />
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
