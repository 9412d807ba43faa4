/** What can be done on the sale screen, by key, by touch or by scanner alike. */

import { isCounted } from '../../domain/basics/unit.ts';
import type { Envelope, ToldUpTo } from '../../domain/contract/ipc.ts';
import { readCode, type ScannedCode } from '../../domain/goods/code.ts';
import type { PricedLine } from '../../domain/prices/line.ts';
import type { ProblemKind } from '../../domain/words/problem.ts';
import { call } from '../page/bridge.ts';
import {
  closeDialog,
  hearBasket,
  openDialog,
  openSplit,
  type TakeBackAct,
  useTill,
} from '../page/use-till.ts';
import { askTakeBack, sendTakeBack } from './take-back.ts';

export type SearchHandle = Readonly<{
  focus(): void;
  clear(): void;
  /** Whether there is text, or a list of results, that the arrow keys belong to. */
  isBusy(): boolean;
  text(): string;
}>;

/** The new basket is shown, or what went wrong instead. */
export async function changeBasket(answer: Promise<Envelope<ToldUpTo>>): Promise<boolean> {
  const settled = await answer;
  if (settled.ok) {
    await hearBasket(settled.value);
    if (useTill.getState().saleProblem !== null) useTill.setState({ saleProblem: null });
  } else useTill.setState({ saleProblem: settled.problem });
  return settled.ok;
}

/** The same for goods that go down, which main may want a reason and an approval for. */
export async function takeBack(act: TakeBackAct): Promise<void> {
  const answer = await sendTakeBack(act);
  if (answer.ok || !askTakeBack(act, answer.problem)) await changeBasket(Promise.resolve(answer));
}

export function scan(code: string): void {
  // Neither a card's number nor what a customer pays with leaves the page.
  const secret = secretKinds[readCode(code).kind];
  if (secret !== undefined) {
    useTill.setState({ saleProblem: { kind: secret, params: {} } });
    return;
  }
  const { dialog } = useTill.getState();
  if (dialog?.kind === 'done') closeDialog();
  void changeBasket(call('basket.scan', { code }));
}

const secretKinds: Readonly<Partial<Record<ScannedCode['kind'], ProblemKind>>> = {
  'payment-card': 'payment-card-scanned',
  'payment-code': 'payment-code-scanned',
};

export function payCash(): void {
  if (!hasLines()) return;
  openDialog(comesBack() ? { kind: 'refund' } : { kind: 'cash', givenMinor: null });
}

export function payCard(): void {
  if (!hasLines() || refuseRefund()) return;
  const { state } = useTill.getState();
  // Why, and whom to call, before the customer has a card in hand; what is open is settled in its sheet.
  if (state && !state.cardReady && state.openAttempts === 0) {
    useTill.setState({ saleProblem: { kind: 'host-sign-on-needed', params: {} } });
    return;
  }
  useTill.setState({ payment: null });
  openDialog({ kind: 'card', partMinor: null });
}

/** Where nobody is set up for it, whoever presses is told who can turn it on. */
export function payWallet(partMinor: number | null = null): void {
  if (!hasLines() || refuseRefund()) return;
  const { state } = useTill.getState();
  if (state && !state.walletReady && state.openAttempts === 0) {
    useTill.setState({ saleProblem: { kind: 'wallet-off', params: {} } });
    return;
  }
  useTill.setState({ payment: null, saleProblem: null });
  openDialog({ kind: 'wallet', partMinor });
}

export function paySplit(): void {
  if (hasLines() && !refuseRefund()) openSplit();
}

/** Puts the basket aside; with nothing on the counter, asks which to take up again. */
export function askHold(): void {
  if (hasLines()) openDialog({ kind: 'hold' });
  else if ((useTill.getState().state?.held.length ?? 0) > 0) openDialog({ kind: 'recall' });
}

export function askAbandon(): void {
  if (hasLines()) openDialog({ kind: 'abandon' });
}

export function removeSelected(): void {
  withSelected(({ line }) => void takeBack({ kind: 'remove', line }));
}

/** The last act, whatever it was. */
export function undoLast(): void {
  const { basket } = useTill.getState();
  if (basket?.lastAct) void takeBack({ kind: 'undo', saleId: basket.id, act: basket.lastAct.act });
}

/** `3` and then `*` sets the quantity at once; `*` alone asks for it. */
export function askQuantity(search: SearchHandle | null): void {
  const typed = search?.text() ?? '';
  withSelected((line) => {
    if (/^[1-9]\d{0,3}$/.test(typed) && isCounted(line.unit)) {
      search?.clear();
      const quantity = Number(typed) * 1_000;
      void takeBack({ kind: 'quantity', line: line.line, quantity });
    } else openDialog({ kind: 'quantity', line: line.line });
  });
}

export function askDiscount({ line }: PricedLine): void {
  openDialog({ kind: 'discount', line });
}

export function withSelected(act: (line: PricedLine) => void): void {
  const { basket, selectedLine } = useTill.getState();
  const line = basket?.lines.find((candidate) => candidate.line === selectedLine);
  if (line) act(line);
}

/** Whether more comes back than is bought. */
const comesBack = (): boolean => (useTill.getState().basket?.owedMinor ?? 0) < 0;

/** What goes back is paid out in cash: whoever presses another key is told. */
function refuseRefund(): boolean {
  if (!comesBack()) return false;
  useTill.setState({ saleProblem: { kind: 'nothing-owed', params: {} } });
  return true;
}

function hasLines(): boolean {
  return (useTill.getState().basket?.lines.length ?? 0) > 0;
}

/** The next line gets the focus, too: what is done to it by a key was meant for it. */
export function moveSelection(by: number): void {
  const { basket, selectedLine } = useTill.getState();
  const lines = basket?.lines ?? [];
  const at = lines.findIndex((line) => line.line === selectedLine);
  const next = lines[Math.min(lines.length - 1, Math.max(0, at + by))];
  if (!next) return;
  useTill.setState({ selectedLine: next.line });
  document.querySelector<HTMLElement>(`[data-line="${next.line}"]`)?.focus();
}

/** False where no line was chosen: the key then belongs to the search field, which one press too many has emptied. */
export function removeChosen(): boolean {
  if (!isLineChosen()) return false;
  removeSelected();
  return true;
}

const isLineChosen = (): boolean =>
  document.activeElement?.matches('[data-testid="basket-line"]') ?? false;
