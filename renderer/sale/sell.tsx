/** The sale: what is on the counter on the left, everything to add and to pay on the right. */
import { useCallback, useRef } from 'react';
import { lock } from '../day/lock.ts';
import { StatusBar } from '../day/status-bar.tsx';
import { type KeyHandlers, type Keys, useKeys } from '../page/keys.ts';
import { wholeCode } from '../page/scanner.ts';
import { scanIsUnused, useScanner, whenAlone } from '../page/scans.ts';
import { isSplit, openDialog, useTill } from '../page/use-till.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { WhomToCall } from '../parts/whom-to-call.tsx';
import { SplitPane } from '../tenders/split-pane.tsx';
import { useWords } from '../words/i18n.tsx';
import {
  askAbandon,
  askDiscount,
  askHold,
  askQuantity,
  moveSelection,
  payCard,
  payCash,
  paySplit,
  payWallet,
  removeChosen,
  type SearchHandle,
  scan,
  undoLast,
  withSelected,
} from './acts.ts';
import { BasketPane } from './basket-pane.tsx';
import { SellDialogs } from './dialogs.tsx';
import { Catalogue } from './goods/goods-pane.tsx';
import { Tenders } from './tenders.tsx';
import './sell.css';

/** Why no sale begins, until it ends: the notice of the moment it was found would be gone by then. */
function Stop() {
  const { t } = useWords();
  const stop = useTill((till) => till.state?.stop ?? null);
  if (stop === null) return null;
  return (
    <aside className="sell-stop" data-testid="sell-stop" data-kind={stop.kind}>
      <h1>{t('stop.title')}</h1>
      <ProblemNote problem={stop} id="sell-stop-problem">
        <WhomToCall kind={stop.kind} />
      </ProblemNote>
    </aside>
  );
}

export function Sell() {
  const search = useRef<SearchHandle>(null);
  const basket = useTill((till) => till.basket);
  const split = useTill(isSplit);
  const hasProblem = useTill((till) => till.saleProblem !== null);
  const focusSearch = useCallback(() => search.current?.focus(), []);

  useScanner({
    onCode: (code) => {
      const { dialog } = useTill.getState();
      if (dialog === null && isSplit(useTill.getState())) return scanIsUnused();
      // Of the sheets only that of a finished sale may be left for the next customer's goods.
      if (dialog !== null && dialog.kind !== 'done') return scanIsUnused();
      const field = search.current?.text() ?? '';
      search.current?.clear();
      scan(wholeCode(field, code));
    },
    // Nobody signs in here, and a badge is nothing to look for.
    onBadge: () => search.current?.clear(),
    onCard: () => {
      search.current?.clear();
      useTill.setState({ saleProblem: { kind: 'payment-card-scanned', params: {} } });
    },
  });
  useKeys(keys, { ...handlersOf(search, hasProblem), ...(split ? whileSplit : {}) });

  return (
    <div className="screen" data-testid="sell-screen">
      <StatusBar />
      <main className="sell">
        <BasketPane fixed={split} />
        <section className="sell-right">
          <Stop />
          {split && basket !== null ? (
            <SplitPane basket={basket} />
          ) : (
            <>
              <Catalogue search={search} />
              <Tenders />
            </>
          )}
        </section>
      </main>
      <SellDialogs onClosed={focusSearch} />
    </div>
  );
}

const keys = {
  cash: 'tender.cash',
  wallet: 'tender.walletShort',
  card: 'tender.cardShort',
  more: 'tender.more',
  split: 'tender.split',
  quantity: 'basket.quantity',
  hold: 'hold.key',
  price: 'basket.price',
  discount: 'discount.title',
  previous: 'basket.lines',
  next: 'basket.lines',
  remove: 'basket.remove',
  undo: 'undo.act',
  reject: 'basket.abandon',
  search: 'search.label',
  finish: 'bar.lock',
  back: 'notice.dismiss',
} satisfies Keys;

/** The goods are fixed, and who pays is asked on the pane itself. */
const whileSplit = {
  cash: null,
  wallet: null,
  card: null,
  more: null,
  split: null,
  hold: null,
  discount: null,
  quantity: null,
  price: null,
  previous: null,
  next: null,
  remove: null,
  undo: null,
  reject: null,
  search: null,
} satisfies KeyHandlers<typeof keys>;

function handlersOf(
  search: Readonly<{ current: SearchHandle | null }>,
  hasProblem: boolean,
): KeyHandlers<typeof keys> {
  /** Keys that edit text while there is some act on the basket while there is none. */
  const whenFree = (run: () => unknown) => () => (search.current?.isBusy() ? false : run());
  return {
    cash: payCash,
    wallet: () => payWallet(),
    card: payCard,
    more: () => openDialog({ kind: 'more' }),
    split: () => (search.current?.text() ? false : whenAlone(paySplit, false)),
    // It is also what many scanners put before a code.
    quantity: () => whenAlone(() => askQuantity(search.current), false),
    // As a sign it begins a number or a word.
    hold: () => (search.current?.text() ? false : whenAlone(askHold, true)),
    price: () => withSelected((line) => openDialog({ kind: 'price', line: line.line })),
    // A card's track begins with it.
    discount: () =>
      search.current?.text() ? false : whenAlone(() => withSelected(askDiscount), false),
    previous: whenFree(() => moveSelection(-1)),
    next: whenFree(() => moveSelection(1)),
    remove: removeChosen,
    undo: whenFree(undoLast),
    reject: askAbandon,
    search: whenFree(() => search.current?.focus()),
    finish: lock,
    back: hasProblem ? () => useTill.setState({ saleProblem: null }) : null,
  };
}
