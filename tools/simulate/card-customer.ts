/** A customer at the reader and the PIN pad: swipes, types, mistypes, changes their mind; and how that has to end. */
import type { PaymentView } from '../../domain/contract/ipc.ts';
import type { TillEvent } from '../../domain/contract/told.ts';
import { type TestCard, testCards } from '../../drivers/acquirer/emulator.ts';
import type { CardOutcome } from './auditor.ts';
import type { SeededRandom } from './random.ts';
import type { Shop } from './shop.ts';

/** Case → how many in a deck, which card, and how it ends. `pin` is typed instead of the card's own. */
const cases = {
  good: { count: 17, card: 'good', outcome: 'approved' },
  'good-long': { count: 6, card: 'good-19-digits', outcome: 'approved' },
  vip: { count: 2, card: 'vip', outcome: 'approved' },
  'no-pin': { count: 3, card: 'no-pin', outcome: 'approved' },
  'no-funds': { count: 2, card: 'no-funds', outcome: 'declined' },
  expired: { count: 1, card: 'expired', outcome: 'declined' },
  'wrong-pin': { count: 2, card: 'good', outcome: 'declined', pin: '000001' },
  'changes-mind': { count: 1, card: 'good', outcome: 'declined', cancels: true },
  'walks-off': { count: 1, card: null, outcome: 'declined' },
  'host-silent': { count: 1, card: 'good', outcome: 'reversed', fault: 'silent' },
  'host-late': { count: 1, card: 'good', outcome: 'reversed', fault: 'late' },
  'request-lost': { count: 1, card: 'good', outcome: 'reversed', fault: 'lost' },
  'host-mac-wrong': { count: 1, card: 'good', outcome: 'reversed', fault: 'wrong-mac' },
  'host-declines': { count: 1, card: 'good', outcome: 'declined', fault: 'decline' },
  /** Not in the deck: what every card comes to while the network is cut. */
  'no-network': { count: 0, card: 'good', outcome: 'declined' },
} as const satisfies Record<string, CaseRow>;
export type CardCase = keyof typeof cases;

type CaseRow = Readonly<{
  count: number;
  card: string | null;
  outcome: CardOutcome;
  pin?: string;
  cancels?: boolean;
  fault?: 'silent' | 'late' | 'lost' | 'wrong-mac' | 'decline';
}>;

/** Deals the cases in an order of chance, each as often as it is in the deck, and shuffles anew when it is through. */
export function cardDeck(random: SeededRandom): () => CardCase {
  const all = Object.entries(cases).flatMap(([name, { count }]) =>
    Array.from({ length: count }, () => name as CardCase),
  );
  let left: CardCase[] = [];
  return () => {
    if (left.length === 0) left = [...all];
    return left.splice(random.integer(0, left.length - 1), 1)[0] ?? 'good';
  };
}

type Paid = Readonly<{ outcome: CardOutcome; view: PaymentView }>;

/** Asks for the card and lets the customer act; answers when the attempt has ended. */
export async function payAtPad(
  { shop, random }: Readonly<{ shop: Shop; random: SeededRandom }>,
  name: CardCase,
): Promise<Paid> {
  const row: CaseRow = cases[name];
  const card = testCards.find((known) => known.name === row.card) ?? null;
  if (row.fault) shop.counter.host.control.next(row.fault, { for: 'sale' });
  const stop = shop.onEvent((event) => {
    if (event.kind === 'payment') act(shop, random, row, card, event);
  });
  try {
    const { id: saleId, totals } = await shop.call('basket.view', {});
    await shop.call('sale.payCard', { saleId, amountMinor: totals.dueMinor });
    return { outcome: row.outcome, view: shop.paymentTold() };
  } finally {
    stop();
  }
}

function act(
  shop: Shop,
  random: SeededRandom,
  row: CaseRow,
  card: TestCard | null,
  { view }: Extract<TillEvent, { kind: 'payment' }>,
): void {
  if (view.stage === 'swipe-card') {
    // Nobody swipes: the cashier gives up after a while.
    const { attemptId } = view;
    if (!card) shop.clock.after(20_000, () => void shop.tell('sale.cancelCard', { attemptId }));
    else
      shop.clock.after(random.integer(1_500, 6_000), () =>
        shop.counter.reader.swipe('', card.track2),
      );
  }
  if (view.stage === 'enter-pin' && card) {
    shop.clock.after(random.integer(2_000, 7_000), () => typePin(shop, row, card, 0));
  }
}

/** As soon as the pad asks: it takes a moment after the till has said so. Nobody stands there for ever. */
function typePin(shop: Shop, row: CaseRow, card: TestCard, tries: number): void {
  if (!shop.counter.pad.wantsPin()) {
    if (tries < 100) shop.clock.after(200, () => typePin(shop, row, card, tries + 1));
    return;
  }
  if (row.cancels) {
    shop.counter.pad.pressCancel();
    return;
  }
  const pin = row.pin ?? card.pin;
  if (pin !== null) shop.counter.pad.typePin(pin);
  shop.counter.pad.pressEnter();
}
