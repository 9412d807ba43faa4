/** Customers at a PIN pad or at a payment terminal, who do what they are asked, mostly. */
import { type TestCard, testCards } from '../../../drivers/acquirer/emulator.ts';
import type { SeededRandom } from '../random.ts';
import type { Shop } from '../shop.ts';
import type { HostCounter } from './host-counter.ts';
import type { TerminalCounter } from './terminal-counter.ts';

/** What a customer does about it, by weight. */
const manners = { pays: 40, 'wrong-pin': 2, cancels: 2, 'walks-off': 1, 'cashier-cancels': 2 };

/** Of the cards are as they should be. */
const goodShare = 0.7;
const lookAgainMs = 400;
/** Nobody stands at a till longer. */
const patienceMs = 180_000;

/** Acts until the returned function is called. */
export function standAtPad(shop: Shop<HostCounter>, random: SeededRandom): () => void {
  const manner = random.weighted(manners);
  const card = random.chance(goodShare) ? testCards[0] : random.pick(testCards);
  if (!card) return () => {};
  let swiped = false;
  const stop = shop.onEvent((event) => {
    if (event.kind !== 'payment') return;
    const { stage } = event.view;
    if (stage === 'swipe-card' && !swiped) {
      swiped = true;
      if (manner === 'walks-off') cancelLater(shop, 20_000);
      else shop.clock.after(2_000, () => shop.counter.reader.swipe('', card.track2));
    }
    if (stage === 'enter-pin' && manner === 'cashier-cancels') cancelLater(shop, 1_000);
  });
  const stopTyping = every(shop, () => {
    const { pad } = shop.counter;
    if (!pad.wantsPin() || manner === 'cashier-cancels') return;
    if (manner === 'cancels') return pad.pressCancel();
    typePin(pad, manner === 'wrong-pin' ? { ...card, pin: '000001' } : card);
  });
  return () => {
    stop();
    stopTyping();
  };
}

function typePin(pad: HostCounter['pad'], card: TestCard): void {
  if (card.pin !== null) pad.typePin(card.pin);
  pad.pressEnter();
}

export function standAtTerminal(shop: Shop<TerminalCounter>, random: SeededRandom): () => void {
  const manner = random.weighted(manners);
  const { act, look } = shop.counter;
  const how = random.pick(['chip', 'contactless'] as const);
  if (manner === 'cashier-cancels') cancelLater(shop, random.integer(1_000, 30_000));
  return every(shop, () => {
    switch (look('wants')) {
      case 'card':
        if (manner === 'walks-off') return;
        if (manner === 'cancels') return act('stop');
        return act('presentCard', { card: random.pick(['VISA', 'girocard', 'Mastercard']), how });
      case 'pin':
        return act('typePin', { digits: '1234' });
      case 'removed':
        return act('removeCard');
      default:
        return;
    }
  });
}

/** So long after the payment has begun. */
function cancelLater(shop: Pick<Shop, 'clock' | 'tell' | 'onEvent'>, ms: number): void {
  const stop = shop.onEvent((event) => {
    if (event.kind !== 'payment') return;
    stop();
    const { attemptId } = event.view;
    shop.clock.after(ms, () => shop.tell('sale.cancelCard', { attemptId }));
  });
}

/** Looks again and again until told to stop or out of patience. */
function every({ clock }: Pick<Shop, 'clock'>, look: () => void): () => void {
  let stopped = false;
  const endMs = clock.monotonic() + patienceMs;
  const again = (): void => {
    if (stopped || clock.monotonic() > endMs) return;
    look();
    clock.after(lookAgainMs, again);
  };
  clock.after(lookAgainMs, again);
  return () => {
    stopped = true;
  };
}
