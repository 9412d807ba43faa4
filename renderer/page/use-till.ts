/** What the page knows: a copy of what main said last, and which dialog is open. The truth stays in main. */

import { create } from 'zustand';
import { assertNever } from '../../domain/basics/assert.ts';
import { languages } from '../../domain/basics/languages.ts';
import type { Way } from '../../domain/cash/movements.ts';
import {
  type BasketChange,
  type BasketView,
  type ChannelOutput,
  type PaymentView,
  type SaleView,
  type SignInView,
  type StartupView,
  stateTopics,
  type TillState,
  type ToldUpTo,
  type Topic,
} from '../../domain/contract/ipc.ts';
import type { TillEvent } from '../../domain/contract/told.ts';
import type { CloseView } from '../../domain/day/channels.ts';
import type { Item } from '../../domain/goods/item.ts';
import type { Paper } from '../../domain/paper/paper.ts';
import { withChanges } from '../../domain/sale/basket-change.ts';
import type { ProblemData } from '../../domain/words/problem.ts';
import { call, onTillEvent } from './bridge.ts';
import { notify } from './notices.ts';
import { hearScan } from './scans.ts';

export type Screen =
  | 'sell'
  | 'recent'
  | 'returns'
  | 'x-report'
  | 'close'
  | 'handover'
  | 'devices'
  | 'my-sign-in'
  | 'sign-ins';

/** Which goods go down. */
export type TakeBackAct =
  | Readonly<{ kind: 'quantity'; line: number; quantity: number }>
  | Readonly<{ kind: 'remove'; line: number }>
  | Readonly<{ kind: 'undo'; saleId: string; act: number }>
  | Readonly<{ kind: 'abandon'; saleId: string }>;
export type TakeBackAsked = 'take-back-limit' | 'weight-lowered';

export type Dialog =
  | Readonly<{ kind: 'quantity'; line: number }>
  /** What is sold by weight is put into the basket with it, and not before. */
  | Readonly<{ kind: 'weigh'; item: Item }>
  | Readonly<{ kind: 'price'; line: number }>
  | Readonly<{ kind: 'discount'; line: number }>
  | Readonly<{ kind: 'abandon' }>
  /** Goods taken back want a reason, and somebody who may. */
  | Readonly<{ kind: 'take-back'; act: TakeBackAct; asked: TakeBackAsked }>
  | Readonly<{ kind: 'more' }>
  | Readonly<{ kind: 'no-sale' }>
  | Readonly<{ kind: 'hold' }>
  /** What is written on the chosen line, or on the sale. */
  | Readonly<{ kind: 'note' }>
  | Readonly<{ kind: 'recall' }>
  /** Cash moves without a sale. */
  | Readonly<{ kind: 'move'; way: Way }>
  /** `givenMinor`: what was said to be handed over; null: nothing yet. */
  | Readonly<{ kind: 'cash'; givenMinor: number | null }>
  /** More comes back than is bought. */
  | Readonly<{ kind: 'refund' }>
  /** `partMinor`: only so much of what is owed; null: all. */
  | Readonly<{ kind: 'card'; partMinor: number | null }>
  | Readonly<{ kind: 'wallet'; partMinor: number | null }>
  | Readonly<{ kind: 'give-back'; part: BasketView['taken'][number] }>
  | Readonly<{ kind: 'settle' }>
  | Readonly<{ kind: 'strays' }>
  | Readonly<{ kind: 'unread' }>
  | Readonly<{ kind: 'done'; sale: SaleView }>;

/** The Z as it was printed; shown over everything until it is put away. */
export type ClosedDay = Readonly<{
  businessDate: string;
  afterClose: CloseView['afterClose'];
  paper: Paper;
  differenceMinor: number;
  zNumber: number;
}>;

export type Till = Readonly<{
  startup: StartupView | null;
  state: TillState | null;
  signIn: SignInView | null;
  basket: BasketView | null;
  payment: PaymentView | null;
  /** The basket line that quantity, price and removal act on. */
  selectedLine: number | null;
  /** What went wrong with the last scan, basket change or menu entry. */
  saleProblem: ProblemData | null;
  /** Why a badge or card that a device read was refused, until somebody tries again. */
  proofRefused: ProblemData | null;
  screen: Screen;
  dialog: Dialog | null;
  /** The sale that was chosen to be paid by several tenders. */
  splitSale: string | null;
  closedDay: ClosedDay | null;
  /** Counts the openings of the day this page has seen: each stamps the seal once. */
  openings: number;
}>;

