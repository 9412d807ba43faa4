/** A sale paid by several tenders: what is due, what was taken, what is still owed; the next one for a part or for all. */
import { useState } from 'react';
import type { BasketView } from '../../domain/contract/ipc.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import { parseAmount, plainAmount, pressNumberKey } from '../page/entry.ts';
import { type Keys, keyFor, useKeys } from '../page/keys.ts';
import { useTakeBack } from '../page/take-back.ts';
import { useTypedKeys } from '../page/typed-keys.ts';
import { closeSplit, hearBasket, openDialog, useTill } from '../page/use-till.ts';
import { Act } from '../parts/act.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { ProblemNote } from '../parts/problem-note.tsx';
import { useWords } from '../words/i18n.tsx';
import { SplitStory } from './split-story.tsx';
import './split.css';

const keys = {
  cash: 'tender.cashShort',
  wallet: 'tender.walletShort',
  card: 'tender.cardShort',
  pick: 'split.giveBack',
  back: 'dialog.back',
} satisfies Keys;

export function SplitPane({ basket }: Readonly<{ basket: BasketView }>) {
  const words = useWords();
  const { t } = words;
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<ProblemData | null>(null);
  const [busy, setBusy] = useState(false);
  const cardReady = useTill((till) => till.state?.cardReady ?? false);
  const walletReady = useTill((till) => till.state?.walletReady ?? false);
  const { owedMinor, cashDueMinor, taken } = basket;
  const typed = text === '' ? null : parseAmount(text, words.fractionDigits);
  const amount = typed ?? owedMinor;
  const mayCard = cardReady && !busy && amount > 0 && amount <= owedMinor;
  const mayGoBack = taken.length === 0;

  const enter = (next: string) => {
    setProblem(null);
    setText(next);
  };
  const press = (key: string) => enter(pressNumberKey(text, key, words.fractionDigits));

  /** All that is owed, or more, is a matter of change: the cash sheet shows it before it is taken. */
  async function takeCash(): Promise<void> {
    if (busy) return;
    if (typed === null || typed >= cashDueMinor) {
      enter('');
      return openDialog({ kind: 'cash', givenMinor: typed });
    }
    setBusy(true);
    const named = { saleId: basket.id, amountMinor: cashDueMinor, partMinor: typed };
    const answer = await call('sale.takeCash', named);
    if (answer.ok) await hearBasket(answer.value);
    setBusy(false);
    if (answer.ok) setText('');
    else setProblem(answer.problem);
  }

  const takeCard = () => {
    if (!mayCard) return;
    enter('');
    useTill.setState({ payment: null });
    openDialog({ kind: 'card', partMinor: amount === owedMinor ? null : amount });
  };
  const mayWallet = walletReady && !busy && amount > 0 && amount <= owedMinor;
  const takeWallet = () => {
    if (!walletReady) return setProblem({ kind: 'wallet-off', params: {} });
    if (!mayWallet) return;
    enter('');
    useTill.setState({ payment: null });
    openDialog({ kind: 'wallet', partMinor: amount === owedMinor ? null : amount });
  };
  const giveBack = (nth: number) => {
    const part = taken[nth - 1];
    if (part === undefined) return false;
    return openDialog({ kind: 'give-back', part });
  };

  useTakeBack(text, setText);
  useKeys(keys, {
    cash: () => void takeCash(),
    wallet: takeWallet,
    card: takeCard,
    pick: giveBack,
    back: text !== '' ? () => enter('') : mayGoBack ? closeSplit : null,
  });
  useTypedKeys((key) => {
    if (/^[\d.]$/.test(key)) press(key);
    else if (key === 'Backspace') press('back');
    else if (key === 'Delete') press('clear');
    else return false;
    return true;
  });

  return (
    <div className="split" data-testid="split-pane" data-owed={owedMinor}>
      <header className="split-head">
        <h1>{t('split.title')}</h1>
        <Act id="split-back" hint={keyFor.back} disabled={!mayGoBack || busy} onPress={closeSplit}>
          {t('dialog.back')}
        </Act>
      </header>
      <div className="split-two">
        <SplitStory basket={basket} onGiveBack={giveBack} />
        <Entry basket={basket} text={text} amount={amount} busy={busy} onText={enter} />
      </div>
      {problem === null ? null : <ProblemNote problem={problem} id="split-problem" />}
      <Ways
        cashMinor={typed ?? cashDueMinor}
        cardMinor={amount}
        busy={busy}
        mayCard={mayCard}
        onCash={() => void takeCash()}
        onCard={takeCard}
        onWallet={takeWallet}
      />
    </div>
  );
}

