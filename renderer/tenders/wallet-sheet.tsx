/** Wallet: the code on the customer's phone, read by the scanner or typed; then what the phone is doing, live, and how it ended. */
import { useEffect, useState } from 'react';
import type { PaymentView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { scanIsUnused, useScanner } from '../page/scans.ts';
import { useTakeBack } from '../page/take-back.ts';
import { isOnButton } from '../page/typed-keys.ts';
import { closeDialog, hearPayment, openDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import { findSale, resolve, toCash } from './card-sheet.tsx';
import './pay.css';

/** The longest there is; `domain/basics/payment-code.ts`. */
const digitsMax = 24;
const digitsMin = 16;

const keysBefore = { confirm: 'wallet.charge', back: 'dialog.back' } satisfies Keys;
const keysUnderWay = { wallet: 'wallet.askNow', back: 'wallet.stop' } satisfies Keys;
const keysAtEnd = {
  cash: 'tender.cash',
  wallet: 'wallet.again',
  back: 'dialog.back',
} satisfies Keys;
const keysWhereOpen = {
  ...keysAtEnd,
  wallet: 'card.askAgain',
  manager: 'settle.open',
} satisfies Keys;

type Step = 'code' | 'paying' | 'ended';

/** One payment after the other, until one is made or the sheet is closed. */
function usePaying(partMinor: number | null) {
  const basket = useTill((till) => till.basket);
  const openAttempts = useTill((till) => till.state?.openAttempts ?? 0);
  const payment = useTill((till) => till.payment);
  const owed = basket?.owedMinor ?? 0;
  const [step, setStep] = useState<Step>(openAttempts > 0 ? 'ended' : 'code');
  const [text, setText] = useState('');
  const [refused, setRefused] = useState<ProblemData | null>(
    openAttempts > 0 ? { kind: 'attempt-open', params: {} } : null,
  );
  const stage = payment?.stage ?? 'preparing';
  const isOpen = stage === 'unresolved' || refused?.kind === 'attempt-open';

  async function pay(code: string): Promise<void> {
    if (basket === null || step !== 'code') return;
    setText('');
    setRefused(null);
    setStep('paying');
    useTill.setState({ payment: null });
    const part = partMinor === null ? {} : { partMinor };
    const named = { saleId: basket.id, amountMinor: owed, ...part, code };
    const answer = await call('sale.payWallet', named);
    if (!answer.ok) {
      // Nothing was begun: another code may do.
      setStep(answer.problem.kind === 'attempt-open' ? 'ended' : 'code');
      return setRefused(answer.problem);
    }
    const ended = await hearPayment(answer.value);
    setStep('ended');
    const sale = ended?.saleId ? await findSale(ended.saleId) : null;
    if (sale !== null) openDialog({ kind: 'done', sale });
    else if (ended?.stage === 'approved') closeDialog();
  }

  const again = () => {
    if (isOpen) return void resolve(setRefused);
    setRefused(null);
    setStep('code');
  };
  const press = (key: string) => {
    setRefused(null);
    setText((now) => pressDigit(now, key));
  };
  const due = partMinor ?? owed;
  const problem = refused ?? (step === 'ended' ? (payment?.problem ?? null) : null);
  const amount = step === 'code' ? due : (payment?.amountMinor ?? due);
  const tell = (channel: 'sale.cancelCard' | 'sale.askWallet') => () => {
    if (payment) void call(channel, { attemptId: payment.attemptId });
  };
  const mayStop = step === 'paying' && (stage === 'asking-wallet' || stage === 'customer-confirms');
  const ready = step === 'code' && text.length >= digitsMin;
  return {
    ...{ step, stage, text, setText, refused, problem, isOpen, amount, ready, mayStop },
    ...{ pay, again, press, stop: tell('sale.cancelCard'), askNow: tell('sale.askWallet') },
  };
}

type Paying = ReturnType<typeof usePaying>;

export function WalletSheet({ partMinor }: Readonly<{ partMinor: number | null }>) {
  const { t } = useWords();
  const paying = usePaying(partMinor);
  const { step, stage, text, setText, problem, isOpen, ready, mayStop, pay, again } = paying;
  const type = (key: string, event: KeyboardEvent): boolean => {
    if (step !== 'code') return false;
    if (/^\d$/.test(key)) paying.press(key);
    else if (key === 'Backspace') paying.press('back');
    else if (key === 'Delete') paying.press('clear');
    else if (key === 'Enter' && !isOnButton(event)) {
      if (ready && !event.repeat) void pay(text);
    } else return false;
    return true;
  };
  useTakeBack(text, setText);
  useScanner({
    onPaymentCode: (code) => (step === 'code' ? void pay(code) : scanIsUnused()),
    onCard: () => setText(''),
  });
  const keys = {
    code: keysBefore,
    paying: keysUnderWay,
    ended: isOpen ? keysWhereOpen : keysAtEnd,
  };
  return (
    <Sheet
      id="wallet-dialog"
      title={t('wallet.title')}
      wide
      keys={keys[step]}
      on={{
        cash: step === 'ended' ? toCash : null,
        wallet: step === 'ended' ? again : mayStop ? paying.askNow : null,
        manager: step === 'ended' && isOpen ? settle : null,
        back: mayStop ? paying.stop : step === 'paying' ? null : closeDialog,
      }}
      onTyped={type}
      onClose={step === 'paying' ? undefined : closeDialog}
    >
      <div className="wallet">
        <Telling paying={paying} />
        {step === 'code' ? <Typing paying={paying} /> : null}
      </div>
      {problem === null ? null : (
        <ProblemNote
          problem={problem}
          id="wallet-problem"
          tone={stage === 'reversed' ? 'amber' : 'seal'}
        />
      )}
      <Acts paying={paying} />
    </Sheet>
  );
}

const settle = () => openDialog({ kind: 'settle' });

/** What is asked for, and how far it is. */
function Telling({ paying }: Readonly<{ paying: Paying }>) {
  const { t, money } = useWords();
  const { step, stage, refused, amount } = paying;
  return (
    <div className="wallet-left">
      <Phone step={step} stage={stage} />
      <p className="card-amount" data-testid="wallet-amount" data-minor={amount}>
        {money(amount)}
      </p>
      <p
        className="card-say"
        role="status"
        aria-live="assertive"
        data-testid="wallet-stage"
        data-stage={step === 'code' ? 'code' : refused === null ? stage : 'refused'}
      >
        {sayOf(step, stage, refused, t)}
      </p>
      <Waited key={step} running={step === 'paying'} />
      <Road step={step} stage={stage} />
    </div>
  );
}

function Typing({ paying }: Readonly<{ paying: Paying }>) {
  const { t } = useWords();
  return (
    <div className="wallet-right">
      <p className="wallet-typed-label">{t('wallet.typed')}</p>
      <output className="figure wallet-typed" data-testid="wallet-typed">
        {paying.text.replace(/(\d{4})(?=\d)/g, '$1 ')}
      </output>
      <Keypad onKey={paying.press} clearLabel={t('keypad.clear')} backLabel={t('keypad.back')} />
    </div>
  );
}

function Acts({ paying }: Readonly<{ paying: Paying }>) {
  const { t } = useWords();
  const { step, stage, text, ready, mayStop, isOpen } = paying;
  if (step === 'ended') {
    if (stage === 'approved') return null;
    return <EndActs isOpen={isOpen} onAgain={paying.again} onSettle={settle} />;
  }
  if (step === 'paying') {
    return (
      <div className="form-two">
        <Act id="wallet-stop" hint={keyFor.back} disabled={!mayStop} onPress={paying.stop}>
          {t('wallet.stop')}
        </Act>
        <Act
          id="wallet-ask"
          tone="ink"
          hint={keyFor.wallet}
          disabled={!mayStop}
          onPress={paying.askNow}
        >
          {t('wallet.askNow')}
        </Act>
      </div>
    );
  }
  return (
    <div className="form-two">
      <Act id="wallet-back" hint={keyFor.back} onPress={closeDialog}>
        {t('dialog.back')}
      </Act>
      <Act
        id="wallet-charge"
        tone="ink"
        hint={keyFor.confirm}
        disabled={!ready}
        onPress={() => void paying.pay(text)}
      >
        {t('wallet.charge')}
      </Act>
    </div>
  );
}

function pressDigit(text: string, key: string): string {
  if (key === 'clear') return '';
  return key === 'back' ? text.slice(0, -1) : (text + key).slice(0, digitsMax);
}

function sayOf(
  step: Step,
  stage: PaymentView['stage'],
  refused: ProblemData | null,
  t: ReturnType<typeof useWords>['t'],
): string {
  if (step === 'code') return t('wallet.scan');
  if (refused !== null) return t('wallet.refused');
  return t(stage === 'preparing' ? 'card.asking-wallet' : `card.${stage}`);
}

/** A ring around a phone, which goes round while somebody is asked. */
function Phone({ step, stage }: Readonly<{ step: Step; stage: PaymentView['stage'] }>) {
  const isPaid = stage === 'approved' && step !== 'code';
  const state = step === 'paying' ? 'asks' : isPaid ? 'paid' : 'rests';
  return (
    <p className={`phone phone-${state}`} aria-hidden="true">
      <Icon name="phone" size={36} />
    </p>
  );
}

/** How long somebody has been asked. */
function Waited({ running }: Readonly<{ running: boolean }>) {
  const { t } = useWords();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!running) return;
    const ticking = setInterval(() => setSeconds((now) => now + 1), 1_000);
    return () => clearInterval(ticking);
  }, [running]);
  return <p className="wallet-waited">{running ? t('wallet.waited', { seconds }) : ''}</p>;
}