export const useTill = create<Till>()(() => ({
  startup: null,
  state: null,
  signIn: null,
  basket: null,
  payment: null,
  selectedLine: null,
  saleProblem: null,
  proofRefused: null,
  screen: 'sell',
  dialog: null,
  splitSale: null,
  closedDay: null,
  openings: 0,
}));

/** The business date that has its seal. */
let stampedDate: string | null = null;

/** Starts listening and asks for the first view. Call once, before the first paint. */
export async function connect(): Promise<void> {
  onTillEvent(receive);
  // Of a page that is gone: nobody is asked any more.
  void call('approval.end', {});
  const startup = await call('startup.view', {});
  if (startup.ok) await showStartup(startup.value);
  else
    useTill.setState({
      startup: { problem: startup.problem, locale: languages[0].tag, version: '' },
    });
}

/** Takes a startup view; once the till has started, fetches everything else. */
export async function showStartup(startup: StartupView): Promise<void> {
  if (startup.problem) {
    useTill.setState({ startup });
    return;
  }
  const [state] = await Promise.all([call('till.state', {}), fetchSignIn()]);
  if (state.ok) receiveWhole(state.value);
  else notify(state.problem);
  useTill.setState({ startup });
}

/** The number of the newest that the page has, by topic. */
const heard = new Map<Topic, number>();

/** Whoever has an answer about a payment and waits for what was told before it. */
const waiting = new Set<Readonly<{ seq: number; go: () => void }>>();

/** Whether this is newer than what the page has; then it is what the page has. */
function isNews(topic: Topic, seq: number): boolean {
  if (seq <= (heard.get(topic) ?? 0)) return false;
  heard.set(topic, seq);
  return true;
}

/** The payment as main had told it by that answer: an answer may overtake what was told before it. */
export async function hearPayment({ seq }: ToldUpTo): Promise<PaymentView | null> {
  if ((heard.get('payment') ?? 0) < seq) {
    await new Promise<void>((go) => waiting.add({ seq, go }));
  }
  return useTill.getState().payment;
}

function receivePayment(seq: number, view: PaymentView): void {
  if (!isNews('payment', seq)) return;
  useTill.setState({ payment: view });
  for (const one of waiting) {
    if (one.seq > seq) continue;
    waiting.delete(one);
    one.go();
  }
}

function receive(event: TillEvent): void {
  switch (event.kind) {
    case 'startup':
      void showStartup(event.view);
      return;
    case 'state':
      receivePart(event);
      return;
    case 'sign-in':
      if (isNews('sign-in', event.seq)) useTill.setState({ signIn: event.view });
      return;
    case 'payment':
      receivePayment(event.seq, event.view);
      return;
    case 'basket':
      receiveChange(event.seq, event.change);
      return;
    case 'notice':
      notify(event.problem);
      return;
    case 'proof-refused':
      useTill.setState({ proofRefused: event.problem });
      return;
    case 'scanned':
      hearScan(`${event.symbology ?? ''}${event.text}`);
      return;
    // Heard by the one screen that asks for it.
    case 'approval-shown':
    case 'bench-shut':
    case 'ports':
    case 'test-progress':
      return;
    default:
      assertNever(event);
  }
}

/** Before the whole has been asked for there is nothing that a part belongs to. */
function receivePart({ topic, seq, part }: Extract<TillEvent, { kind: 'state' }>): void {
  const { state } = useTill.getState();
  if (state && isNews(topic, seq)) receiveState({ ...state, ...part });
}

function receiveWhole({ told, ...state }: ChannelOutput<'till.state'>): void {
  for (const topic of stateTopics) heard.set(topic, told[topic]);
  receiveState(state);
}

