/** Cash: what the customer handed over, and what they get back. Enter alone means the exact sum. */
import { useState } from 'react';
import type { BasketView } from '../../domain/contract/ipc.ts';
import { isUnusualTender } from '../../domain/tenders/tender.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { parseAmount, plainAmount, pressNumberKey } from '../page/entry.ts';
import { type Keys, keyFor } from '../page/keys.ts';
import { useScanner } from '../page/scans.ts';
import { useTakeBack } from '../page/take-back.ts';
import { isOnButton } from '../page/typed-keys.ts';
import { closeDialog, openDialog } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Sheet } from '../parts/dialog.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import './pay.css';

const quickMax = 5;

const keys = {
  pick: 'cash.quick',
  confirm: 'cash.takeIt',
  odd: 'cash.asGiven',
  remove: 'keypad.clear',
  back: 'dialog.back',
} satisfies Keys;

type Props = Readonly<{ basket: BasketView; givenMinor: number | null }>;

export function CashSheet({ basket, givenMinor }: Props) {
  const words = useWords();
  const { t } = words;
  const [text, setText] = useState(() =>
    givenMinor === null || givenMinor === basket.cashDueMinor
      ? ''
      : plainAmount(givenMinor, words.fractionDigits),
  );
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ProblemData | null>(null);
  /** An amount that nobody hands over was confirmed once: it is asked about before it is booked. */
  const [asked, setAsked] = useState(false);
  const due = basket.cashDueMinor;
  const typed = text === '' ? null : parseAmount(text, words.fractionDigits);
  const tendered = text === '' ? due : (typed ?? 0);
  const ready = !busy && tendered >= due;
  const quick = basket.quickCashMinor.slice(0, quickMax);

  const press = (key: string) => {
    setProblem(null);
    setAsked(false);
    setText((now) => pressNumberKey(now, key, words.fractionDigits));
  };

  async function pay(tenderedMinor: number): Promise<void> {
    if (busy || tenderedMinor < due) return;
    setBusy(true);
    const answer = await call('sale.payCash', {
      saleId: basket.id,
      amountMinor: due,
      tenderedMinor,
    });
    setBusy(false);
    if (answer.ok) openDialog({ kind: 'done', sale: answer.value });
    else setProblem(answer.problem);
  }

  const confirm = () => {
    if (isUnusualTender(tendered, due)) setAsked(true);
    else void pay(tendered);
  };

  /** Only written down as received: what takes the money is Enter, once the change was seen. */
  const give = (minor: number) => {
    setProblem(null);
    setAsked(false);
    setText(minor === due ? '' : plainAmount(minor, words.fractionDigits));
  };

  const type = (key: string, event: KeyboardEvent): boolean => {
    if (/^[\d.]$/.test(key)) press(key);
    else if (key === 'Backspace') press('back');
    else if (key === 'Delete') press('clear');
    else if (key === 'Enter' && !isOnButton(event)) {
      if (!event.repeat) confirm();
    } else return false;
    return true;
  };
  useTakeBack(text, setText);
  useScanner({ onCard: () => setText('') });

  return (
    <Sheet
      id="cash-dialog"
      title={t('cash.title')}
      wide
      keys={keys}
      on={{
        pick: (nth) => {
          const minor = quick[nth - 1];
          if (minor === undefined) return false;
          return give(minor);
        },
        odd: asked ? () => void pay(tendered) : null,
      }}
      onTyped={type}
      onClose={busy ? undefined : closeDialog}
    >
      <div className="cash">
        <div className="cash-left">
          <Figures basket={basket} text={text} tendered={tendered} />
          <Quick amounts={quick} due={due} tendered={tendered} disabled={busy} onGive={give} />
          {problem === null ? null : <ProblemNote problem={problem} id="dialog-problem" />}
          {asked ? <Asked tendered={tendered} due={due} onPay={() => void pay(tendered)} /> : null}
        </div>
        <TakeIt tendered={tendered} busy={busy} ready={ready} onKey={press} onTake={confirm} />
      </div>
    </Sheet>
  );
}

type TakeItProps = Readonly<{
  tendered: number;
  busy: boolean;
  ready: boolean;
  onKey: (key: string) => void;
  onTake: () => void;
}>;

function TakeIt({ tendered, busy, ready, onKey, onTake }: TakeItProps) {
  const { t, money } = useWords();
  return (
    <div className="cash-right">
      <Keypad
        left="."
        right="back"
        onKey={onKey}
        disabled={busy}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
      <Act
        id="cash-confirm"
        tone="ink"
        size="large"
        hint={keyFor.confirm}
        disabled={!ready}
        onPress={onTake}
      >
        {t('cash.take', { amount: money(tendered) })}
      </Act>
      <Act id="cash-cancel" tone="quiet" hint={keyFor.back} disabled={busy} onPress={closeDialog}>
        {t('dialog.back')}
      </Act>
    </div>
  );
}

type QuickProps = Readonly<{
  amounts: readonly number[];
  due: number;
  tendered: number;
  disabled: boolean;
  onGive: (minor: number) => void;
}>;

/** What customers are likely to hand over, each a press away. */
function Quick({ amounts, due, tendered, disabled, onGive }: QuickProps) {
  const { t, money } = useWords();
  return (
    <fieldset className="quick" aria-label={t('cash.quick')}>
      {amounts.map((minor, index) => (
        <Act
          key={minor}
          id={`quick-${minor}`}
          hint={`Alt ${index + 1}`}
          disabled={disabled}
          chosen={minor === tendered}
          onPress={() => onGive(minor)}
        >
          {minor === due ? t('cash.exact') : money(minor)}
        </Act>
      ))}
    </fieldset>
  );
}

/** Far more than is due: a number that slipped in, perhaps. */
function Asked({
  tendered,
  due,
  onPay,
}: Readonly<{ tendered: number; due: number; onPay: () => void }>) {
  const { t, money } = useWords();
  return (
    <div className="cash-asked" role="alert" data-testid="cash-asked">
      <p>{t('cash.asked', { amount: money(tendered), due: money(due) })}</p>
      <Act id="cash-as-is" hint={keyFor.odd} onPress={onPay}>
        {t('cash.asIs', { amount: money(tendered) })}
      </Act>
    </div>
  );
}

type FiguresProps = Readonly<{ basket: BasketView; text: string; tendered: number }>;

/** Due, given, change; `text` is what was typed so far. */
function Figures({ basket, text, tendered }: FiguresProps) {
  const words = useWords();
  const { t } = words;
  const due = basket.cashDueMinor;
  const change = tendered - due;
  return (
    <>
      <p className="cash-row">
        <span>{t('cash.due')}</span>
        <b className="cash-due" data-testid="cash-due" data-minor={due}>
          {words.money(due)}
        </b>
      </p>
      {due === basket.owedMinor ? null : (
        <p className="cash-rounded">
          {t('cash.rounded', { amount: words.money(basket.owedMinor) })}
        </p>
      )}
      <p className="cash-row cash-tendered">
        <span>{t('cash.tendered')}</span>
        <b
          className={text === '' ? 'figure-old' : ''}
          data-testid="cash-tendered"
          data-minor={tendered}
        >
          {text === '' ? words.amount(due) : text}
        </b>
      </p>
      <p className={change < 0 ? 'cash-row cash-short' : 'cash-row cash-change'} aria-live="polite">
        <span>{change < 0 ? t('cash.missing') : t('cash.change')}</span>
        <b data-testid="cash-change" data-minor={change}>
          {words.money(Math.abs(change))}
        </b>
      </p>
    </>
  );
}