type EntryProps = Readonly<{
  basket: BasketView;
  text: string;
  amount: number;
  busy: boolean;
  onText: (text: string) => void;
}>;

/** How much is taken now: all that is owed until something is typed. */
function Entry({ basket, text, amount, busy, onText }: EntryProps) {
  const words = useWords();
  const { t, fractionDigits } = words;
  return (
    <div className="split-entry">
      <p className="split-amount">
        <span>{t('split.now')}</span>
        <b data-testid="split-amount" data-minor={amount}>
          {text === '' ? words.amount(basket.owedMinor) : text}
        </b>
      </p>
      <Quick
        basket={basket}
        amount={amount}
        onGive={(minor) => onText(minor === null ? '' : plainAmount(minor, fractionDigits))}
      />
      <Keypad
        left="."
        right="back"
        onKey={(key) => onText(pressNumberKey(text, key, fractionDigits))}
        disabled={busy}
        clearLabel={t('keypad.clear')}
        backLabel={t('keypad.back')}
      />
    </div>
  );
}

type WaysProps = Readonly<{
  cashMinor: number;
  cardMinor: number;
  busy: boolean;
  mayCard: boolean;
  onCash: () => void;
  onCard: () => void;
  onWallet: () => void;
}>;

function Ways({ cashMinor, cardMinor, busy, mayCard, onCash, onCard, onWallet }: WaysProps) {
  const { t, amount, money } = useWords();
  const cardReady = useTill((till) => till.state?.cardReady ?? false);
  return (
    <div className="split-ways">
      <Act id="split-cash" size="huge" hint={keyFor.cash} disabled={busy} onPress={onCash}>
        {t('split.cash', { amount: amount(cashMinor) })}
      </Act>
      <Act id="split-wallet" size="huge" hint={keyFor.wallet} disabled={busy} onPress={onWallet}>
        {t('tender.walletShort')}
      </Act>
      <Act
        id="split-card"
        tone="seal"
        size="huge"
        hint={keyFor.card}
        disabled={!mayCard}
        onPress={onCard}
      >
        {cardReady ? t('tender.card', { amount: money(cardMinor) }) : t('tender.cardOff')}
      </Act>
    </div>
  );
}

type QuickProps = Readonly<{
  basket: BasketView;
  amount: number;
  /** Null: all that is owed. */
  onGive: (minor: number | null) => void;
}>;

/** All, and the two round sums above it that customers are likely to hand over. */
function Quick({ basket, amount, onGive }: QuickProps) {
  const { t, amount: said } = useWords();
  const { owedMinor, cashDueMinor, quickCashMinor } = basket;
  const above = quickCashMinor.filter((minor) => minor > cashDueMinor).slice(0, 2);
  return (
    <fieldset className="split-quick" aria-label={t('cash.quick')}>
      <Act id="split-all" chosen={amount === owedMinor} onPress={() => onGive(null)}>
        {t('split.all')}
      </Act>
      {above.map((minor) => (
        <Act
          key={minor}
          id={`split-quick-${minor}`}
          chosen={amount === minor}
          onPress={() => onGive(minor)}
        >
          {said(minor)}
        </Act>
      ))}
    </fieldset>
  );
}
