/** Money of a sale that is no longer at the till: it goes back to the customer, or a manager says that it stays. */
import { useCallback, useEffect, useState } from 'react';
import type { StrayPart } from '../../domain/tenders/channels.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { Reasons, useReasons } from '../cash/reasons.tsx';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useOnce } from '../page/use-once.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { callAllowed } from '../people/approval.ts';
import { useWords } from '../words/i18n.tsx';
import { Field, Outcomes, reasonMin } from './outcome-form.tsx';
import './pay.css';

const outcomes = { back: 'stray.back', stays: 'stray.stays' } as const;
type Outcome = keyof typeof outcomes;

const keys = { pick: 'giveBack.why', confirm: 'settle.act' } satisfies Keys;

export function StraySheet({ onClose }: Readonly<{ onClose: () => void }>) {
  const { t } = useWords();
  const [parts, setParts] = useState<readonly StrayPart[] | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [reason, setReason] = useState('');
  const reasons = useReasons('give-back');
  /** Why it goes back. */
  const [why, setWhy] = useState<string | null>(null);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const part = parts?.[0];
  const said = outcome === 'back' ? why !== null : reason.trim().length >= reasonMin;

  const look = useCallback(async () => {
    const answer = await call('tender.strays', {});
    if (answer.ok) setParts(answer.value);
    else setProblem(answer.problem);
    return answer.ok && answer.value.length === 0;
  }, []);
  useEffect(() => void look(), [look]);

  const [submit, busy] = useOnce(async () => {
    if (part === undefined || outcome === null || !said) return;
    const { saleId, tenderId, amountMinor } = part;
    const answer =
      outcome === 'back'
        ? await callAllowed(
            'sale.giveBack',
            { saleId, tenderId, reasonId: why ?? '' },
            { title: t('giveBack.title'), lead: t('stray.lead') },
          )
        : await callAllowed(
            'tender.keep',
            { saleId, tenderId, amountMinor, reason },
            { lead: t('stray.lead') },
          );
    if (answer === null) return;
    setProblem(answer.ok ? null : answer.problem);
    if (!answer.ok) return;
    setOutcome(null);
    setReason('');
    setWhy(null);
    if ('confirmed' in answer.value && !answer.value.confirmed)
      setProblem({ kind: 'attempt-unresolved', params: { count: 1 } });
    else if (await look()) onClose();
  });
  const ready = part !== undefined && outcome !== null && said && !busy;
  const pick = (nth: number) => {
    const chosen = reasons[nth - 1];
    return outcome === 'back' && chosen ? setWhy(chosen.id) : false;
  };

  return (
    <Sheet id="stray-dialog" title={t('stray.title')} keys={keys} on={{ pick }} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p className="form-lead">{t(parts?.length === 0 ? 'settle.none' : 'stray.lead')}</p>
        {part ? <Part part={part} /> : null}
        <Outcomes
          outcomes={outcomes}
          id="stray"
          chosen={outcome}
          disabled={!part}
          onChoose={setOutcome}
        />
        {outcome === 'back' ? (
          <Reasons
            of="give-back"
            legend={t('giveBack.why')}
            hint={(nth) => `Alt ${nth}`}
            chosen={why}
            onChoose={setWhy}
          />
        ) : (
          <Field
            id="stray-reason"
            label={t('stray.reason')}
            max={200}
            value={reason}
            onText={setReason}
          />
        )}
        {problem === null ? null : <ProblemNote problem={problem} id="stray-problem" />}
        <div className="form-two">
          <Act id="stray-close" hint={keyFor.back} onPress={onClose}>
            {t('dialog.back')}
          </Act>
          <Act id="stray-act" tone="seal" hint={keyFor.confirm} disabled={!ready} onPress={submit}>
            {t('settle.act')}
          </Act>
        </div>
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Sheet>
  );
}

function Part({ part }: Readonly<{ part: StrayPart }>) {
  const words = useWords();
  const { at, kind, maskedPan, amountMinor } = part;
  return (
    <>
      <p className="card-amount" data-testid="stray-amount" data-minor={amountMinor}>
        {words.money(amountMinor)}
      </p>
      <p className="card-pan">
        {words.t('stray.line', { kind, pan: maskedPan ?? '', time: words.time(at) })}
      </p>
    </>
  );
}