const stations = ['code', 'confirm', 'paid'] as const;

/** Code, customer, money: what is behind is green, where it stands now is blue. */
function Road({ step, stage }: Readonly<{ step: Step; stage: PaymentView['stage'] }>) {
  const { t } = useWords();
  const isPaid = stage === 'approved' && step !== 'code';
  const at = isPaid ? stations.length : step === 'code' ? 0 : 1;
  return (
    <ol className="stations">
      {stations.map((name, index) => (
        <li
          key={name}
          data-state={index < at ? 'done' : index === at && step !== 'ended' ? 'now' : 'later'}
        >
          {t(`wallet.road.${name}`)}
        </li>
      ))}
    </ol>
  );
}

type EndProps = Readonly<{ isOpen: boolean; onAgain: () => void; onSettle: () => void }>;

function EndActs({ isOpen, onAgain, onSettle }: EndProps) {
  const { t } = useWords();
  return (
    <div className="form-three">
      <Act id="wallet-back" hint={keyFor.back} onPress={closeDialog}>
        {t('dialog.back')}
      </Act>
      <Act id="wallet-to-cash" hint={keyFor.cash} onPress={toCash}>
        {t('tender.cash')}
      </Act>
      <Act id="wallet-again" hint={keyFor.wallet} tone="ink" autoFocus onPress={onAgain}>
        {t(isOpen ? 'card.askAgain' : 'wallet.again')}
      </Act>
      {isOpen ? (
        <Act id="wallet-settle" hint={keyFor.manager} onPress={onSettle}>
          {t('settle.open')}
        </Act>
      ) : null}
    </div>
  );
}
