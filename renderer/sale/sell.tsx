/** The sale: what is on the counter on the left, everything to add and to pay on the right. */
import { useCallback, useRef } from 'react';
import { lock } from '../day/lock.ts';
import { StatusBar } from '../day/status-bar.tsx';
import { scanIsUnused, useScanner, useShortcuts, whenAlone } from '../page/keys.ts';
import { wholeCode } from '../page/scanner.ts';
import { openDialog, useTill } from '../page/use-till.ts';
import { ProblemNote } from '../parts/problem-note.tsx';
import { WhomToCall } from '../parts/whom-to-call.tsx';
import { useWords } from '../words/i18n.tsx';
import {
  askAbandon,
  askQuantity,
  moveSelection,
  payCard,
  payCash,
  removeSelected,
  type SearchHandle,
  scan,
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
  const noDialog = useTill((till) => till.dialog === null);
  const focusSearch = useCallback(() => search.current?.focus(), []);

  useScanner({
    onCode: (code) => {
      const { dialog } = useTill.getState();
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
  useShortcuts(sellShortcuts(search), noDialog);

  return (
    <div className="screen" data-testid="sell-screen">
      <StatusBar />
      <main className="sell">
        <BasketPane />
        <section className="sell-right">
          <Stop />
          <Catalogue search={search} />
          <Tenders />
        </section>
      </main>
      <SellDialogs onClosed={focusSearch} />
    </div>
  );
}

type SearchRef = Readonly<{ current: SearchHandle | null }>;

function sellShortcuts(search: SearchRef): Record<string, (event: KeyboardEvent) => void> {
  const act = (run: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    run();
  };
  /** Keys that edit text while there is some act on the basket while there is none. */
  const whenFree = (run: () => void) => (event: KeyboardEvent) => {
    if (search.current?.isBusy()) return;
    event.preventDefault();
    run();
  };
  const star = (event: KeyboardEvent) => {
    event.preventDefault();
    // It is also what many scanners put before a code.
    whenAlone(() => askQuantity(search.current), false);
  };
  return {
    F1: act(payCash),
    F3: act(payCard),
    F4: act(() => openDialog({ kind: 'more' })),
    F6: act(() => withSelected((line) => openDialog({ kind: 'price', line: line.line }))),
    F9: act(askAbandon),
    F12: act(lock),
    '*': star,
    'Shift+*': star,
    '/': whenFree(() => search.current?.focus()),
    Delete: whenFree(removeSelected),
    ArrowUp: whenFree(() => moveSelection(-1)),
    ArrowDown: whenFree(() => moveSelection(1)),
  };
}