function receiveState(state: TillState): void {
  const before = useTill.getState().state;
  // Once a day: whoever comes second has a queue.
  const opened =
    before?.phase === 'signing-in' && state.phase === 'open' && state.businessDate !== stampedDate;
  if (opened) stampedDate = state.businessDate;
  useTill.setState((till) => ({
    state,
    openings: opened ? till.openings + 1 : till.openings,
    ...(before && before.phase !== state.phase ? leavePhase(state) : {}),
  }));
  if (state.phase === 'open' && before?.phase !== 'open') void fetchBasket();
  // The steps of the shift that has ended would look like those of the next.
  if (state.phase === 'closed' && before && before.phase !== 'closed') void fetchSignIn();
}

async function fetchSignIn(): Promise<void> {
  const answer = await call('signIn.view', {});
  if (!answer.ok) return;
  const { seq, ...signIn } = answer.value;
  heard.set('sign-in', seq);
  useTill.setState({ signIn });
}

/** A dialog or a report belongs to the phase it was opened in; a sale under way outlives the lock. */
function leavePhase(state: TillState): Partial<Till> {
  if (state.phase === 'open') return { dialog: null, saleProblem: null, proofRefused: null };
  const keepsBasket = state.phase === 'locked' || state.phase === 'signing-out';
  return {
    dialog: null,
    screen: 'sell',
    saleProblem: null,
    ...(keepsBasket ? {} : { basket: null, selectedLine: null, payment: null }),
  };
}

async function fetchBasket(): Promise<void> {
  const answer = await call('basket.view', {});
  if (answer.ok) {
    const { seq, ...basket } = answer.value;
    heard.set('basket', seq);
    receiveBasket(basket);
  } else if (answer.problem.kind !== 'past-cut-over') notify(answer.problem);
}

/** After an act that told of the basket up to `seq`: the page has it, or asks for it. */
export async function hearBasket({ seq }: ToldUpTo): Promise<void> {
  if ((heard.get('basket') ?? 0) < seq) await fetchBasket();
}

/** A change is of the one before it: where the page lacks that, it asks for the whole. */
function receiveChange(seq: number, { whole, changed, gone, ...figures }: BasketChange): void {
  const { basket } = useTill.getState();
  const isNext = seq === (heard.get('basket') ?? 0) + 1 && basket?.id === figures.id;
  if (!isNews('basket', seq)) return;
  if (!whole && !isNext) return void fetchBasket();
  const lines = withChanges(basket?.lines ?? [], { whole, changed, gone });
  receiveBasket({ ...figures, lines });
}

/** Shows the basket and puts the selection on the line that changed. */
function receiveBasket(basket: BasketView): void {
  useTill.setState((till) => ({
    basket,
    selectedLine: selectAfter(till.basket, basket, till.selectedLine),
  }));
}

/** The new or changed line; else the one selected before; else the last. */
export function selectAfter(
  before: Pick<BasketView, 'id' | 'lines'> | null,
  after: Pick<BasketView, 'id' | 'lines'>,
  selected: number | null,
): number | null {
  const last = after.lines.at(-1)?.line ?? null;
  if (!before || before.id !== after.id) return last;
  const old = new Map(before.lines.map((line) => [line.line, line]));
  const changed = after.lines.find((line) => {
    const was = old.get(line.line);
    return !was || was.quantity !== line.quantity || was.priceMinor !== line.priceMinor;
  });
  if (changed) return changed.line;
  return after.lines.some((line) => line.line === selected) ? selected : last;
}

export function openDialog(dialog: Dialog): void {
  useTill.setState({ dialog, saleProblem: null });
}

export function closeDialog(): void {
  useTill.setState({ dialog: null });
}

/** Pays the sale at hand by several tenders. */
export function openSplit(): void {
  useTill.setState(({ basket }) => ({ splitSale: basket?.id ?? null, saleProblem: null }));
}

export function closeSplit(): void {
  useTill.setState({ splitSale: null });
}

/** Whether the sale at hand is being paid by several: it was chosen, or something is taken already. */
export function isSplit({ basket, splitSale }: Pick<Till, 'basket' | 'splitSale'>): boolean {
  if (basket === null) return false;
  return basket.taken.length > 0 || (basket.id === splitSale && basket.lines.length > 0);
}

export function goTo(screen: Screen): void {
  useTill.setState({ screen, dialog: null });
}
