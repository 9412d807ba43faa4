/** The sale: what is on the counter on the left, everything to add and to pay on the right. */
import { useCallback, useRef } from 'react';
import { readCode } from '../../domain/barcode.ts';
import type { BasketLine } from '../../domain/basket.ts';
import type { BasketView, Envelope } from '../../domain/contract/ipc.ts';
import { call } from '../bridge.ts';
import { useScanner, useShortcuts } from '../keys.ts';
import { StatusBar } from '../parts/status-bar.tsx';
import { wholeCode } from '../scanner.ts';
import { closeDialog, openDialog, receiveBasket, useTill } from '../use-till.ts';
import { BasketPane } from './sell/basket-pane.tsx';
import { Catalogue } from './sell/catalogue.tsx';
import { SellDialogs } from './sell/dialogs.tsx';
import { Tenders } from './sell/tenders.tsx';
import './sell.css';

export type SearchHandle = Readonly<{
  focus(): void;
  clear(): void;
  /** Whether there is text, or a list of results, that the arrow keys belong to. */
  isBusy(): boolean;
  text(): string;
}>;

/** Shows the new basket, or what went wrong instead. */
export async function changeBasket(answer: Promise<Envelope<BasketView>>): Promise<boolean> {
  const settled = await answer;
  if (settled.ok) {
    receiveBasket(settled.value);
    if (useTill.getState().saleProblem !== null) useTill.setState({ saleProblem: null });
  } else useTill.setState({ saleProblem: settled.problem });
  return settled.ok;
}

export function scan(code: string): void {
  // A card's number does not leave the page.
  if (readCode(code).kind === 'payment-card') {
    useTill.setState({ saleProblem: { kind: 'payment-card-scanned', params: {} } });
    return;
  }
  const { dialog } = useTill.getState();
  if (dialog?.kind === 'done') closeDialog();
  void changeBasket(call('basket.scan', { code }));
}

export function Sell() {
  const search = useRef<SearchHandle>(null);
  const noDialog = useTill((till) => till.dialog === null);
  const focusSearch = useCallback(() => search.current?.focus(), []);

  useScanner({
    onCode: (code) => {
      const field = search.current?.text() ?? '';
      search.current?.clear();
      scan(wholeCode(code, field));
    },
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
    askQuantity(search.current);
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

export function payCash(): void {
  if (hasLines()) openDialog({ kind: 'cash' });
}

export function payCard(): void {
  if (!hasLines()) return;
  useTill.setState({ payment: null });
  openDialog({ kind: 'card' });
}

export function askAbandon(): void {
  if (hasLines()) openDialog({ kind: 'abandon' });
}

export function lock(): void {
  void call('till.lock', {}).then((answer) => {
    if (!answer.ok) useTill.setState({ saleProblem: answer.problem });
  });
}

export function removeSelected(): void {
  withSelected((line) => void changeBasket(call('basket.remove', { line: line.line })));
}

/** `3` and then `*` sets the quantity at once; `*` alone asks for it. */
export function askQuantity(search: SearchHandle | null): void {
  const typed = search?.text() ?? '';
  withSelected((line) => {
    if (/^[1-9]\d{0,3}$/.test(typed) && line.unit === 'piece') {
      search?.clear();
      const quantity = Number(typed) * 1_000;
      void changeBasket(call('basket.setQuantity', { line: line.line, quantity }));
    } else openDialog({ kind: 'quantity', line: line.line });
  });
}

export function withSelected(act: (line: BasketLine) => void): void {
  const { basket, selectedLine } = useTill.getState();
  const line = basket?.lines.find((candidate) => candidate.line === selectedLine);
  if (line) act(line);
}

function hasLines(): boolean {
  return (useTill.getState().basket?.lines.length ?? 0) > 0;
}

function moveSelection(by: number): void {
  const { basket, selectedLine } = useTill.getState();
  const lines = basket?.lines ?? [];
  const at = lines.findIndex((line) => line.line === selectedLine);
  const next = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
  if (next) useTill.setState({ selectedLine: next.line });
}
